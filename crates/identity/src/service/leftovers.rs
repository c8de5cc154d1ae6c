//! What is forgotten by itself.
use crate::entity::{attempt, link, session};
use chrono::Duration;
use dienstweg_kernel::Tx;
use dienstweg_kernel::error::Result;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Query;

/// Failed log-ins that no longer count are kept this long, ended sessions the other.
const ATTEMPTS_KEPT: Duration = Duration::days(1);
const SESSIONS_KEPT: Duration = Duration::days(30);
const LINKS_KEPT: Duration = Duration::days(30);

/// Forgets old failed log-ins, sessions and links. Answers how many rows.
pub async fn leftovers_forget(tx: &Tx) -> Result<u64> {
    let now = tx.ctx().now();
    let attempts = Query::delete()
        .from_table(attempt::Entity)
        .and_where(attempt::Column::LastAt.lt(now - ATTEMPTS_KEPT))
        .take();
    let sessions = Query::delete()
        .from_table(session::Entity)
        .and_where(session::Column::ExpiresAt.lt(now - SESSIONS_KEPT))
        .take();
    let links = Query::delete()
        .from_table(link::Entity)
        .and_where(link::Column::ExpiresAt.lt(now - LINKS_KEPT))
        .take();
    let write = tx.unscoped_write("what is forgotten by itself belongs to nobody's request");
    Ok(write.run(&attempts).await? + write.run(&sessions).await? + write.run(&links).await?)
}
