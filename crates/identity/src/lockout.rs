//! How failed log-ins slow down the next ones (BSI ORP.4.A22, OWASP: back-off instead of a lasting lock).
use chrono::{DateTime, Duration, Utc};

/// Failures that are free.
pub const FREE_FAILURES: i32 = 5;
/// The first lock; each further failure doubles it.
const FIRST_LOCK_SECONDS: i64 = 30;
/// No lock is longer.
const LONGEST_LOCK_SECONDS: i64 = 3_600;
/// After this long without a failure, counting begins anew.
const FORGET_AFTER_HOURS: i64 = 24;

/// How long the log-in is locked after that many failures in a row.
pub fn lock_after(failures: i32) -> Option<Duration> {
    let doublings = u32::try_from(failures.checked_sub(FREE_FAILURES)?).ok()?;
    let seconds = FIRST_LOCK_SECONDS.checked_shl(doublings.min(16)).unwrap_or(LONGEST_LOCK_SECONDS);
    Some(Duration::seconds(seconds.min(LONGEST_LOCK_SECONDS)))
}

/// Failures older than this do not count any more.
pub(crate) fn forgotten_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::hours(FORGET_AFTER_HOURS)
}

/// Whole seconds until the lock ends, at least one; nothing where there is no lock.
pub fn seconds_left(locked_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<u32> {
    let left = locked_until?.signed_duration_since(now);
    if left <= Duration::zero() {
        return None;
    }
    u32::try_from((left.num_milliseconds() + 999) / 1_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_locks_and_each_further_one_doubles_up_to_an_hour() {
        let seconds = |failures| lock_after(failures).map(|lock| lock.num_seconds());
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(30));
        assert_eq!(seconds(6), Some(60));
        assert_eq!(seconds(11), Some(1_920));
        assert_eq!(seconds(12), Some(3_600));
        assert_eq!(seconds(i32::MAX), Some(3_600));
        assert_eq!(seconds(i32::MIN), None);
    }

    #[test]
    fn a_lock_is_told_in_whole_seconds_rounded_up() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert_eq!(seconds_left(Some(now + Duration::milliseconds(1_001)), now), Some(2));
        assert_eq!(seconds_left(Some(now), now), None);
        assert_eq!(seconds_left(None, now), None);
    }
}
