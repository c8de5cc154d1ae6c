//! Reading on behalf of somebody.
use super::fault::translate;
use super::{Scoped, Unscoped};
use crate::ctx::{Ctx, Permission};
use crate::error::{Error, Result};
use crate::guard::{Guarded, REACHED, Reach, Visible};
use crate::ids::OrganisationId;
use futures_util::{StreamExt, TryStreamExt};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbBackend,
    EntityTrait, FromQueryResult, Select, StatementBuilder,
};
use std::collections::HashSet;
use uuid::Uuid;

/// Digits of an id.
const HEX: usize = 32;

#[derive(Debug)]
pub(super) enum Exec {
    Pool(DatabaseConnection),
    Transaction(DatabaseTransaction),
}

/// Reads what the caller of its [`Ctx`] may see. A [`super::Tx`] is a reader too.
#[derive(Debug)]
pub struct Reader {
    exec: Exec,
    ctx: Ctx,
}

impl Reader {
    pub(super) fn new(exec: Exec, ctx: Ctx) -> Self {
        Self { exec, ctx }
    }

    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// All rows of `E` that the caller may see, to be narrowed.
    pub fn select<E: Guarded>(&self) -> Scoped<'_, E> {
        self.select_with(E::READ)
    }

    /// All rows of `E` that the caller reaches with `permission`.
    pub fn select_with<E: Guarded>(&self, permission: Permission) -> Scoped<'_, E> {
        Scoped::new(self, permission)
    }

    /// The same rows in the form that gathers all of them rather than finds a page of them soon (ADR 0009).
    pub fn gather<E: Guarded>(&self) -> Scoped<'_, E> {
        Scoped::of(self, &self.ctx.actor.gathering(), E::READ)
    }

    /// The organisations in the subtrees of those on which the caller was granted `permission`.
    pub async fn organisations_in_reach(&self, permission: Permission) -> Result<HashSet<OrganisationId>> {
        #[derive(FromQueryResult)]
        struct Row {
            reached: OrganisationId,
        }
        let rows: Vec<Row> = self.fetch_as(&Reach::of(&self.ctx.actor, permission).organisations()).await?;
        Ok(rows.into_iter().map(|row| row.reached).collect())
    }

    /// The ids of the rows of `E` that a rule reaches without looking at them, some more than once: ids of other things of the
    /// same kind of subject may be among them. Not for a caller who reaches everything.
    pub async fn ids_reached<E: Guarded>(&self, rule: Reach) -> Result<Vec<Uuid>> {
        #[derive(FromQueryResult)]
        struct Row {
            ids: Option<String>,
        }
        let Some(select) = rule.ids_of::<E>() else { return Ok(Vec::new()) };
        // One text of all of them: thousands of rows with one id each cost several times as much.
        let all = match self.is_postgres() {
            true => Expr::cust(format!("encode(string_agg(uuid_send({REACHED}), ''::bytea), 'hex')")),
            false => Expr::cust(format!("group_concat(hex({REACHED}), '')")),
        };
        let select = Query::select().expr_as(all, "ids").from_subquery(select, "all_reached").take();
        let row: Option<Row> = self.fetch_as(&select).await?.pop();
        let text = row.and_then(|row| row.ids).unwrap_or_default();
        let (ids, _) = text.as_bytes().as_chunks::<HEX>();
        ids.iter().map(|id| Uuid::try_parse_ascii(id).map_err(Error::internal)).collect()
    }

    /// Whether `permission` reaches the row with this id.
    pub async fn reaches<E: Guarded>(&self, permission: Permission, id: Uuid) -> Result<bool> {
        self.select_with::<E>(permission).filter(E::ID.eq(id)).exists().await
    }

    /// One row by its id.
    ///
    /// # Errors
    /// `not-found` where it is not there for the caller.
    pub async fn get<E: Guarded>(&self, id: E::Id) -> Result<Visible<E>> {
        use sea_orm::ColumnTrait;
        self.select::<E>().filter(E::ID.eq(id)).one().await?.ok_or_else(Error::not_found)
    }

    /// The way around the row rules. Every use is listed with its reason, and the list may only shrink.
    pub fn unscoped(&self, reason: &'static str) -> Unscoped<'_> {
        Unscoped::new(self, reason)
    }

    pub(super) fn into_transaction(self) -> Option<DatabaseTransaction> {
        match self.exec {
            Exec::Transaction(transaction) => Some(transaction),
            Exec::Pool(_) => None,
        }
    }

    pub(crate) fn exec(&self) -> DatabaseExecutor<'_> {
        self.ctx.count_statement();
        match &self.exec {
            Exec::Pool(pool) => pool.into(),
            Exec::Transaction(transaction) => transaction.into(),
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        let backend = match &self.exec {
            Exec::Pool(pool) => pool.get_database_backend(),
            Exec::Transaction(transaction) => transaction.get_database_backend(),
        };
        backend == DbBackend::Postgres
    }

    pub(crate) async fn fetch<E: EntityTrait>(&self, select: Select<E>) -> Result<Vec<E::Model>> {
        select.all(&self.exec()).await.map_err(translate)
    }

    pub(crate) async fn fetch_as<T: FromQueryResult>(
        &self,
        select: &impl StatementBuilder,
    ) -> Result<Vec<T>> {
        let rows = self.exec().query_all(select).await.map_err(translate)?;
        rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>().map_err(translate)
    }

    pub(crate) async fn each<T: FromQueryResult>(
        &self,
        select: &SelectStatement,
        mut take: impl FnMut(T),
    ) -> Result<()> {
        use sea_orm::StreamTrait;
        self.ctx.count_statement();
        let mut rows = match &self.exec {
            Exec::Pool(pool) => pool.stream(select).await.map_err(translate)?.boxed(),
            Exec::Transaction(transaction) => transaction.stream(select).await.map_err(translate)?.boxed(),
        };
        while let Some(row) = rows.try_next().await.map_err(translate)? {
            take(T::from_query_result(&row, "").map_err(translate)?);
        }
        Ok(())
    }

    pub(crate) async fn run(&self, statement: &impl StatementBuilder) -> Result<u64> {
        Ok(self.exec().execute(statement).await.map_err(translate)?.rows_affected())
    }
}
