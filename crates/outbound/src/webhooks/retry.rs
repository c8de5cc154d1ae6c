//! What follows from an attempt.
use std::time::Duration;

/// Pauses after the first, second … failure: three days together.
const PAUSES: [u64; 11] = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Delivered,
    /// The receiver says it wants nothing any more (410).
    Gone,
    Retry(Duration),
    Park,
}

/// `failures`: how many attempts failed before this one. `chance`: a random byte that spreads the pauses by a tenth
/// up and down, so that what failed together does not come back together.
pub(super) fn next(status: Option<u16>, failures: i32, chance: u8) -> Next {
    match status {
        Some(200..=299) => Next::Delivered,
        Some(410) => Next::Gone,
        _ => match usize::try_from(failures).ok().and_then(|failures| PAUSES.get(failures)) {
            Some(seconds) => {
                let share = 900 + u64::from(chance) * 200 / 255;
                Next::Retry(Duration::from_millis(seconds * share))
            }
            None => Next::Park,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_for_three_days_and_then_parked() {
        let pauses: Vec<Duration> = (0..)
            .map_while(|failures| match next(Some(500), failures, 128) {
                Next::Retry(pause) => Some(pause),
                _ => None,
            })
            .collect();
        assert_eq!(pauses.len(), 11);
        let hours = pauses.iter().sum::<Duration>().as_secs() / 3_600;
        assert!((68..=73).contains(&hours), "{hours}");
        assert!(pauses.is_sorted());
        assert_eq!(next(None, 11, 0), Next::Park);
    }

    #[test]
    fn redirects_are_failures_and_410_is_final() {
        assert!(matches!(next(Some(302), 0, 0), Next::Retry(pause) if pause == Duration::from_millis(4_500)));
        assert!(matches!(next(None, 0, 255), Next::Retry(pause) if pause == Duration::from_millis(5_500)));
        assert_eq!(next(Some(410), 0, 0), Next::Gone);
        assert_eq!(next(Some(204), 9, 0), Next::Delivered);
    }
}
