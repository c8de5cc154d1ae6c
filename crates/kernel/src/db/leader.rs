//! What only one process of an installation may do at a time.
//!
//! PostgreSQL: a session-level advisory lock on a connection of its own, so the server frees it in the moment the
//! process or the line to it dies. SQLite: there is only one process, which always leads.
use super::Db;
use super::fault::translate;
use crate::error::{Error, Result};
use sea_orm::{DbErr, RuntimeErr};
use sqlx::PgConnection;
use std::collections::HashSet;
use std::time::Duration;
use tokio::sync::Mutex;

/// How long the server may stay silent before the connection counts as lost.
const SILENCE: Duration = Duration::from_secs(10);

/// The leases of this process. One per process, shared by all that need one.
#[derive(Debug)]
pub struct Leader {
    db: Db,
    line: Mutex<Option<Line>>,
}

/// The connection and the names of what is held on it.
#[derive(Debug)]
struct Line {
    connection: PgConnection,
    held: HashSet<&'static str>,
}

impl Leader {
    pub fn new(db: &Db) -> Self {
        Self { db: db.clone(), line: Mutex::new(None) }
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Whether this process leads `name` now. Who leads keeps leading until its connection ends.
    ///
    /// # Errors
    /// `unavailable` or `internal` where the database does not answer; the lease is then lost.
    pub async fn holds(&self, name: &'static str) -> Result<bool> {
        if !self.db.is_postgres() {
            return Ok(true);
        }
        Ok(self.run(name, "SELECT 1").await?.is_some())
    }

    /// Runs one statement on the connection that holds `name`, so it cannot run without the lease. Answers the rows
    /// it touched, or nothing where another process leads. PostgreSQL only.
    pub(crate) async fn run(&self, name: &'static str, sql: &'static str) -> Result<Option<u64>> {
        let mut place = self.line.lock().await;
        // Taken out while in use: a statement that fails or is cancelled half-way takes the connection with it.
        let line = match place.take() {
            Some(line) => line,
            None => Line { connection: self.connect().await?, held: HashSet::new() },
        };
        let work = tokio::time::timeout(SILENCE, line.run(name, sql)).await;
        let (line, rows) = work.map_err(Error::internal)?.map_err(driver)?;
        *place = Some(line);
        Ok(rows)
    }

    async fn connect(&self) -> Result<PgConnection> {
        let pool = self.db.0.writer.get_postgres_connection_pool();
        Ok(pool.acquire().await.map_err(driver)?.detach())
    }
}

impl Line {
    async fn run(
        mut self,
        name: &'static str,
        sql: &'static str,
    ) -> Result<(Self, Option<u64>), sqlx::Error> {
        if !self.held.contains(name) {
            let ask =
                sqlx::query_scalar("SELECT pg_try_advisory_lock(hashtextextended('dienstweg ' || $1, 0))");
            let granted: bool = ask.bind(name).fetch_one(&mut self.connection).await?;
            if !granted {
                return Ok((self, None));
            }
            self.held.insert(name);
        }
        let done = sqlx::query(sql).execute(&mut self.connection).await?;
        Ok((self, Some(done.rows_affected())))
    }
}

fn driver(error: sqlx::Error) -> Error {
    translate(DbErr::Exec(RuntimeErr::SqlxError(error.into())))
}
