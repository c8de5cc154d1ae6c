//! What follows from others is compared with what it follows from.
use crate::store;
use dienstweg_kernel::ids::{TicketId, UserId};
use dienstweg_kernel::{Reader, Result};

/// A watcher and its row of involvement that do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatcherDrift {
    pub ticket: TicketId,
    pub user: UserId,
    /// Watches but is not involved; otherwise it is involved as a watcher and does not watch.
    pub missing: bool,
}

/// Compares involvement with the watchers it follows from; at most `limit` differences of each sort.
pub async fn watchers_check(reader: &Reader, limit: u64) -> Result<Vec<WatcherDrift>> {
    let drift = |missing| move |(ticket, user)| WatcherDrift { ticket, user, missing };
    let missing = store::watchers_not_involved(reader, limit).await?;
    let surplus = store::involved_not_watching(reader, limit).await?;
    Ok(missing.into_iter().map(drift(true)).chain(surplus.into_iter().map(drift(false))).collect())
}
