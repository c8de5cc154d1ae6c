//! What is to be done to which rollouts.
use super::KIND;
use crate::rollouts::RolloutAct;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::ids::{OrganisationId, RolloutId, ServiceId};
use dienstweg_kernel::{Reader, Result, Tx};
use dienstweg_rollouts::input::{RolloutListParams, SteerCommand};
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use dienstweg_rollouts::service::{RolloutOf, rollouts_of};
use dienstweg_tickets::service::tickets_matching;
use dienstweg_worker::jobs::{JobView, NewItem, NewJob, Refusal, job_create};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Rollouts of one job.
pub(super) const MOST: u64 = 5_000;

/// One command to many rollouts: to these, to those of these keys, or to those the parameters of the list name.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"keys": [{"body": "09175118", "service": "EWA"}], "act": {"command": {"command": "complete", "milestone": "M6.1"}}}))]
pub struct BulkInput {
    #[serde(default)]
    #[validate(length(max = 5_000))]
    #[schema(max_items = 5_000)]
    pub ids: Vec<RolloutId>,
    #[serde(default)]
    #[validate(length(max = 5_000))]
    #[schema(max_items = 5_000)]
    pub keys: Vec<RolloutKey>,
    #[validate(nested)]
    pub act: RolloutAct,
}

/// A rollout by the keys of its body and its service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RolloutKey {
    /// AGS, register key or own key.
    pub body: String,
    pub service: String,
}

/// Creates a job that carries out one command to many rollouts.
///
/// # Errors
/// `invalid` with all faults; `forbidden` for those who may do this nowhere.
pub async fn bulk_create(tx: &Tx, params: &RolloutListParams, input: &BulkInput) -> Result<JobView> {
    let needed = permission(&input.act.command);
    if !tx.ctx().actor.has(needed) {
        return Err(Error::forbidden(needed));
    }
    if matches!(input.act.command, SteerCommand::ChangeCoverage { .. }) {
        let text = Text::new("Das geht nur einzeln.", "This is done one by one.");
        return Err(Error::invalid(vec![Fault::new("/act/command", "not_in_bulk", text)]));
    }
    let items = chosen(tx, params, &input.ids, &input.keys).await?;
    let reversible =
        !matches!(input.act.command, SteerCommand::SetOutcome { .. } | SteerCommand::ChangeTemplate { .. });
    let params = serde_json::to_value(&input.act).map_err(Error::internal)?;
    job_create(tx, NewJob { kind: KIND, params, items, reversible }).await
}

/// One item for each rollout of these keys, else of these ids, else of those the parameters of the list name.
///
/// # Errors
/// `invalid` for more than 5,000.
pub(crate) async fn chosen(
    reader: &Reader,
    params: &RolloutListParams,
    ids: &[RolloutId],
    keys: &[RolloutKey],
) -> Result<Vec<NewItem>> {
    let items = if !keys.is_empty() {
        by_key(reader, keys).await?
    } else if !ids.is_empty() {
        by_id(reader, ids).await?
    } else {
        let q = params.q.as_deref().filter(|q| !q.trim().is_empty());
        let found = q.map(|q| tickets_matching(reader, q));
        let params = RolloutListParams { found, ..params.clone() };
        named(reader, rollouts_of(reader, &params, MOST).await?).await?
    };
    if items.len() as u64 > MOST { Err(Error::invalid(vec![too_many()])) } else { Ok(items) }
}

fn permission(command: &SteerCommand) -> Permission {
    match command {
        SteerCommand::Complete { .. } => MILESTONE_COMPLETE,
        _ => ROLLOUT_STEER,
    }
}

pub(super) fn too_many() -> Fault {
    let text = Text::new(
        format!("Es sind mehr als {MOST} Rollouts; bitte grenzen Sie weiter ein."),
        format!("These are more than {MOST} rollouts; please narrow them down."),
    );
    Fault::new("/ids", "too_many", text)
}

/// The caller's rollouts of these ids, in the order of the list; what it does not see is refused beforehand.
async fn by_id(reader: &Reader, ids: &[RolloutId]) -> Result<Vec<NewItem>> {
    let mut found = Vec::new();
    for portion in ids.chunks(500) {
        let params = RolloutListParams { ids: portion.to_vec(), ..RolloutListParams::default() };
        found.extend(rollouts_of(reader, &params, MOST).await?);
    }
    let seen: HashSet<RolloutId> = found.iter().map(|row| row.id).collect();
    let unseen: Vec<NewItem> = ids
        .iter()
        .filter(|id| !seen.contains(id))
        .map(|id| NewItem { key: Some(id.to_string()), refusal: Some(not_found()), ..NewItem::default() })
        .collect();
    let mut items = named(reader, found).await?;
    items.extend(unseen);
    Ok(items)
}

/// One item per key, in the order given; a key that is given twice counts once.
async fn by_key(reader: &Reader, keys: &[RolloutKey]) -> Result<Vec<NewItem>> {
    let bodies = reader.keyed("organisation", words(keys, |key| &key.body)).await?;
    let services = reader.keyed("service", words(keys, |key| &key.service)).await?;
    let rollouts = rollouts_at(reader, &bodies, &services).await?;
    let mut seen = HashSet::new();
    let item = |key: &RolloutKey| {
        let body = bodies.get(key.body.trim()).map(|id| OrganisationId(*id));
        let service = services.get(key.service.trim()).map(|id| ServiceId(*id));
        let id = body.zip(service).and_then(|place| rollouts.get(&place));
        let refusal = match (body, service, id) {
            (None, ..) => Some(("Diesen Schlüssel einer Stelle gibt es nicht", "No body has this key")),
            (_, None, _) => {
                Some(("Diesen Schlüssel eines Dienstes gibt es nicht", "No service has this key"))
            }
            (.., None) => Some(("Davon gibt es keinen Rollout", "There is no rollout of this")),
            _ => None,
        };
        NewItem {
            subject_id: id.map(|id| id.0),
            key: Some(format!("{} {}", key.body.trim(), key.service.trim())),
            refusal: refusal.map(|(de, en)| Refusal::new(codes::NOT_FOUND.slug, de, en)),
            ..NewItem::default()
        }
    };
    Ok(keys.iter().filter(|key| seen.insert((*key).clone())).map(item).collect())
}

/// Each word of the keys once.
fn words(keys: &[RolloutKey], word: fn(&RolloutKey) -> &String) -> Vec<String> {
    let words: BTreeSet<&str> = keys.iter().map(|key| word(key).trim()).collect();
    words.into_iter().map(str::to_owned).collect()
}

/// The rollouts of these bodies and services that the caller sees; of several those that did not end otherwise than live.
async fn rollouts_at(
    reader: &Reader,
    bodies: &HashMap<String, Uuid>,
    services: &HashMap<String, Uuid>,
) -> Result<HashMap<(OrganisationId, ServiceId), RolloutId>> {
    let all: Vec<OrganisationId> = bodies.values().map(|id| OrganisationId(*id)).collect();
    let mut rollouts = HashMap::new();
    for portion in all.chunks(500) {
        let params = RolloutListParams {
            body: portion.to_vec(),
            service: services.values().map(|id| ServiceId(*id)).collect(),
            ..RolloutListParams::default()
        };
        for row in rollouts_of(reader, &params, u64::from(u32::MAX)).await? {
            if let Some(service) = row.service_id {
                rollouts.entry((row.body_id, service)).or_insert(row.id);
            }
        }
    }
    Ok(rollouts)
}

pub(super) fn not_found() -> Refusal {
    Refusal::from(&Error::not_found())
}

/// Items that say which body and service they are about.
async fn named(reader: &Reader, rows: Vec<RolloutOf>) -> Result<Vec<NewItem>> {
    let ids = rows.iter().flat_map(|row| [Some(row.body_id.0), row.service_id.map(|id| id.0)]).flatten();
    let labels = reader.labels(ids).await?;
    let item = |row: &RolloutOf| {
        let body = labels.named(row.body_id).name.unwrap_or_default();
        let service = row.service_id.and_then(|id| labels.named(id).key);
        let key = service.map_or(body.clone(), |service| format!("{body} · {service}"));
        NewItem { subject_id: Some(row.id.0), key: Some(key), ..NewItem::default() }
    };
    Ok(rows.iter().map(item).collect())
}
