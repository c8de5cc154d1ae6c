//! Writing: one transaction in which state, audit and events go together.
use super::fault::translate;
use super::leave::{Pending, leave};
use super::reader::{Exec, Reader};
use super::{Unscoped, UnscopedWrite};
use crate::audit;
use crate::ctx::{Ctx, Extent, Permission};
use crate::error::{Error, Result, codes};
use crate::events::{self, Fact};
use crate::guard::{Guarded, Locked, OPENS, Subject, Visible, id_of, opens_expr};
use crate::labels::Label;
use crate::search::SearchDoc;
use sea_orm::sea_query::{IntoCondition, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DatabaseConnection, IdenStatic,
    IntoActiveModel, Iterable, ModelTrait, Order, QuerySelect, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// The version a caller says it has seen (`If-Match`, RFC 9110 § 13.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// Whatever it is: appends, jobs, undo.
    Any,
    Version(i64),
}

/// A unit of work. It is a [`Reader`] that can also change what the caller may change.
#[derive(Debug)]
pub struct Tx {
    reader: Reader,
    /// PostgreSQL: what is written here is committed by itself, at once.
    apart: Option<Reader>,
    pending: Mutex<Pending>,
}

impl Deref for Tx {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Tx {
    #[expect(clippy::disallowed_methods, reason = "the one place that begins transactions")]
    pub(super) async fn begin(
        writer: &DatabaseConnection,
        apart: Option<&DatabaseConnection>,
        ctx: &Ctx,
    ) -> Result<Self> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let transaction = writer.begin_with_options(immediate).await.map_err(translate)?;
        Ok(Self {
            reader: Reader::new(Exec::Transaction(transaction), ctx.clone()),
            apart: apart.map(|pool| Reader::new(Exec::Pool(pool.clone()), ctx.clone())),
            pending: Mutex::default(),
        })
    }

    /// Writes what is pending and commits. Answers whether there were events.
    pub(super) async fn commit(self) -> Result<bool> {
        let pending = std::mem::take(&mut *self.pending());
        for (permission, query, rows) in &pending.created {
            if self.exec().query_all(query).await.map_err(translate)?.len() != *rows {
                return Err(Error::forbidden(*permission));
            }
        }
        let events = !pending.events.is_empty();
        leave(&self.reader, pending).await?;
        match self.reader.into_transaction() {
            Some(transaction) => transaction.commit().await.map_err(translate)?,
            None => return Err(Error::internal("a unit of work without a transaction")),
        }
        Ok(events)
    }

    /// Undoes everything.
    pub(super) async fn rollback(self) -> Result<()> {
        match self.reader.into_transaction() {
            Some(transaction) => transaction.rollback().await.map_err(translate),
            None => Err(Error::internal("a unit of work without a transaction")),
        }
    }

    /// Locks one row for a change that needs `permission`.
    ///
    /// # Errors
    /// `not-found` where the caller does not see the row, `forbidden` where it sees but may not change it,
    /// `stale` where the row is no longer of the version the caller has seen.
    pub async fn lock<E: Guarded>(
        &self,
        id: E::Id,
        permission: Permission,
        seen: IfMatch,
    ) -> Result<Locked<E>> {
        let opens = opens_expr::<E>(&self.ctx().actor);
        let mut select =
            self.select_with::<E>(permission).filter(E::ID.eq(id)).into_select().expr_as(opens, OPENS);
        QuerySelect::query(&mut select).lock(LockType::Update);
        let row = select.into_model::<Visible<E>>().one(&self.exec()).await.map_err(translate)?;
        let Some(row) = row else {
            return match self.select::<E>().filter(E::ID.eq(id)).exists().await? {
                true => Err(Error::forbidden(permission)),
                false => Err(Error::not_found()),
            };
        };
        if let (IfMatch::Version(seen), Some(now)) = (seen, version_of::<E>(&row))
            && seen != now
        {
            return Err(Error::new(codes::STALE));
        }
        Ok(Locked { opens: row.opens(), row: (*row).clone() })
    }

    /// Locks all rows that `condition` names and a change with `permission` reaches, in the order of their ids.
    pub async fn lock_all<E: Guarded>(
        &self,
        permission: Permission,
        condition: impl IntoCondition,
    ) -> Result<Vec<Locked<E>>> {
        let opens = opens_expr::<E>(&self.ctx().actor);
        let scoped = self.select_with::<E>(permission).filter(condition).order(E::ID, Order::Asc);
        let mut select = scoped.into_select().expr_as(opens, OPENS);
        QuerySelect::query(&mut select).lock(LockType::Update);
        let rows = select.into_model::<Visible<E>>().all(&self.exec()).await.map_err(translate)?;
        Ok(rows.into_iter().map(|row| Locked { opens: row.opens(), row: (*row).clone() }).collect())
    }

    /// Creates a row. The rule: at the commit, the caller's `permission` must reach it.
    ///
    /// # Errors
    /// `forbidden` where it does not.
    pub async fn insert<E: Guarded>(
        &self,
        permission: Permission,
        row: E::ActiveModel,
        fact: Fact,
    ) -> Result<Visible<E>> {
        self.may_create(permission)?;
        let row = E::insert(row).exec_with_returning(&self.exec()).await.map_err(translate)?;
        self.reach_later::<E>(permission, vec![id_of::<E>(&row)]);
        self.record::<E>(None, &row, fact);
        Ok(Visible::new(row, true))
    }

    /// Creates many rows of one kind, each with its own history and event. See [`Tx::insert`].
    pub async fn insert_many<E: Guarded>(
        &self,
        permission: Permission,
        rows: Vec<E::ActiveModel>,
        fact: impl Fn(&E::Model) -> Fact,
    ) -> Result<Vec<Visible<E>>> {
        self.may_create(permission)?;
        let mut created = Vec::with_capacity(rows.len());
        for portion in rows.chunks(400) {
            let insert = E::insert_many(portion.to_vec());
            let exec = self.exec();
            let stored = insert.exec_with_returning(&exec).await.map_err(translate)?;
            self.reach_later::<E>(permission, stored.iter().map(|row| id_of::<E>(row)).collect());
            for row in &stored {
                self.record::<E>(None, row, fact(row));
            }
            created.extend(stored.into_iter().map(|row| Visible::new(row, true)));
        }
        Ok(created)
    }

    fn may_create(&self, permission: Permission) -> Result<()> {
        if self.ctx().actor.has(permission) { Ok(()) } else { Err(Error::forbidden(permission)) }
    }

    /// An unlimited caller reaches everything; for others the commit asks.
    fn reach_later<E: Guarded>(&self, permission: Permission, ids: Vec<Uuid>) {
        if self.ctx().actor.extent(permission) == Some(Extent::Scoped) {
            let rows = ids.len();
            let query = self.select_with::<E>(permission).filter(E::ID.is_in(ids)).into_ids();
            self.pending().created.push((permission, query, rows));
        }
    }

    /// Changes a locked row. What is set but equal to what was there is no change; no change leaves no trace.
    pub async fn update<E: Guarded>(
        &self,
        before: Locked<E>,
        change: E::ActiveModel,
        fact: Fact,
    ) -> Result<Visible<E>> {
        let Some(after) = self.store(&before, change).await? else { return Ok(before.unchanged()) };
        self.record::<E>(Some(&before.row), &after, fact);
        Ok(Visible::new(after, before.opens))
    }

    /// Like [`Tx::update`], but raises the version even where no column of the row changed: something changed that
    /// shares the lock and the ETag of this root.
    pub async fn touch<E: Guarded>(
        &self,
        before: Locked<E>,
        mut change: E::ActiveModel,
        fact: Fact,
    ) -> Result<Visible<E>> {
        if let (Some(column), Some(version)) = (E::VERSION, version_of::<E>(&before.row)) {
            change.set(column, (version + 1).into());
        }
        self.update(before, change, fact).await
    }

    /// Stores what follows from other facts ([`Guarded::UNAUDITED`] columns only): no audit, no event, no new version.
    pub async fn derive<E: Guarded>(&self, before: Locked<E>, change: E::ActiveModel) -> Result<Visible<E>> {
        for column in changed_columns::<E>(&before.row, &change) {
            if !contains(E::UNAUDITED, &column) {
                return Err(Error::internal(format!("{} is a fact, not derived", column.as_str())));
            }
        }
        let after = self.store(&before, change).await?;
        Ok(Visible::new(after.unwrap_or_else(|| before.row.clone()), before.opens))
    }

    async fn store<E: Guarded>(
        &self,
        before: &Locked<E>,
        mut change: E::ActiveModel,
    ) -> Result<Option<E::Model>> {
        let changed = changed_columns::<E>(&before.row, &change);
        if changed.is_empty() {
            return Ok(None);
        }
        if let (Some(column), Some(version)) = (E::VERSION, version_of::<E>(&before.row))
            && changed.iter().any(|column| !contains(E::UNAUDITED, column))
        {
            change.set(column, (version + 1).into());
        }
        change.set(E::ID, before.row.get(E::ID));
        let after = E::update(change).exec(&self.exec()).await.map_err(translate)?;
        Ok(Some(after))
    }

    /// Removes a locked row.
    pub async fn remove<E: Guarded>(&self, before: Locked<E>, fact: Fact) -> Result<()> {
        E::delete(before.row.clone().into_active_model()).exec(&self.exec()).await.map_err(translate)?;
        self.record_removal::<E>(&before.row, fact);
        Ok(())
    }

    /// Says that something happened to a subject without changing a row of it: a failed attempt, a reminder sent.
    pub fn emit(&self, subject: Subject, fact: Fact) {
        let entry = audit::entry(self.ctx(), subject, &fact, serde_json::Value::Array(Vec::new()));
        self.push(subject, entry, fact);
    }

    /// Names a thing for others. See [`crate::labels`].
    pub fn label(&self, label: Label) {
        self.pending().labels.push(label);
    }

    /// Replaces what full text finds of a subject for one audience. See [`crate::search`].
    pub fn index(&self, doc: SearchDoc) {
        self.pending().docs.push(doc);
    }

    /// The way around rights for writing. See [`Reader::unscoped`].
    pub fn unscoped_write(&self, reason: &'static str) -> UnscopedWrite<'_> {
        UnscopedWrite::new(&self.reader, reason)
    }

    /// Like [`Tx::unscoped_write`] for one statement that nobody should wait for until this commits: a counter that may
    /// have gaps. On PostgreSQL it is committed at once, whatever becomes of this unit of work; on SQLite, which has one
    /// writer at a time, with it. See ADR 0008.
    pub fn unscoped_write_apart(&self, reason: &'static str) -> UnscopedWrite<'_> {
        UnscopedWrite::new(self.apart.as_ref().unwrap_or(&self.reader), reason)
    }

    /// Like [`Reader::unscoped`], spelled out here because [`Tx`] is where it is mostly needed.
    pub fn unscoped(&self, reason: &'static str) -> Unscoped<'_> {
        self.reader.unscoped(reason)
    }

    fn record<E: Guarded>(&self, before: Option<&E::Model>, after: &E::Model, fact: Fact) {
        let subject = E::subject(after);
        let changes = audit::changes::<E>(self.ctx(), before, Some(after));
        self.push(subject, audit::entry(self.ctx(), subject, &fact, changes), fact);
    }

    fn record_removal<E: Guarded>(&self, before: &E::Model, fact: Fact) {
        let subject = E::subject(before);
        let changes = audit::changes::<E>(self.ctx(), Some(before), None);
        self.push(subject, audit::entry(self.ctx(), subject, &fact, changes), fact);
    }

    fn push(&self, subject: Subject, entry: audit::entry::ActiveModel, fact: Fact) {
        let event = events::Pending::new(self.ctx(), subject, fact);
        let mut pending = self.pending();
        pending.audit.push(entry);
        pending.events.push(event);
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn version_of<E: Guarded>(row: &E::Model) -> Option<i64> {
    match row.get(E::VERSION?) {
        sea_orm::Value::BigInt(version) => version,
        _ => None,
    }
}

fn contains<C: ColumnTrait>(columns: &[C], wanted: &C) -> bool {
    columns.iter().any(|column| column.as_column_ref() == wanted.as_column_ref())
}

/// The columns that are set and differ from the row.
fn changed_columns<E: Guarded>(row: &E::Model, change: &E::ActiveModel) -> Vec<E::Column> {
    E::Column::iter()
        .filter(|column| matches!(change.get(*column), ActiveValue::Set(value) if value != row.get(*column)))
        .collect()
}
