//! The one door to the database. Nobody outside this crate holds a connection.
//!
//! [`Db::read`] gives a [`Reader`]; [`Db::write`] runs a unit of work in one transaction and is the only way to
//! change anything: state, audit and events commit together or not at all. SQLite and PostgreSQL behave alike from
//! here on; what differs between them is in this module.
mod connect;
mod fault;
mod leader;
mod leave;
mod once;
mod reader;
mod scoped;
mod tx;
mod unscoped;
mod whole;

pub use connect::{ConnectError, Settings};
pub use leader::Leader;
pub use once::{Done, OnceKey};
pub use reader::Reader;
pub use scoped::Scoped;
pub use tx::{IfMatch, Tx};
pub use unscoped::{Unscoped, UnscopedWrite};
pub use whole::Whole;

use crate::ctx::Ctx;
use crate::error::{Error, Result, codes};
use reader::Exec;
use sea_orm::{DatabaseConnection, DbBackend};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// A unit of work is tried this often when the database says "try again".
const ATTEMPTS: u32 = 6;

/// How a unit of work ends that found no fault.
#[derive(Clone, Copy)]
enum Ending {
    Commit,
    Rollback,
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    readers: DatabaseConnection,
    /// SQLite: exactly one connection, so writers queue fairly. PostgreSQL: the same pool as `readers`.
    writer: DatabaseConnection,
    /// PostgreSQL: for [`Tx::unscoped_write_apart`]; a pool of its own, so that units of work that hold a connection never
    /// wait for each other's second one.
    apart: Option<DatabaseConnection>,
    committed: watch::Sender<u64>,
    first_attempts_fail: AtomicBool,
}

impl Db {
    fn new(
        readers: DatabaseConnection,
        writer: DatabaseConnection,
        apart: Option<DatabaseConnection>,
    ) -> Self {
        let (committed, first_attempts_fail) = (watch::Sender::new(0), AtomicBool::new(false));
        Self(Arc::new(Inner { readers, writer, apart, committed, first_attempts_fail }))
    }

    pub fn is_postgres(&self) -> bool {
        self.0.readers.get_database_backend() == DbBackend::Postgres
    }

    /// A reader on behalf of the caller of `ctx`. Statements see what is committed when they begin.
    pub fn read(&self, ctx: &Ctx) -> Reader {
        Reader::new(Exec::Pool(self.0.readers.clone()), ctx.clone())
    }

    /// Runs `work` in one transaction, with audit and events. It may run several times, so it does nothing that
    /// cannot be rolled back: no file, mail, password hash or network call.
    ///
    /// # Errors
    /// What `work` answers; `unavailable` when the database stays busy.
    pub async fn write<T>(&self, ctx: &Ctx, work: impl AsyncFn(&Tx) -> Result<T>) -> Result<T> {
        self.patiently(ctx, work, Ending::Commit).await
    }

    /// Runs `work` as [`Db::write`] does and undoes all of it: what would happen.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn rehearse<T>(&self, ctx: &Ctx, work: impl AsyncFn(&Tx) -> Result<T>) -> Result<T> {
        self.patiently(ctx, work, Ending::Rollback).await
    }

    async fn patiently<T>(
        &self,
        ctx: &Ctx,
        work: impl AsyncFn(&Tx) -> Result<T>,
        ending: Ending,
    ) -> Result<T> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.attempt(ctx, &work, attempt, ending).await {
                Err(error) if error.is_retryable() && attempt < ATTEMPTS => {
                    tracing::debug!(attempt, error = %error, "unit of work is tried again");
                    tokio::time::sleep(Duration::from_millis(3 << attempt)).await;
                }
                Err(error) if error.is_retryable() => {
                    return Err(Error::new(codes::UNAVAILABLE).caused_by(error));
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt<T>(
        &self,
        ctx: &Ctx,
        work: &impl AsyncFn(&Tx) -> Result<T>,
        attempt: u32,
        ending: Ending,
    ) -> Result<T> {
        let tx = Tx::begin(&self.0.writer, self.0.apart.as_ref(), ctx).await?;
        let outcome = work(&tx).await?;
        if attempt == 1 && self.0.first_attempts_fail.load(Ordering::Relaxed) {
            return Err(Error::new(codes::UNAVAILABLE).retryable());
        }
        match ending {
            Ending::Rollback => tx.rollback().await?,
            Ending::Commit if tx.commit().await? => self.wake(),
            Ending::Commit => {}
        }
        Ok(outcome)
    }

    /// Changes its value after each commit that left events; dispatcher and live streams wait on it.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.0.committed.subscribe()
    }

    /// Lets those look who wait on [`Db::committed`].
    pub(crate) fn wake(&self) {
        self.0.committed.send_modify(|count| *count += 1);
    }

    /// Lets the first attempt of every unit of work fail, as a busy database would. For tests of repeatability.
    pub fn fail_first_attempts(&self, fail: bool) {
        self.0.first_attempts_fail.store(fail, Ordering::Relaxed);
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.0.readers.ping().await.map_err(fault::translate)
    }

    /// The bare connection, for migrations, which know no rights.
    pub fn for_migrations(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// Finishes what runs and closes all connections.
    pub async fn close(&self) {
        let _ = self.0.readers.close_by_ref().await;
        let _ = self.0.writer.close_by_ref().await;
        if let Some(apart) = &self.0.apart {
            let _ = apart.close_by_ref().await;
        }
    }
}
