//! Plain access to either database, as the floors use it: statements as they stand, every column decoded, no rights.
use crate::Outcome;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::{PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Column, PgPool, Row, SqliteConnection, SqlitePool, TypeInfo, ValueRef};
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

/// As many as the server has by default.
const CONNECTIONS: u32 = 8;

/// The pools, with the settings the server uses.
#[derive(Clone)]
pub enum Source {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// One decoded value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Null,
    Text(String),
    Number(i64),
    Flag(bool),
    Id(Uuid),
    Time(DateTime<Utc>),
    Day(NaiveDate),
    Json(serde_json::Value),
}

impl Source {
    pub async fn open(url: &str) -> Outcome<Self> {
        if url.starts_with("postgres") {
            return Ok(Self::Postgres(
                PgPoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .test_before_acquire(false)
                    .connect(url)
                    .await?,
            ));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-16384")
            .pragma("temp_store", "memory");
        let pool =
            |connections| SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false);
        let readers = pool(CONNECTIONS).connect_with(options.clone()).await?;
        Ok(Self::Sqlite { readers, writer: pool(1).connect_with(options).await? })
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// The rows of one statement; `$1` is the id, where the statement has it.
    pub async fn rows(&self, sql: &str, id: Option<Uuid>) -> Outcome<Vec<Vec<Cell>>> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite { readers, .. } => {
                let query = id.into_iter().fold(sqlx::query(sql), |query, id| query.bind(id));
                query.fetch_all(readers).await?.iter().map(sqlite_row).collect()
            }
            Self::Postgres(pool) => {
                let query = id.into_iter().fold(sqlx::query(sql), |query, id| query.bind(id));
                query.fetch_all(pool).await?.iter().map(postgres_row).collect()
            }
        }
    }

    /// Statements in one transaction; `$1` is the id of what is made, `$2` a text that is nowhere else.
    pub async fn write(&self, statements: &[String], id: Uuid) -> Outcome<()> {
        let unique = id.simple().to_string();
        match self {
            Self::Sqlite { writer, .. } => {
                let mut connection = writer.acquire().await?;
                let done = sqlite_write(&mut connection, statements, id, &unique).await;
                let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
                sqlx::query(end).execute(&mut *connection).await?;
                done
            }
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                sqlx::query("BEGIN").execute(&mut *connection).await?;
                for sql in statements {
                    let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
                    if sql.contains("$1") {
                        query = query.bind(id);
                    }
                    if sql.contains("$2") {
                        query = query.bind(&unique);
                    }
                    query.execute(&mut *connection).await?;
                }
                sqlx::query("COMMIT").execute(&mut *connection).await?;
                Ok(())
            }
        }
    }
}

async fn sqlite_write(
    connection: &mut SqliteConnection,
    statements: &[String],
    id: Uuid,
    unique: &str,
) -> Outcome<()> {
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    for sql in statements {
        let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
        if sql.contains("$1") {
            query = query.bind(id);
        }
        if sql.contains("$2") {
            query = query.bind(unique);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

fn postgres_row(row: &PgRow) -> Outcome<Vec<Cell>> {
    let mut cells = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let cell = match column.type_info().name() {
            "UUID" => row.try_get::<Option<Uuid>, _>(index)?.map(Cell::Id),
            "TIMESTAMPTZ" => row.try_get::<Option<DateTime<Utc>>, _>(index)?.map(Cell::Time),
            "DATE" => row.try_get::<Option<NaiveDate>, _>(index)?.map(Cell::Day),
            "INT4" => row.try_get::<Option<i32>, _>(index)?.map(|number| Cell::Number(number.into())),
            "INT8" => row.try_get::<Option<i64>, _>(index)?.map(Cell::Number),
            "BOOL" => row.try_get::<Option<bool>, _>(index)?.map(Cell::Flag),
            "JSONB" => row.try_get::<Option<serde_json::Value>, _>(index)?.map(Cell::Json),
            _ => row.try_get::<Option<String>, _>(index)?.map(Cell::Text),
        };
        cells.push(cell.unwrap_or(Cell::Null));
    }
    Ok(cells)
}

fn sqlite_row(row: &SqliteRow) -> Outcome<Vec<Cell>> {
    let mut cells = Vec::with_capacity(row.len());
    for index in 0..row.len() {
        let kind = row.try_get_raw(index)?.type_info().name().to_owned();
        cells.push(match kind.as_str() {
            "NULL" => Cell::Null,
            "BLOB" => Cell::Id(row.try_get(index)?),
            "INTEGER" | "BOOLEAN" => Cell::Number(row.try_get_unchecked(index)?),
            _ => told(row.try_get_unchecked(index)?),
        });
    }
    Ok(cells)
}

/// SQLite keeps times, days and JSON as text; a handler would read them as what they are.
fn told(text: String) -> Cell {
    let bytes = text.as_bytes();
    match bytes {
        [b'{' | b'[', ..] => serde_json::from_str(&text).map_or(Cell::Null, Cell::Json),
        [_, _, _, _, b'-', _, _, b'-', _, _] => text.parse().map(Cell::Day).unwrap_or(Cell::Text(text)),
        [_, _, _, _, b'-', _, _, b'-', _, _, b'T', ..] => {
            text.parse().map(Cell::Time).unwrap_or(Cell::Text(text))
        }
        _ => Cell::Text(text),
    }
}
