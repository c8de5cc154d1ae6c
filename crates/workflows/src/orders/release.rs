//! From released positions to rollouts: the body's mother where it has none, a daughter per service and body, all in
//! one unit of work. A body that already has a rollout of the service gets no second one; the position is linked to it.
use crate::coverage;
use crate::rollouts::of;
use dienstweg_customers::OrganisationKind;
use dienstweg_customers::service::{Body, bodies};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Error;
use dienstweg_kernel::ids::{OrganisationId, PositionId, RolloutId, ServiceId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Result, Tx, text};
use dienstweg_rollouts::input::{NewParty, NewRollout, PositionRollout, PriorEvent, SortedService};
use dienstweg_rollouts::service::{
    ProgrammeMatch, Programmes, ServiceFacts, parsed, positions_releasable, positions_released,
    rollouts_create, rollouts_known, rollouts_running, services_by_ids,
};
use dienstweg_rollouts::template::{PartySource, Template};
use dienstweg_rollouts::types::{FourEyes, RolloutKind};
use dienstweg_rollouts::view::Releasable;
use dienstweg_tickets::TicketType;
use dienstweg_tickets::input::NewTicket;
use dienstweg_tickets::service::{mothers_ensure, mothers_hold, tickets_create};
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
pub async fn positions_release(tx: &Tx, asked: &[(PositionId, IfMatch)]) -> Result<Vec<ReleaseResult>> {
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
    let linked = |one: &&Releasable| {
        let (given, _) = rollouts.get(&one.position_id)?;
        given.linked.then(|| (given.rollout_id, one.covers.clone()))
    };
    coverage::extend(tx, free.iter().filter_map(linked).collect()).await?;
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

    fn of<'f>(&'f self, one: &Releasable) -> Result<(&'f Body, &'f ServiceFacts, &'f ProgrammeMatch)> {
        let body = self.bodies.get(&one.body_id).ok_or_else(Error::not_found)?;
        let service = self.services.get(&one.service_id).ok_or_else(Error::not_found)?;
        let programme = self.programme(one).ok_or_else(Error::not_found)?;
        Ok((body, service, programme))
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
    let mut named: HashMap<RolloutId, Named> = HashMap::new();
    let (mut rollouts, mothers) = mothers(tx, &first, facts).await?;
    let tickets = tickets_create(
        tx,
        first.iter().map(|one| daughter_ticket(one, facts, &mothers)).collect::<Result<_>>()?,
    )
    .await?;
    for (one, ticket) in first.iter().zip(tickets) {
        let id = RolloutId::from(ticket.id);
        place.insert((one.body_id, one.service_id), id);
        named.insert(id, Named { id: id.0, name: None, key: Some(ticket.number.clone()) });
        rollouts.push(daughter(tx, one, facts, id, ticket.number, mothers.get(&one.body_id).copied()).await?);
    }
    if !rollouts.is_empty() {
        rollouts_create(tx, rollouts, &of).await?;
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

/// The mother of each body: its ticket, and its rollout where that is new.
async fn mothers(
    tx: &Tx,
    first: &[&Releasable],
    facts: &Facts,
) -> Result<(Vec<NewRollout>, HashMap<OrganisationId, RolloutId>)> {
    if first.is_empty() {
        return Ok((Vec::new(), HashMap::new()));
    }
    let mut wanted: HashMap<OrganisationId, &Releasable> = HashMap::new();
    for one in first {
        wanted.entry(one.body_id).or_insert(one);
    }
    let titles = wanted
        .keys()
        .filter_map(|id| facts.bodies.get(id))
        .map(|body| (body.id, body.name.clone(), words(body)));
    let tickets = mothers_ensure(tx, titles.collect()).await?;
    // A mother that has ended stays the mother of what comes after.
    let present = rollouts_known(tx, tickets.values().map(|ticket| ticket.id.into()).collect()).await?;
    let mut new = Vec::new();
    for (body_id, ticket) in &tickets {
        if present.contains(&ticket.id.into()) {
            continue;
        }
        let Some(one) = wanted.get(body_id) else { continue };
        let (body, service, programme) = facts.of(one)?;
        let template = parsed(tx, programme.template_id).await?;
        new.push(NewRollout {
            id: ticket.id.into(),
            number: ticket.number.clone(),
            kind: RolloutKind::Mother,
            body_id: *body_id,
            body_sort: text::sort_key(&body.name),
            service: None,
            programme_id: None,
            template_id: programme.template_id,
            mother_id: None,
            position_id: None,
            started_on: Some(tx.ctx().today()),
            covered: Vec::new(),
            parties: parties(&template, body, service),
            auto_done: Vec::new(),
        });
    }
    Ok((new, tickets.into_iter().map(|(body, ticket)| (body, ticket.id.into())).collect()))
}

fn words(body: &Body) -> String {
    format!("{} {}", body.name, body.key.as_deref().unwrap_or_default())
}

fn daughter_ticket(
    one: &Releasable,
    facts: &Facts,
    mothers: &HashMap<OrganisationId, RolloutId>,
) -> Result<NewTicket> {
    let (body, service, _) = facts.of(one)?;
    Ok(NewTicket {
        ticket_type: TicketType::RolloutDaughter,
        title: format!("{} · {}", body.name, service.name),
        organisation_id: body.id,
        parent_id: mothers.get(&body.id).map(|id| (*id).into()),
        assignee_id: None,
        team_id: None,
        extra: format!("{} {} {}", words(body), service.key, service.name),
    })
}

async fn daughter(
    tx: &Tx,
    one: &Releasable,
    facts: &Facts,
    id: RolloutId,
    number: String,
    mother: Option<RolloutId>,
) -> Result<NewRollout> {
    let (body, service, programme) = facts.of(one)?;
    let template = parsed(tx, programme.template_id).await?;
    let event = |name: &str, at, actor| PriorEvent { name: name.to_owned(), at, actor };
    Ok(NewRollout {
        id,
        number,
        kind: RolloutKind::Daughter,
        body_id: body.id,
        body_sort: text::sort_key(&body.name),
        service: Some(SortedService { id: service.id, sort: text::sort_key(&service.name) }),
        programme_id: Some(programme.id),
        template_id: programme.template_id,
        mother_id: mother,
        position_id: Some(one.position_id),
        started_on: Some(programme.started_on.unwrap_or_else(|| tx.ctx().today()).max(tx.ctx().today())),
        covered: one.covers.clone(),
        parties: parties(&template, body, service),
        auto_done: vec![
            event("order.received", one.received_at, one.principal),
            event("order.released", tx.ctx().now(), tx.ctx().actor.id),
        ],
    })
}

/// Who plays the roles of a template from the start: the body itself, its district, who runs the service.
fn parties(template: &Template, body: &Body, service: &ServiceFacts) -> Vec<NewParty> {
    let county = || {
        let above =
            body.above.iter().find(|(_, kind)| *kind == OrganisationKind::District).map(|(id, _)| *id);
        above.or((body.kind == OrganisationKind::District).then_some(body.id))
    };
    let organisation = |source: PartySource| match source {
        PartySource::ResponsibleBody => Some(body.id),
        PartySource::County => county(),
        PartySource::ServiceOperator => service.operator_id,
        PartySource::ItProvider
        | PartySource::SoftwareVendor
        | PartySource::RolloutTeam
        | PartySource::ByHand => None,
    };
    template
        .parties
        .iter()
        .filter_map(|role| Some((role, organisation(role.default_source)?)))
        .map(|(role, id)| NewParty { role: role.key.clone(), organisation_id: Some(id) })
        .collect()
}
