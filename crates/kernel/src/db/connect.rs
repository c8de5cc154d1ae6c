//! Opening the database with the settings that were measured to work (see `docs/adr`).
use super::Db;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::num::NonZero;
use std::time::Duration;

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite://path/to/file.sqlite` or `postgres://user:password@host/name`.
    pub url: String,
    /// Connections at most: readers for SQLite (and no more than two per core), all for PostgreSQL.
    pub connections: u32,
    /// How long a statement may wait for a connection or a lock.
    pub patience: Duration,
}

impl Settings {
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned(), connections: 8, patience: Duration::from_secs(10) }
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("the database address must begin with sqlite: or postgres:")]
    UnknownScheme,
    #[error("the database could not be opened")]
    Refused(#[from] DbErr),
}

impl Db {
    /// Opens the pools. An SQLite file is created where there is none; its folder must exist.
    ///
    /// # Errors
    /// When the address is of no known kind or nothing answers there.
    pub async fn connect(settings: &Settings) -> Result<Self, ConnectError> {
        if settings.url.starts_with("sqlite:") {
            let readers = sqlite(settings, settings.connections.min(readers())).await?;
            let writer = sqlite(settings, 1).await?;
            Ok(Self::new(readers, writer, None))
        } else if settings.url.starts_with("postgres:") || settings.url.starts_with("postgresql:") {
            let pool = open(pool(settings, settings.connections)).await?;
            Ok(Self::new(pool.clone(), pool, Some(counters(settings).await?)))
        } else {
            Err(ConnectError::UnknownScheme)
        }
    }
}

/// Readers of SQLite wait for a core and hardly ever for a disk: more of them would only take memory.
fn readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(2 * cores).unwrap_or(u32::MAX)
}

async fn sqlite(settings: &Settings, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let patience = settings.patience;
    let mut options = pool(settings, connections);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(patience)
            // A thread reads for each connection; the fewer rows it hands over at once, the more often both are woken.
            .row_buffer_size(1_024)
            // Pages that a connection lets go are still in the memory of the system; each connection has a cache of its own.
            .pragma("cache_size", "-4096")
    });
    open(options).await
}

/// Connections whose commits do not wait for the disk. What is counted on them is flushed with whatever uses the number:
/// its own commit comes later in the same log. See ADR 0008.
async fn counters(settings: &Settings) -> Result<DatabaseConnection, DbErr> {
    let mut options = pool(settings, 2);
    options
        .connect_lazy(true)
        .map_sqlx_postgres_opts(|options| options.options([("synchronous_commit", "off")]));
    open(options).await
}

fn pool(settings: &Settings, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(&settings.url);
    options
        .max_connections(connections)
        .acquire_timeout(settings.patience)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens connections")]
async fn open(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    Database::connect(options).await
}
