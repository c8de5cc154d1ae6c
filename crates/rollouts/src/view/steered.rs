//! What a command did to a rollout.
use crate::input::SteerCommand;
use crate::steering::CourseState;
use crate::template::{OutcomeKey, Text};
use crate::types::RolloutKind;
use chrono::NaiveDate;
use dienstweg_kernel::ids::RolloutId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a course changes with the version of its template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateMove {
    /// Versions.
    pub from: i64,
    pub to: i64,
    /// Open from now on.
    pub added: Vec<MovedMilestone>,
    /// No longer asked for, and never done.
    pub removed: Vec<MovedMilestone>,
    /// No longer asked for; done as they are, they stay.
    pub kept: Vec<MovedMilestone>,
}

/// A milestone in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MovedMilestone {
    pub key: String,
    pub name: Text,
}

/// What a command did, for what follows from it elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steered {
    pub id: RolloutId,
    pub kind: RolloutKind,
    pub state: CourseState,
    /// Key and name of the phase now.
    pub phase: Option<(String, Text)>,
    pub phase_changed: bool,
    pub outcome: Option<OutcomeKey>,
    pub live_on: Option<NaiveDate>,
    pub forecast: Option<NaiveDate>,
    /// The version of the milestone that the command was to.
    pub milestone_version: Option<i64>,
    /// How the course changed with the version of its template.
    pub moved: Option<TemplateMove>,
    /// What takes the command back, where something does.
    pub inverse: Option<SteerCommand>,
}
