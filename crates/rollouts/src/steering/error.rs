//! Why a command is refused.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::template::OutcomeKey;

/// A refusal: a stable code (tag `code`, snake case) with the facts that explain it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SteeringError {
    #[error("the rollout has ended")]
    RolloutEnded { outcome: OutcomeKey },
    #[error("the rollout has no start date")]
    NotScheduled,
    #[error("all required milestones are settled")]
    NothingOpen,
    #[error("the time lies in the future")]
    InTheFuture { now: DateTime<Utc> },
    #[error("the time lies before the last change")]
    BeforeLastChange { last: DateTime<Utc> },
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("milestone {milestone} is not part of this course")]
    UnknownMilestone { milestone: String },
    #[error("milestone {milestone} is settled already")]
    AlreadySettled { milestone: String, at: Option<DateTime<Utc>> },
    #[error("milestone {milestone} is open")]
    NotSettled { milestone: String },
    #[error("milestone {milestone} waits for others")]
    GateNotReady { milestone: String, missing: Vec<String> },
    #[error("the go-live cannot be skipped")]
    GoLiveCannotBeSkipped { milestone: String },
    #[error("the outcome live rests on milestone {milestone}")]
    OutcomeRestsOnIt { milestone: String },
    #[error("waiting kind {kind} is unknown")]
    UnknownWaitingKind { kind: String },
    #[error("role {role} is unknown")]
    UnknownRole { role: String },
    #[error("somebody is waited for already")]
    AlreadyWaiting { kind: String, since: DateTime<Utc> },
    #[error("nobody is waited for")]
    NotWaiting,
    #[error("the rollout is deferred already")]
    AlreadyDeferred { until: NaiveDate },
    #[error("the rollout is not deferred")]
    NotDeferred,
    #[error("the rollout is blocked already")]
    AlreadyBlocked { since: DateTime<Utc> },
    #[error("the rollout is not blocked")]
    NotBlocked,
    #[error("the date must lie after {after}")]
    DateTooEarly { after: NaiveDate },
    #[error("the outcome is set already")]
    OutcomeAlreadySet { outcome: OutcomeKey },
    #[error("the template does not know this outcome")]
    UnknownOutcome { outcome: OutcomeKey },
    #[error("not live yet")]
    NotLiveYet { missing: Vec<String> },
}

impl SteeringError {
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
            Self::OutcomeAlreadySet { .. } => "outcome_already_set",
            Self::UnknownOutcome { .. } => "unknown_outcome",
            Self::NotLiveYet { .. } => "not_live_yet",
        }
    }
}
