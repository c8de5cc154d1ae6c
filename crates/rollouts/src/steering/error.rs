//! Why a command is refused.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::template::{Lang, OutcomeKey};

use super::days::local_date;

/// A refusal: a stable code (tag `code`, snake case) with the facts that explain it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schema(as = RolloutSteeringError)]
pub enum SteeringError {
    #[error("the rollout has ended: {}", .outcome.as_str())]
    RolloutEnded { outcome: OutcomeKey },
    #[error("the rollout has no start date")]
    NotScheduled,
    #[error("all required milestones are settled")]
    NothingOpen,
    #[error("the time lies in the future: it is {now} now")]
    InTheFuture { now: DateTime<Utc> },
    #[error("the time lies before the last change at {last}")]
    BeforeLastChange { last: DateTime<Utc> },
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("milestone {milestone} is not part of this course")]
    UnknownMilestone { milestone: String },
    #[error("milestone {milestone} is settled already")]
    AlreadySettled { milestone: String, at: Option<DateTime<Utc>> },
    #[error("milestone {milestone} is open")]
    NotSettled { milestone: String },
    #[error("milestone {milestone} waits for {}", .missing.join(", "))]
    GateNotReady { milestone: String, missing: Vec<String> },
    #[error("the go-live cannot be skipped")]
    GoLiveCannotBeSkipped { milestone: String },
    #[error("the outcome live rests on milestone {milestone}")]
    OutcomeRestsOnIt { milestone: String },
    #[error("waiting kind {kind} is unknown")]
    UnknownWaitingKind { kind: String },
    #[error("role {role} is unknown")]
    UnknownRole { role: String },
    #[error("somebody is waited for already since {since} ({kind})")]
    AlreadyWaiting { kind: String, since: DateTime<Utc> },
    #[error("nobody is waited for")]
    NotWaiting,
    #[error("the rollout is deferred already until {until}")]
    AlreadyDeferred { until: NaiveDate },
    #[error("the rollout is not deferred")]
    NotDeferred,
    #[error("the rollout is blocked already since {since}")]
    AlreadyBlocked { since: DateTime<Utc> },
    #[error("the rollout is not blocked")]
    NotBlocked,
    #[error("the date must lie after {after}")]
    DateTooEarly { after: NaiveDate },
    #[error("milestone {milestone} was done on {on}, before the new start")]
    DoneBeforeStart { milestone: String, on: NaiveDate },
    #[error("the date must lie between {from} and {to}")]
    DateTooFar { from: NaiveDate, to: NaiveDate },
    #[error("the outcome is set already: {}", .outcome.as_str())]
    OutcomeAlreadySet { outcome: OutcomeKey },
    #[error("the template does not know the outcome {}", .outcome.as_str())]
    UnknownOutcome { outcome: OutcomeKey },
    #[error("not live yet, still open: {}", .missing.join(", "))]
    NotLiveYet { missing: Vec<String> },
}

impl SteeringError {
    /// The refusal in a sentence. English is what `Display` says.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => format!("{}.", capital(&self.to_string())),
            Lang::De => self.german(),
        }
    }

    fn german(&self) -> String {
        match self {
            Self::RolloutEnded { outcome } => format!("Der Rollout ist beendet: {}.", outcome.german()),
            Self::NotScheduled => "Der Rollout hat noch keinen Beginn.".to_owned(),
            Self::NothingOpen => "Alle Pflicht-Meilensteine sind erledigt.".to_owned(),
            Self::InTheFuture { .. } => "Der Zeitpunkt liegt in der Zukunft.".to_owned(),
            Self::BeforeLastChange { last } => {
                format!("Der Zeitpunkt liegt vor der letzten Änderung am {}.", instant(*last))
            }
            Self::ReasonMissing => "Eine Begründung ist nötig.".to_owned(),
            Self::UnknownMilestone { milestone } => {
                format!("Den Meilenstein {milestone} gibt es hier nicht.")
            }
            Self::AlreadySettled { milestone, .. } => {
                format!("Der Meilenstein {milestone} ist schon erledigt.")
            }
            Self::NotSettled { milestone } => format!("Der Meilenstein {milestone} ist noch offen."),
            Self::GateNotReady { milestone, missing } => {
                format!("Vor dem Meilenstein {milestone} fehlt noch: {}.", missing.join(", "))
            }
            Self::GoLiveCannotBeSkipped { milestone } => {
                format!("Der Go-Live ({milestone}) kann nicht übersprungen werden.")
            }
            Self::OutcomeRestsOnIt { milestone } => {
                format!("Das Ergebnis „live“ beruht auf dem Meilenstein {milestone}.")
            }
            Self::UnknownWaitingKind { kind } => format!("Die Wartestellung „{kind}“ gibt es nicht."),
            Self::UnknownRole { role } => format!("Die Rolle „{role}“ gibt es nicht."),
            Self::AlreadyWaiting { since, .. } => format!("Es wird schon seit {} gewartet.", instant(*since)),
            Self::NotWaiting => "Es wird auf niemanden gewartet.".to_owned(),
            Self::AlreadyDeferred { until } => {
                format!("Der Rollout ist schon bis {} zurückgestellt.", day(*until))
            }
            Self::NotDeferred => "Der Rollout ist nicht zurückgestellt.".to_owned(),
            Self::AlreadyBlocked { since } => {
                format!("Der Rollout ist schon seit {} blockiert.", instant(*since))
            }
            Self::NotBlocked => "Der Rollout ist nicht blockiert.".to_owned(),
            Self::DateTooEarly { after } => format!("Das Datum muss nach dem {} liegen.", day(*after)),
            Self::DoneBeforeStart { milestone, on } => {
                format!(
                    "Der Meilenstein {milestone} wurde schon am {} erledigt, vor dem neuen Beginn.",
                    day(*on)
                )
            }
            Self::DateTooFar { from, to } => {
                format!("Das Datum muss zwischen dem {} und dem {} liegen.", day(*from), day(*to))
            }
            Self::OutcomeAlreadySet { outcome } => {
                format!("Das Ergebnis steht schon fest: {}.", outcome.german())
            }
            Self::UnknownOutcome { outcome } => format!("Die Vorlage kennt „{}“ nicht.", outcome.german()),
            Self::NotLiveYet { missing } => {
                format!("Der Dienst ist noch nicht live, offen ist: {}.", missing.join(", "))
            }
        }
    }

    /// The stable code, equal to the tag in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RolloutEnded { .. } => "rollout_ended",
            Self::NotScheduled => "not_scheduled",
            Self::NothingOpen => "nothing_open",
            Self::InTheFuture { .. } => "in_the_future",
            Self::BeforeLastChange { .. } => "before_last_change",
            Self::ReasonMissing => "reason_missing",
            Self::UnknownMilestone { .. } => "unknown_milestone",
            Self::AlreadySettled { .. } => "already_settled",
            Self::NotSettled { .. } => "not_settled",
            Self::GateNotReady { .. } => "gate_not_ready",
            Self::GoLiveCannotBeSkipped { .. } => "go_live_cannot_be_skipped",
            Self::OutcomeRestsOnIt { .. } => "outcome_rests_on_it",
            Self::UnknownWaitingKind { .. } => "unknown_waiting_kind",
            Self::UnknownRole { .. } => "unknown_role",
            Self::AlreadyWaiting { .. } => "already_waiting",
            Self::NotWaiting => "not_waiting",
            Self::AlreadyDeferred { .. } => "already_deferred",
            Self::NotDeferred => "not_deferred",
            Self::AlreadyBlocked { .. } => "already_blocked",
            Self::NotBlocked => "not_blocked",
            Self::DateTooEarly { .. } => "date_too_early",
            Self::DoneBeforeStart { .. } => "done_before_start",
            Self::DateTooFar { .. } => "date_too_far",
            Self::OutcomeAlreadySet { .. } => "outcome_already_set",
            Self::UnknownOutcome { .. } => "unknown_outcome",
            Self::NotLiveYet { .. } => "not_live_yet",
        }
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

fn instant(at: DateTime<Utc>) -> String {
    day(local_date(at))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
