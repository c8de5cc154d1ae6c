//! What a job does to one rollout.
use crate::rollouts::{RolloutAct, Seen, rollout_act_on};
use chrono::NaiveDate;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_rollouts::input::SteerCommand;
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::template::{OutcomeKey, Text};
use dienstweg_rollouts::view::Steered;
use dienstweg_worker::jobs::{ItemOutcome, Job, JobItem, JobState, Refusal};
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
        }
    }
}

/// What takes an item back: refused where the rollout has another version by then.
#[derive(Debug, Serialize, Deserialize)]
struct TakeBack {
    command: SteerCommand,
    version: i64,
}

/// Does to one rollout what its job says: the same command to all, or one of its own; or takes it back.
pub(crate) async fn item(tx: &Tx, job: &Job, item: &JobItem) -> Result<ItemOutcome> {
    let id = RolloutId(item.subject_id.ok_or_else(Error::not_found)?);
    let any = Seen { ticket: IfMatch::Any, milestone: IfMatch::Any };
    let (act, seen) = match (job.state(), item.undo.clone()) {
        (JobState::Undoing, None) => return Ok(ItemOutcome::Refused(no_way_back())),
        (JobState::Undoing, Some(undo)) => {
            let back: TakeBack = serde_json::from_value(undo).map_err(Error::internal)?;
            let seen = Seen { ticket: IfMatch::Version(back.version), ..any };
            (RolloutAct { command: back.command, audience: None, note: None }, seen)
        }
        _ => match item.data.clone() {
            Some(own) => (serde_json::from_value(own).map_err(Error::internal)?, any),
            None => (job.params()?, any),
        },
    };
    let (steered, version) = rollout_act_on(tx, id, seen, &act).await?;
    let effect = serde_json::to_value(BulkEffect::from(&steered)).map_err(Error::internal)?;
    let undo = steered.inverse.map(|command| TakeBack { command, version });
    let undo = undo.map(serde_json::to_value).transpose().map_err(Error::internal)?;
    Ok(ItemOutcome::Went { effect, undo })
}

fn no_way_back() -> Refusal {
    Refusal::new("no-way-back", "Das lässt sich nicht rückgängig machen", "This cannot be taken back")
}
