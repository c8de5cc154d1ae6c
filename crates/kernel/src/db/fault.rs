//! What the drivers say, in our words.
use crate::error::{Error, codes};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Driver errors: "try again" becomes retryable, violated rules become conflicts, the rest is internal.
pub(super) fn translate(error: DbErr) -> Error {
    if is_transient(&error) {
        return Error::new(codes::UNAVAILABLE).caused_by(error).retryable();
    }
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::new(codes::DUPLICATE).caused_by(error),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Error::new(codes::CONFLICT).caused_by(error),
        _ if matches!(error, DbErr::ConnectionAcquire(_)) => Error::new(codes::UNAVAILABLE).caused_by(error),
        _ => Error::internal(error),
    }
}

fn is_transient(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause))
    | DbErr::Conn(RuntimeErr::SqlxError(cause))) = error
    else {
        return false;
    };
    let sqlx::Error::Database(cause) = &**cause else { return false };
    match cause.code().as_deref() {
        // SQLite: busy, busy recovery, busy snapshot, locked.
        Some("5" | "261" | "517" | "6") => true,
        // PostgreSQL: serialization failure, deadlock, lock not available.
        Some("40001" | "40P01" | "55P03") => true,
        _ => false,
    }
}
