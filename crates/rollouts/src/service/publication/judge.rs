//! What an answer of the index means for a rollout. Pure.
use crate::entity::publication::Model;
use crate::steering::MilestoneState;
use crate::types::{PublicationProblem, PublicationState};
use chrono::{DateTime, TimeDelta, Utc};

/// The index is asked again about everything this often …
const DAILY: TimeDelta = TimeDelta::days(1);
/// … sooner where something that was there is not there any more …
const DOUBT: TimeDelta = TimeDelta::hours(6);
/// … and later where it cannot be asked.
const WEEKLY: TimeDelta = TimeDelta::days(7);
/// One answer without it may be a gap of the index; this many in a row are not.
const GONE: i32 = 2;

/// What the index says of a rollout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexAnswer {
    /// Where citizens find it, as far as the index says.
    Found {
        url: Option<String>,
    },
    NotFound,
    CannotAsk(PublicationProblem),
}

/// What follows for the milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    None,
    Complete,
    /// It was there, and is there no more.
    Reopen,
}

/// Enters an answer. A milestone that people completed without the index ever having had it is contradicted, not
/// reopened: the index may be wrong.
pub fn judge(
    row: &mut Model,
    milestone: MilestoneState,
    said: IndexAnswer,
    now: DateTime<Utc>,
) -> Consequence {
    row.asked_at = Some(now);
    let (state, again, consequence) = match said {
        IndexAnswer::Found { url } => {
            (row.url, row.found_at, row.misses, row.problem) = (url, Some(now), 0, None);
            let open = milestone == MilestoneState::Open;
            let consequence = if open { Consequence::Complete } else { Consequence::None };
            (PublicationState::Found, DAILY, consequence)
        }
        IndexAnswer::NotFound => {
            row.misses = row.misses.saturating_add(1);
            row.problem = None;
            if row.state == PublicationState::Found && row.misses < GONE {
                (PublicationState::Found, DOUBT, Consequence::None)
            } else {
                let was_there = row.state == PublicationState::Found;
                let reopens = was_there && milestone == MilestoneState::Done;
                let consequence = if reopens { Consequence::Reopen } else { Consequence::None };
                (PublicationState::Missing, DAILY, consequence)
            }
        }
        IndexAnswer::CannotAsk(problem) => {
            row.problem = Some(problem);
            (PublicationState::Unmatched, WEEKLY, Consequence::None)
        }
    };
    if row.state != state {
        (row.state, row.since) = (state, now);
    }
    row.due_at = now + again;
    consequence
}

#[cfg(test)]
mod tests {
    use super::*;
    use dienstweg_kernel::ids::RolloutId;
    use uuid::Uuid;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    fn new() -> Model {
        Model {
            rollout_id: RolloutId(Uuid::nil()),
            milestone: "M5.2".to_owned(),
            state: PublicationState::Pending,
            since: at(0),
            url: None,
            found_at: None,
            asked_at: None,
            misses: 0,
            problem: None,
            due_at: at(0),
        }
    }

    fn found() -> IndexAnswer {
        IndexAnswer::Found { url: Some("https://portal.example/1".to_owned()) }
    }

    #[test]
    fn what_is_found_completes_once_and_what_vanishes_reopens_after_two_answers() {
        let mut row = new();
        assert_eq!(judge(&mut row, MilestoneState::Open, found(), at(1)), Consequence::Complete);
        assert_eq!((row.state, row.since, row.due_at), (PublicationState::Found, at(1), at(25)));
        assert_eq!(judge(&mut row, MilestoneState::Done, found(), at(25)), Consequence::None);
        assert_eq!((row.since, row.found_at), (at(1), Some(at(25))));
        assert_eq!(judge(&mut row, MilestoneState::Done, IndexAnswer::NotFound, at(49)), Consequence::None);
        assert_eq!((row.state, row.due_at), (PublicationState::Found, at(55)));
        assert_eq!(judge(&mut row, MilestoneState::Done, IndexAnswer::NotFound, at(55)), Consequence::Reopen);
        assert_eq!((row.state, row.since, row.found_at), (PublicationState::Missing, at(55), Some(at(25))));
        assert_eq!(judge(&mut row, MilestoneState::Open, found(), at(79)), Consequence::Complete);
        assert_eq!((row.state, row.misses), (PublicationState::Found, 0));
    }

    #[test]
    fn a_gap_of_one_answer_changes_nothing() {
        let mut row = new();
        judge(&mut row, MilestoneState::Open, found(), at(1));
        judge(&mut row, MilestoneState::Done, IndexAnswer::NotFound, at(25));
        assert_eq!(judge(&mut row, MilestoneState::Done, found(), at(31)), Consequence::None);
        assert_eq!((row.state, row.since, row.misses), (PublicationState::Found, at(1), 0));
    }

    #[test]
    fn what_people_completed_and_the_index_never_had_stays_done() {
        let mut row = new();
        for hour in [1, 25, 49] {
            assert_eq!(
                judge(&mut row, MilestoneState::Done, IndexAnswer::NotFound, at(hour)),
                Consequence::None
            );
        }
        assert_eq!((row.state, row.since), (PublicationState::Missing, at(1)));
    }

    #[test]
    fn what_cannot_be_asked_is_kept_for_people_and_asked_again_in_a_week() {
        let mut row = new();
        let problem = PublicationProblem::BodyUnknown;
        assert_eq!(
            judge(&mut row, MilestoneState::Open, IndexAnswer::CannotAsk(problem), at(1)),
            Consequence::None
        );
        assert_eq!((row.state, row.problem), (PublicationState::Unmatched, Some(problem)));
        assert_eq!(row.due_at, at(1 + 7 * 24));
        judge(&mut row, MilestoneState::Open, found(), at(200));
        assert_eq!((row.state, row.problem), (PublicationState::Found, None));
    }
}
