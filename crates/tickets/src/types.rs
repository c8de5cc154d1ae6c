//! Types, states and the table that leads from one to the next; values that parse.
use chrono::{DateTime, Utc};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::{search, text};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a ticket is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TicketType {
    /// What concerns a responsible body as a whole.
    RolloutMother,
    /// One service for one responsible body.
    RolloutDaughter,
    /// Something does not work.
    Incident,
    /// Somebody needs something.
    ServiceRequest,
}

impl TicketType {
    /// The beginning of its numbers.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::RolloutMother => "GK",
            Self::RolloutDaughter => "RO",
            Self::Incident => "INC",
            Self::ServiceRequest => "SR",
        }
    }
}

/// What moves the state of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrivenBy {
    /// People, by the actions of the workflow.
    Workflow,
    /// The state follows from the rollout; actions are refused.
    Rollout,
}

pub fn driven_by(ticket_type: TicketType) -> DrivenBy {
    match ticket_type {
        TicketType::RolloutMother | TicketType::RolloutDaughter => DrivenBy::Rollout,
        TicketType::Incident | TicketType::ServiceRequest => DrivenBy::Workflow,
    }
}

/// Where a ticket stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Nobody has taken it up.
    New,
    Open,
    /// Somebody outside the team has to do something first.
    Waiting,
    Resolved,
    Closed,
}

/// What moves a ticket from state to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketAction {
    Accept,
    Wait,
    Resume,
    Resolve,
    Close,
    Reopen,
}

impl TicketAction {
    /// As in `transition:resolve`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Wait => "wait",
            Self::Resume => "resume",
            Self::Resolve => "resolve",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }
}

/// The workflow of incidents and service requests: in this state, this action leads there.
pub const WORKFLOW: &[(TicketState, TicketAction, TicketState)] = {
    use TicketAction as A;
    use TicketState as S;
    &[
        (S::New, A::Accept, S::Open),
        (S::New, A::Wait, S::Waiting),
        (S::New, A::Resolve, S::Resolved),
        (S::Open, A::Wait, S::Waiting),
        (S::Open, A::Resolve, S::Resolved),
        (S::Waiting, A::Resume, S::Open),
        (S::Waiting, A::Resolve, S::Resolved),
        (S::Resolved, A::Close, S::Closed),
        (S::Resolved, A::Reopen, S::Open),
        (S::Closed, A::Reopen, S::Open),
    ]
};

/// Where an action leads from a state, or nothing where it is not possible.
pub fn next_state(state: TicketState, action: TicketAction) -> Option<TicketState> {
    WORKFLOW.iter().find(|(from, by, _)| (*from, *by) == (state, action)).map(|(_, _, to)| *to)
}

/// What is possible in a state.
pub fn actions(state: TicketState) -> impl Iterator<Item = TicketAction> {
    WORKFLOW.iter().filter(move |(from, _, _)| *from == state).map(|(_, action, _)| *action)
}

/// Who may read an article or attachment, among those who see the ticket.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The steering team only.
    Team,
    /// The steering team and the responsible body.
    Body,
    /// All parties.
    All,
}

impl Audience {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Body => "body",
            Self::All => "all",
        }
    }

    /// Its documents in full text.
    pub(crate) fn search(self) -> &'static str {
        match self {
            Self::All => search::EVERYONE,
            restricted => restricted.as_str(),
        }
    }
}

/// How an article came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Web,
    Api,
    System,
    Mail,
    /// What was said on the telephone.
    Phone,
    /// A mail that asked somebody to act.
    Reminder,
}

/// How two tickets have to do with each other, as stored: the first … the second.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    RelatesTo,
    Duplicates,
    Blocks,
}

/// The same, as seen from one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkRelation {
    RelatesTo,
    Duplicates,
    DuplicatedBy,
    Blocks,
    BlockedBy,
}

impl LinkKind {
    /// As seen from the first ticket, or from the second.
    pub(crate) fn seen(self, from_first: bool) -> LinkRelation {
        match (self, from_first) {
            (Self::RelatesTo, _) => LinkRelation::RelatesTo,
            (Self::Duplicates, true) => LinkRelation::Duplicates,
            (Self::Duplicates, false) => LinkRelation::DuplicatedBy,
            (Self::Blocks, true) => LinkRelation::Blocks,
            (Self::Blocks, false) => LinkRelation::BlockedBy,
        }
    }
}

pub use dienstweg_kernel::ids::{LinkId, WatcherId};

/// A ticket's number, as people say it and as it sorts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub text: String,
    pub sort_key: String,
}

impl Number {
    pub fn new(prefix: &str, year: i32, count: i64) -> Self {
        Self { text: format!("{prefix}-{year}-{count:06}"), sort_key: format!("{prefix}-{year}-{count:09}") }
    }
}

/// The year a number is given in.
pub(crate) fn year_of(now: DateTime<Utc>) -> i32 {
    use chrono::Datelike;
    dienstweg_kernel::clock::german_day(now).year()
}

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest article, in characters.
pub const ARTICLE_MAX: usize = 50_000;

/// One line in NFC without control characters, blanks trimmed; a fault where it is empty or too long.
pub(crate) fn line(given: &str, max: usize, pointer: &str, faults: &mut Vec<Fault>) -> String {
    let cleaned: String = given.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    measured(text::nfc(cleaned.trim()).into_owned(), max, pointer, faults)
}

/// The same for several lines; line breaks and tabs stay.
pub(crate) fn lines(given: &str, max: usize, pointer: &str, faults: &mut Vec<Fault>) -> String {
    let unix = given.replace("\r\n", "\n");
    let cleaned: String = unix.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    measured(text::nfc(cleaned.trim()).into_owned(), max, pointer, faults)
}

fn measured(text: String, max: usize, pointer: &str, faults: &mut Vec<Fault>) -> String {
    if text.is_empty() {
        faults.push(Fault::new(
            pointer,
            "blank",
            Text::new("Das darf nicht leer sein.", "This must not be empty."),
        ));
    } else if text.chars().count() > max {
        let message = Text::new(format!("Höchstens {max} Zeichen."), format!("At most {max} characters."));
        faults.push(Fault::new(pointer, "too_long", message));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{ActiveEnum, Iterable};

    #[test]
    fn every_state_is_reached_and_can_be_left() {
        for state in TicketState::iter() {
            assert!(actions(state).next().is_some(), "{state:?} is a dead end");
            let reached = WORKFLOW.iter().any(|(_, _, to)| *to == state);
            assert_eq!(reached, state != TicketState::New, "{state:?}");
        }
        assert_eq!(next_state(TicketState::Open, TicketAction::Resolve), Some(TicketState::Resolved));
        assert_eq!(next_state(TicketState::New, TicketAction::Close), None);
    }

    #[test]
    fn an_action_leads_to_one_state_only() {
        for (index, (from, action, _)) in WORKFLOW.iter().enumerate() {
            assert!(
                !WORKFLOW[index + 1..].iter().any(|(f, a, _)| (f, a) == (from, action)),
                "{from:?} {action:?}"
            );
        }
    }

    #[test]
    fn words_are_the_same_in_database_and_contract() {
        for audience in Audience::iter() {
            assert_eq!(audience.to_value(), audience.as_str());
        }
        assert_eq!(TicketType::RolloutMother.to_value(), "rollout_mother");
        assert_eq!((Audience::All.search(), Audience::Team.search()), (search::EVERYONE, "team"));
    }

    #[test]
    fn numbers_sort_beyond_six_digits() {
        let (small, large) = (Number::new("RO", 2026, 999_999), Number::new("RO", 2026, 1_000_000));
        assert_eq!((small.text.as_str(), large.text.as_str()), ("RO-2026-999999", "RO-2026-1000000"));
        assert!(small.sort_key < large.sort_key && small.text > large.text);
        assert_eq!(Number::new("GK", 2026, 815).text, "GK-2026-000815");
    }

    #[test]
    fn a_number_bears_the_german_year() {
        let silvester = "2026-12-31T23:30:00Z".parse().unwrap();
        assert_eq!(year_of(silvester), 2027);
    }

    #[test]
    fn texts_are_cleaned_and_measured() {
        let mut faults = Vec::new();
        assert_eq!(line(" Mo\u{308}ller\nfragt\u{7} ", 20, "/title", &mut faults), "Möller fragt");
        assert_eq!(lines("a\r\nb\u{0}\tc\n", 20, "/text", &mut faults), "a\nb\tc");
        assert!(faults.is_empty());
        line(" \n ", 20, "/title", &mut faults);
        lines("äöü", 2, "/text", &mut faults);
        let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        assert_eq!(found, [("/title", "blank"), ("/text", "too_long")]);
    }
}
