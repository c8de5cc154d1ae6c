//! The escape from the row rules, for what has no caller yet (log-in), for owners of the guard tables and for
//! processes that work on facts of all. Each use states its reason; `xtask plan` holds the list.
use super::Reader;
use crate::error::Result;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{EntityTrait, FromQueryResult, Select, StatementBuilder};

/// See [`Reader::unscoped`].
#[derive(Debug)]
pub struct Unscoped<'r> {
    reader: &'r Reader,
}

impl<'r> Unscoped<'r> {
    pub(super) fn new(reader: &'r Reader, reason: &'static str) -> Self {
        tracing::trace!(reason, "unscoped");
        Self { reader }
    }

    pub async fn all<E: EntityTrait>(&self, select: Select<E>) -> Result<Vec<E::Model>> {
        self.reader.fetch(select).await
    }

    pub async fn one<E: EntityTrait>(&self, select: Select<E>) -> Result<Option<E::Model>> {
        use sea_orm::QuerySelect;
        Ok(self.reader.fetch(select.limit(1)).await?.pop())
    }

    pub async fn rows<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Vec<T>> {
        self.reader.fetch_as(select).await
    }

    /// Hands over row by row what would be too much to hold at once.
    pub async fn each<T: FromQueryResult>(
        &self,
        select: &SelectStatement,
        take: impl FnMut(T),
    ) -> Result<()> {
        self.reader.each(select, take).await
    }
}

/// See [`super::Tx::unscoped_write`].
#[derive(Debug)]
pub struct UnscopedWrite<'r> {
    reader: &'r Reader,
}

impl<'r> UnscopedWrite<'r> {
    pub(super) fn new(reader: &'r Reader, reason: &'static str) -> Self {
        tracing::trace!(reason, "unscoped write");
        Self { reader }
    }

    /// Runs an insert, update or delete; answers the number of rows it touched.
    pub async fn run(&self, statement: &impl StatementBuilder) -> Result<u64> {
        self.reader.run(statement).await
    }

    /// Runs a statement that returns what it wrote.
    pub async fn returning<T: FromQueryResult>(&self, statement: &impl StatementBuilder) -> Result<Vec<T>> {
        self.reader.fetch_as(statement).await
    }

    /// Inserts rows in portions that every database takes in one statement.
    pub async fn insert_many<A>(&self, rows: Vec<A>) -> Result<()>
    where
        A: sea_orm::ActiveModelTrait + Clone,
    {
        for portion in rows.chunks(500) {
            let insert = sea_orm::QueryTrait::into_query(A::Entity::insert_many(portion.to_vec()));
            self.reader.run(&insert).await?;
        }
        Ok(())
    }
}
