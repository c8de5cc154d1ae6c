//! How rollouts come to be, from orders and from waves: the body's mother where it has none, and a daughter with its ticket.
use crate::rollouts::{of, ticket_state};
use chrono::NaiveDate;
use dienstweg_customers::OrganisationKind;
use dienstweg_customers::service::Body;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Error;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{
    OrganisationId, PositionId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId,
};
use dienstweg_kernel::{Result, Tx, text};
use dienstweg_rollouts::input::{NewParty, NewRollout, Prior, SortedService};
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{ServiceFacts, parsed, rollouts_create, rollouts_known};
use dienstweg_rollouts::template::{PartySource, Template};
use dienstweg_rollouts::types::RolloutKind;
use dienstweg_rollouts::view::Steered;
use dienstweg_tickets::input::{NewTicket, TicketChange};
use dienstweg_tickets::service::{mothers_ensure, ticket_lock, ticket_touch, tickets_create};
use dienstweg_tickets::{TicketState, TicketType};
use std::collections::HashMap;

/// A rollout that is to be.
#[derive(Clone, Debug)]
pub struct Birth {
    pub body_id: OrganisationId,
    pub service_id: ServiceId,
    pub programme_id: ProgrammeId,
    pub template_id: TemplateId,
    pub started_on: NaiveDate,
    pub covers: Vec<OrganisationId>,
    pub position_id: Option<PositionId>,
    pub wave_id: Option<WaveId>,
    /// What had happened before.
    pub prior: Vec<Prior>,
}

/// A rollout that has come to be.
#[derive(Clone, Debug)]
pub struct Born {
    pub number: String,
    pub steered: Steered,
}

/// What several domains know of bodies and services.
pub struct Surroundings<'f> {
    pub bodies: &'f HashMap<OrganisationId, Body>,
    pub services: &'f HashMap<ServiceId, ServiceFacts>,
}

impl<'f> Surroundings<'f> {
    fn of(&self, birth: &Birth) -> Result<(&'f Body, &'f ServiceFacts)> {
        let body = self.bodies.get(&birth.body_id).ok_or_else(Error::not_found)?;
        let service = self.services.get(&birth.service_id).ok_or_else(Error::not_found)?;
        Ok((body, service))
    }
}

/// Creates rollouts, each of a body and service that has none, with the mothers that are missing. In the order asked for.
pub async fn births(tx: &Tx, new: &[Birth], around: &Surroundings<'_>) -> Result<Vec<Born>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let (mut rollouts, mothers) = mothers(tx, new, around).await?;
    let tickets = new.iter().map(|birth| daughter_ticket(birth, around, &mothers)).collect::<Result<_>>()?;
    let tickets = tickets_create(tx, tickets).await?;
    let mut numbers = Vec::with_capacity(new.len());
    for (birth, ticket) in new.iter().zip(tickets) {
        let id = RolloutId::from(ticket.id);
        numbers.push((id, ticket.number.clone()));
        let mother = mothers.get(&birth.body_id).copied();
        rollouts.push(daughter(tx, birth, around, (id, ticket.number, mother)).await?);
    }
    let steered = rollouts_create(tx, rollouts, &of).await?;
    for over in steered.iter().filter(|one| ticket_state(one) == TicketState::Closed) {
        let lock = ticket_lock(tx, over.id.into(), ROLLOUT_STEER, IfMatch::Any).await?;
        let change = TicketChange { state: Some(TicketState::Closed), ..TicketChange::default() };
        ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
    }
    let mut steered: HashMap<RolloutId, Steered> = steered.into_iter().map(|one| (one.id, one)).collect();
    let born = |(id, number)| Some(Born { number, steered: steered.remove(&id)? });
    Ok(numbers.into_iter().filter_map(born).collect())
}

/// The mother of each body: its ticket, and its rollout where that is new.
async fn mothers(
    tx: &Tx,
    new: &[Birth],
    around: &Surroundings<'_>,
) -> Result<(Vec<NewRollout>, HashMap<OrganisationId, RolloutId>)> {
    let mut wanted: HashMap<OrganisationId, &Birth> = HashMap::new();
    for birth in new {
        wanted.entry(birth.body_id).or_insert(birth);
    }
    let titles = wanted
        .keys()
        .filter_map(|id| around.bodies.get(id))
        .map(|body| (body.id, body.name.clone(), words(body)));
    let tickets = mothers_ensure(tx, titles.collect()).await?;
    // A mother that has ended stays the mother of what comes after.
    let present = rollouts_known(tx, tickets.values().map(|ticket| ticket.id.into()).collect()).await?;
    let mut rollouts = Vec::new();
    for (body_id, ticket) in &tickets {
        if present.contains(&ticket.id.into()) {
            continue;
        }
        let Some(birth) = wanted.get(body_id) else { continue };
        let (body, service) = around.of(birth)?;
        let template = parsed(tx, birth.template_id).await?;
        rollouts.push(NewRollout {
            id: ticket.id.into(),
            number: ticket.number.clone(),
            kind: RolloutKind::Mother,
            body_id: *body_id,
            body_sort: text::sort_key(&body.name),
            service: None,
            programme_id: None,
            template_id: birth.template_id,
            mother_id: None,
            position_id: None,
            wave_id: None,
            started_on: Some(tx.ctx().today()),
            covered: Vec::new(),
            parties: parties(&template, body, service),
            prior: Vec::new(),
        });
    }
    Ok((rollouts, tickets.into_iter().map(|(body, ticket)| (body, ticket.id.into())).collect()))
}

fn words(body: &Body) -> String {
    format!("{} {}", body.name, body.key.as_deref().unwrap_or_default())
}

fn daughter_ticket(
    birth: &Birth,
    around: &Surroundings<'_>,
    mothers: &HashMap<OrganisationId, RolloutId>,
) -> Result<NewTicket> {
    let (body, service) = around.of(birth)?;
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
    birth: &Birth,
    around: &Surroundings<'_>,
    (id, number, mother_id): (RolloutId, String, Option<RolloutId>),
) -> Result<NewRollout> {
    let (body, service) = around.of(birth)?;
    let template = parsed(tx, birth.template_id).await?;
    Ok(NewRollout {
        id,
        number,
        kind: RolloutKind::Daughter,
        body_id: body.id,
        body_sort: text::sort_key(&body.name),
        service: Some(SortedService { id: service.id, sort: text::sort_key(&service.name) }),
        programme_id: Some(birth.programme_id),
        template_id: birth.template_id,
        mother_id,
        position_id: birth.position_id,
        wave_id: birth.wave_id,
        started_on: Some(birth.started_on),
        covered: birth.covers.clone(),
        parties: parties(&template, body, service),
        prior: birth.prior.clone(),
    })
}

/// Whom the template names by itself: the body, its district, who runs the service.
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
