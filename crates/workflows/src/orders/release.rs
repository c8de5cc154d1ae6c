//! From released positions to rollouts: the body's mother where it has none, a daughter per service and body, all in
//! one unit of work. A body that already has a rollout of the service gets no second one; the position is linked to it.
use super::join::{RECEIVED, RELEASED, join};
use crate::births::{Birth, Surroundings, births};
use dienstweg_customers::service::{Body, bodies};
use dienstweg_kernel::ctx::Ctx;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Error;
use dienstweg_kernel::ids::{OrganisationId, PositionId, RolloutId, ServiceId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Result, Tx};
use dienstweg_rollouts::input::{PositionRollout, Prior, PriorWhat};
use dienstweg_rollouts::policy::ORDER_RELEASE;
use dienstweg_rollouts::service::{
    ProgrammeMatch, Programmes, ServiceFacts, positions_releasable, positions_released, rollouts_running,
    services_by_ids,
};
use dienstweg_rollouts::types::{FourEyes, RolloutKind};
use dienstweg_rollouts::view::Releasable;
use dienstweg_tickets::service::mothers_hold;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// What became of a position that was to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseOutcome {
    /// It has a rollout of its own.
    Released,
    /// The body had a rollout of this service already.
    Linked,
    Refused,
}

/// The result for one position; one refusal does not hold the others.
#[derive(Debug)]
pub struct ReleaseResult {
    pub position_id: PositionId,
    pub outcome: Result<(ReleaseOutcome, Named)>,
}

type Place = (OrganisationId, ServiceId);

/// Releases positions as they were seen and creates what follows. Answers in the order asked for.
///
/// # Errors
/// `forbidden` for those who may release nothing; all else is said per position.
pub async fn positions_release(tx: &Tx, asked: &[(PositionId, IfMatch)]) -> Result<Vec<ReleaseResult>> {
    if !tx.ctx().actor.has(ORDER_RELEASE) {
        return Err(Error::forbidden(ORDER_RELEASE));
    }
    // First look: what is to be released. Only then is known which programme, and so which policy, each falls into.
    let wanted: Vec<Releasable> = positions_releasable(tx, asked, |_| FourEyes::Off)
        .await?
        .into_iter()
        .filter_map(|(_, one)| one.ok())
        .collect();
    let facts = Facts::load(tx, &wanted).await?;
    let policy =
        |one: &Releasable| facts.programme(one).map_or(FourEyes::Always, |programme| programme.four_eyes);
    let decided = positions_releasable(tx, asked, policy).await?;
    let free: Vec<&Releasable> = decided.iter().filter_map(|(_, one)| one.as_ref().ok()).collect();
    if !free.is_empty() {
        // Releases wait for each other here, so that two of the same service and body do not both see none.
        mothers_hold(tx).await?;
    }
    let running =
        rollouts_running(tx, free.iter().map(|one| one.body_id).collect(), RolloutKind::Daughter).await?;
    let rollouts = create(tx, &free, &facts, &running).await?;
    let given: Vec<PositionRollout> =
        free.iter().filter_map(|one| rollouts.get(&one.position_id).map(|(given, _)| *given)).collect();
    if !given.is_empty() {
        positions_released(tx, &given).await?;
    }
    let mut linked = Vec::new();
    for one in &free {
        if let Some((given, _)) = rollouts.get(&one.position_id).filter(|(given, _)| given.linked) {
            linked.push((given.rollout_id, *one));
        }
    }
    join(tx, &linked).await?;
    let result = |(position_id, one): (PositionId, Result<Releasable>)| {
        let outcome = one.and_then(|_| {
            let (given, named) = rollouts.get(&position_id).ok_or_else(Error::not_found)?;
            Ok((if given.linked { ReleaseOutcome::Linked } else { ReleaseOutcome::Released }, named.clone()))
        });
        ReleaseResult { position_id, outcome }
    };
    Ok(decided.into_iter().map(result).collect())
}

/// What several domains know of the positions to be released.
struct Facts {
    bodies: HashMap<OrganisationId, Body>,
    services: HashMap<ServiceId, ServiceFacts>,
    programmes: HashMap<Place, ProgrammeMatch>,
}

impl Facts {
    async fn load(tx: &Tx, wanted: &[Releasable]) -> Result<Self> {
        let bodies = bodies(tx, wanted.iter().map(|one| one.body_id).collect()).await?;
        let services = services_by_ids(tx, wanted.iter().map(|one| one.service_id).collect()).await?;
        let active = Programmes::load(tx, wanted.iter().map(|one| one.service_id)).await?;
        let place = |one: &Releasable| {
            let programme = active.nearest(one.service_id, &bodies.get(&one.body_id)?.path())?;
            Some(((one.body_id, one.service_id), programme))
        };
        let programmes = wanted.iter().filter_map(place).collect();
        Ok(Self { bodies, services, programmes })
    }

    fn programme(&self, one: &Releasable) -> Option<&ProgrammeMatch> {
        self.programmes.get(&(one.body_id, one.service_id))
    }
}

/// Creates mothers and daughters that are missing; answers the rollout of every position.
async fn create(
    tx: &Tx,
    free: &[&Releasable],
    facts: &Facts,
    running: &HashMap<(OrganisationId, Option<ServiceId>), RolloutId>,
) -> Result<HashMap<PositionId, (PositionRollout, Named)>> {
    let mut place: HashMap<Place, RolloutId> =
        running.iter().filter_map(|((body, service), id)| Some(((*body, (*service)?), *id))).collect();
    let mut first: Vec<&Releasable> = Vec::new();
    for one in free {
        let taken = place.contains_key(&(one.body_id, one.service_id));
        if !taken
            && !first.iter().any(|other| (other.body_id, other.service_id) == (one.body_id, one.service_id))
        {
            first.push(one);
        }
    }
    let new = first.iter().map(|one| birth(tx.ctx(), one, facts)).collect::<Result<Vec<_>>>()?;
    let around = Surroundings { bodies: &facts.bodies, services: &facts.services };
    let mut named: HashMap<RolloutId, Named> = HashMap::new();
    for (one, born) in first.iter().zip(births(tx, &new, &around).await?) {
        let id = born.steered.id;
        place.insert((one.body_id, one.service_id), id);
        named.insert(id, Named { id: id.0, name: None, key: Some(born.number) });
    }
    let labels = tx.labels(place.values().map(|id| id.0)).await?;
    let given = |one: &&Releasable| {
        let id = place.get(&(one.body_id, one.service_id))?;
        let linked = !first.iter().any(|new| new.position_id == one.position_id);
        let name = named.get(id).cloned().unwrap_or_else(|| labels.named(id.0));
        Some((
            one.position_id,
            (PositionRollout { position_id: one.position_id, rollout_id: *id, linked }, name),
        ))
    };
    Ok(free.iter().filter_map(given).collect())
}

fn birth(ctx: &Ctx, one: &Releasable, facts: &Facts) -> Result<Birth> {
    let programme = facts.programme(one).ok_or_else(Error::not_found)?;
    let event = |name: &str, at, actor| Prior { what: PriorWhat::Event(name.to_owned()), at, actor };
    Ok(Birth {
        body_id: one.body_id,
        service_id: one.service_id,
        programme_id: programme.id,
        template_id: programme.template_id,
        started_on: programme.started_on.unwrap_or_else(|| ctx.today()).max(ctx.today()),
        covers: one.covers.clone(),
        position_id: Some(one.position_id),
        wave_id: None,
        prior: vec![
            event(RECEIVED, one.received_at, one.principal),
            event(RELEASED, ctx.now(), ctx.actor.id),
        ],
    })
}
