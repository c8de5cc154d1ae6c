//! What is recorded about a rollout: the only input of steering besides template, calendars and the moment.
//!
//! Each struct is one row of a table. Facts lie in the past or present, except the dates people set (`until` of a deferral,
//! `follow_up`, fixed due dates, a planned start).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::template::{Level, OutcomeKey};

use super::days::{local_date, local_midnight};

/// All facts of one rollout (or of one mother ticket).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutFacts)]
pub struct Facts {
    /// Which phases of the template are steered: one level, or all of them as one course when `None`.
    pub level: Option<Level>,
    /// First day of the course; `None` while nobody has planned it.
    pub start: Option<NaiveDate>,
    /// In the order recorded.
    pub milestones: Vec<MilestoneEntry>,
    /// Due dates fixed by hand, at most one per milestone.
    pub due_dates: Vec<DueDate>,
    /// In the order recorded; at most the last one is open.
    pub waiting: Vec<Waiting>,
    /// In the order recorded; at most the last one is running.
    pub deferrals: Vec<Deferral>,
    pub blocked: Option<Block>,
    pub outcome: Option<OutcomeFact>,
}

/// Something that happened to a milestone. The latest entry by `at` holds, among equal times the one recorded last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutMilestoneEntry)]
pub struct MilestoneEntry {
    pub milestone: String,
    pub at: DateTime<Utc>,
    pub what: MilestoneChange,
    /// Why it was skipped or reopened.
    pub reason: Option<String>,
}

/// What can happen to a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RolloutMilestoneChange)]
pub enum MilestoneChange {
    Done,
    Skipped,
    Reopened,
}

/// A due date fixed by hand. It stands as it is: pauses do not move it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutDueDate)]
pub struct DueDate {
    pub milestone: String,
    pub due: NaiveDate,
}

/// Somebody is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutWaiting)]
pub struct Waiting {
    /// Key of the template's waiting kind.
    pub kind: String,
    /// Role that holds the ball; usually the one of the kind.
    pub role: String,
    /// The party itself, when it is known.
    pub party: Option<Uuid>,
    pub from: DateTime<Utc>,
    /// `None` while it lasts.
    pub until: Option<DateTime<Utc>>,
    /// When to ask again.
    pub follow_up: Option<NaiveDate>,
}

/// The rollout rests until a date and then goes on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutDeferral)]
pub struct Deferral {
    pub from: DateTime<Utc>,
    /// First day on which it goes on.
    pub until: NaiveDate,
    /// Set when somebody resumed it earlier.
    pub resumed_at: Option<DateTime<Utc>>,
    pub reason: String,
}

impl Deferral {
    /// The instant at which it ends or ended.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        let planned = local_midnight(self.until);
        self.resumed_at.map_or(planned, |resumed| resumed.min(planned)).max(self.from)
    }

    /// The day on which it ends or ended.
    pub(super) fn end_day(&self) -> NaiveDate {
        self.resumed_at.map_or(self.until, |resumed| local_date(resumed).min(self.until))
    }

    /// Whether the rollout rests at `now`.
    #[must_use]
    pub fn running_at(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && now < self.ends_at()
    }
}

/// Nothing can go on for a reason outside of the course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutBlock)]
pub struct Block {
    pub since: DateTime<Utc>,
    pub reason: String,
}

/// How the rollout came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutOutcomeFact)]
pub struct OutcomeFact {
    pub key: OutcomeKey,
    pub at: DateTime<Utc>,
}

impl Facts {
    /// The waiting interval that is open now.
    #[must_use]
    pub fn open_waiting(&self) -> Option<&Waiting> {
        self.waiting.iter().rev().find(|waiting| waiting.until.is_none())
    }

    /// The deferral running at `now`.
    #[must_use]
    pub fn deferral_at(&self, now: DateTime<Utc>) -> Option<&Deferral> {
        self.deferrals.iter().rev().find(|deferral| deferral.running_at(now))
    }

    /// The outcome that stopped the course, if one did.
    #[must_use]
    pub fn ended(&self) -> Option<&OutcomeFact> {
        self.outcome.as_ref().filter(|outcome| outcome.key.ends_course())
    }

    pub(super) fn due_by_hand(&self, milestone: &str) -> Option<NaiveDate> {
        self.due_dates.iter().find(|fixed| fixed.milestone == milestone).map(|fixed| fixed.due)
    }
}
