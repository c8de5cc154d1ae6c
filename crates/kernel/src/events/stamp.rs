//! Giving positions on PostgreSQL, where commits overtake each other.
//!
//! A reader that followed `seq` would skip rows: a lower one may become visible after a higher one was read. So one
//! leader numbers what is visible, in order of `seq`, without gaps. Within one subject that is the causal order,
//! because its root is locked before its events get a `seq`. Numbering runs on the connection that holds the lease:
//! a former leader cannot number any more, and the next one sees all it has numbered.
use crate::db::Leader;
use crate::error::Result;

const LEASE: &str = "event positions";

const STAMP: &str = "
    WITH last AS (SELECT COALESCE(MAX(position), 0) AS position FROM event),
    fresh AS (
        SELECT seq, row_number() OVER (ORDER BY seq) AS nth
        FROM (SELECT seq FROM event WHERE position IS NULL ORDER BY seq LIMIT 5000) unstamped
    )
    UPDATE event SET position = last.position + fresh.nth FROM last, fresh WHERE event.seq = fresh.seq";

impl Leader {
    /// Numbers committed events that have no position, at most 5,000 of them. Answers how many; zero also where
    /// another process leads, and always on SQLite, where the write itself numbers.
    ///
    /// # Errors
    /// `unavailable` or `internal` where the database does not answer; nothing is numbered twice by trying again.
    pub async fn stamp_positions(&self) -> Result<u64> {
        if !self.db().is_postgres() {
            return Ok(0);
        }
        let stamped = self.run(LEASE, STAMP).await?.unwrap_or(0);
        if stamped > 0 {
            self.db().wake();
        }
        Ok(stamped)
    }
}
