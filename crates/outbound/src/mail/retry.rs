//! What follows from an attempt.
use super::smtp::Outcome;
use super::types::MailReason;
use std::time::Duration;

/// Pauses after the first, second … failure: two days together. Greylisting wants some minutes.
const PAUSES: [u64; 10] = [60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 43_200, 43_200];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Sent,
    Retry(Duration),
    Failed(MailReason),
}

/// `failures`: how many attempts failed before this one. `chance`: a random byte that spreads the pauses by a tenth
/// up and down.
pub(super) fn next(outcome: &Outcome, failures: i32, chance: u8) -> Next {
    match outcome {
        Outcome::Taken(_) => Next::Sent,
        Outcome::Refused(_) => Next::Failed(MailReason::Refused),
        Outcome::Unknown(_) => {
            match usize::try_from(failures).ok().and_then(|failures| PAUSES.get(failures)) {
                Some(seconds) => {
                    Next::Retry(Duration::from_millis(seconds * (900 + u64::from(chance) * 200 / 255)))
                }
                None => Next::Failed(MailReason::GaveUp),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_final_is_tried_for_two_days() {
        let later = Outcome::Unknown("451 later".to_owned());
        let pauses: Vec<Duration> = (0..)
            .map_while(|failures| match next(&later, failures, 128) {
                Next::Retry(pause) => Some(pause),
                _ => None,
            })
            .collect();
        let hours = pauses.iter().sum::<Duration>().as_secs() / 3_600;
        assert!((44..=52).contains(&hours), "{hours}");
        assert!(pauses.is_sorted());
        assert_eq!(next(&later, 10, 0), Next::Failed(MailReason::GaveUp));
        assert_eq!(next(&Outcome::Refused("550".to_owned()), 0, 0), Next::Failed(MailReason::Refused));
        assert_eq!(next(&Outcome::Taken("250".to_owned()), 9, 0), Next::Sent);
    }
}
