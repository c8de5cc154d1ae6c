//! Many milestones at once, each of its own rollout.
use super::MILESTONES;
use super::select::{MOST, not_found, too_many};
use crate::rollouts::RolloutAct;
use dienstweg_kernel::ids::{MilestoneId, RolloutId};
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_rollouts::input::{MilestoneListParams, RolloutListParams, SteerCommand};
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use dienstweg_rollouts::service::{MilestoneOf, RolloutOf, milestones_named, rollouts_of};
use dienstweg_tickets::Audience;
use dienstweg_worker::jobs::{JobView, NewItem, NewJob, job_create};
use serde::Deserialize;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;
use validator::Validate;

/// Milestones to be completed: these or, where none is named, those of the parameters of the list.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["01930f6e-0000-7000-8000-000000000001"]}))]
pub struct MilestonesInput {
    #[serde(default)]
    #[validate(length(max = 5_000))]
    #[schema(max_items = 5_000)]
    pub ids: Vec<MilestoneId>,
    /// Who may read `note`; all parties where it is not said.
    pub audience: Option<Audience>,
    /// Becomes a message in the conversation of each rollout, once per milestone.
    #[validate(length(min = 1, max = 50_000))]
    #[schema(min_length = 1, max_length = 50_000)]
    pub note: Option<String>,
}

/// Creates a job that completes milestones, those first that are listed first.
///
/// # Errors
/// `invalid` for more than 5,000; `forbidden` for those who may do this nowhere.
pub async fn milestones_create(
    tx: &Tx,
    params: &MilestoneListParams,
    input: &MilestonesInput,
) -> Result<JobView> {
    if !tx.ctx().actor.has(MILESTONE_COMPLETE) {
        return Err(Error::forbidden(MILESTONE_COMPLETE));
    }
    let found = milestones_named(tx, params, &input.ids, MOST).await?;
    if found.len() as u64 > MOST {
        return Err(Error::invalid(vec![too_many()]));
    }
    let items = items(tx, &found, input).await?;
    let params = json!({"audience": input.audience, "note": input.note});
    // To open again is for those who steer.
    let reversible = tx.ctx().actor.has(ROLLOUT_STEER);
    job_create(tx, NewJob { kind: MILESTONES, params, items, reversible }).await
}

async fn items(tx: &Tx, found: &[MilestoneOf], input: &MilestonesInput) -> Result<Vec<NewItem>> {
    let mut rollouts: HashMap<RolloutId, RolloutOf> = HashMap::new();
    let ids: HashSet<RolloutId> = found.iter().map(|row| row.rollout_id).collect();
    for portion in ids.into_iter().collect::<Vec<_>>().chunks(500) {
        let these = RolloutListParams { ids: portion.to_vec(), ..RolloutListParams::default() };
        rollouts.extend(rollouts_of(tx, &these, MOST).await?.into_iter().map(|row| (row.id, row)));
    }
    let named = rollouts.values().flat_map(|row| [Some(row.body_id.0), row.service_id.map(|id| id.0)]);
    let labels = tx.labels(named.flatten()).await?;
    let item = |row: &MilestoneOf| {
        let of = rollouts.get(&row.rollout_id);
        let body = of.and_then(|of| labels.named(of.body_id).name);
        let service = of.and_then(|of| labels.named(of.service_id?).key);
        let key: Vec<String> = [body, service, Some(row.key.clone())].into_iter().flatten().collect();
        let act = RolloutAct {
            command: SteerCommand::Complete { milestone: row.key.clone(), on: None },
            audience: input.audience,
            note: input.note.clone(),
        };
        Ok(NewItem {
            subject_id: Some(row.rollout_id.0),
            key: Some(key.join(" · ")),
            data: Some(serde_json::to_value(act).map_err(Error::internal)?),
            refusal: None,
        })
    };
    let mut items = found.iter().map(item).collect::<Result<Vec<_>>>()?;
    let seen: HashSet<MilestoneId> = found.iter().map(|row| row.id).collect();
    let unseen = input.ids.iter().filter(|id| !seen.contains(id));
    items.extend(unseen.map(|id| NewItem {
        key: Some(id.to_string()),
        refusal: Some(not_found()),
        ..NewItem::default()
    }));
    Ok(items)
}
