//! What a job does to one rollout.
use super::MILESTONES;
use crate::rollouts::{RolloutAct, Seen, rollout_act_on};
use chrono::NaiveDate;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_rollouts::input::SteerCommand;
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::template::{OutcomeKey, Text};
use dienstweg_rollouts::view::{Steered, TemplateMove};
use dienstweg_worker::jobs::{ItemOutcome, Job, JobItem, JobState, NO_WAY_BACK, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a command changes in a rollout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BulkEffect {
    pub state: CourseState,
    #[schema(required)]
    pub phase: Option<BulkPhase>,
    pub phase_changed: bool,
    #[schema(required)]
    pub forecast: Option<NaiveDate>,
    #[schema(required)]
    pub live_on: Option<NaiveDate>,
    #[schema(required)]
    pub outcome: Option<OutcomeKey>,
    /// How the course changes, where it follows another version of its template.
    #[serde(default)]
    #[schema(required)]
    pub moved: Option<TemplateMove>,
}

/// The phase afterwards, in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BulkPhase {
    pub key: String,
    pub name: Text,
}

impl From<&Steered> for BulkEffect {
    fn from(steered: &Steered) -> Self {
        let phase = steered.phase.clone().map(|(key, name)| BulkPhase { key, name });
        Self {
            state: steered.state,
            phase,
            phase_changed: steered.phase_changed,
            forecast: steered.forecast,
            live_on: steered.live_on,
            outcome: steered.outcome,
            moved: steered.moved.clone(),
        }
    }
}

/// What takes an item back: refused where the rollout has another version by then. Of several milestones of one rollout
/// each counts by itself.
#[derive(Debug, Serialize, Deserialize)]
struct TakeBack {
    command: SteerCommand,
    version: i64,
    #[serde(default)]
    milestone: Option<i64>,
}

impl TakeBack {
    fn seen(&self) -> Seen {
        match self.milestone {
            Some(version) => Seen { ticket: IfMatch::Any, milestone: IfMatch::Version(version) },
            None => Seen { ticket: IfMatch::Version(self.version), milestone: IfMatch::Any },
        }
    }
}

/// Does to one rollout what its job says: the same command to all, or one of its own; or takes it back.
pub(crate) async fn item(tx: &Tx, job: &Job, item: &JobItem) -> Result<ItemOutcome> {
    let id = RolloutId(item.subject_id.ok_or_else(Error::not_found)?);
    let any = Seen { ticket: IfMatch::Any, milestone: IfMatch::Any };
    let (act, seen) = match (job.state(), item.undo.clone()) {
        (JobState::Undoing, None) => {
            return Ok(ItemOutcome::Refused(Refusal::from(&Error::new(NO_WAY_BACK))));
        }
        (JobState::Undoing, Some(undo)) => {
            let back: TakeBack = serde_json::from_value(undo).map_err(Error::internal)?;
            let seen = back.seen();
            (RolloutAct { command: back.command, audience: None, note: None }, seen)
        }
        _ => match item.data.clone() {
            Some(own) => (serde_json::from_value(own).map_err(Error::internal)?, any),
            None => (job.params()?, any),
        },
    };
    let (steered, version) = rollout_act_on(tx, id, seen, &act).await?;
    let effect = serde_json::to_value(BulkEffect::from(&steered)).map_err(Error::internal)?;
    let milestone = steered.milestone_version.filter(|_| job.kind() == MILESTONES);
    let undo = steered.inverse.map(|command| TakeBack { command, version, milestone });
    let undo = undo.map(serde_json::to_value).transpose().map_err(Error::internal)?;
    Ok(ItemOutcome::Went { effect, undo })
}
