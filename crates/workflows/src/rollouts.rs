//! Commands to a rollout under the lock of its ticket, and what only several domains together know of it.
use crate::coverage;
use dienstweg_calendar::WorkCalendar;
use dienstweg_customers::input::OrganisationListParams;
use dienstweg_customers::service::{bodies, calendars, organisation_list, population, visible};
use dienstweg_customers::view::OrganisationRow;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx, Permission};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::events::{Fact, Sought, UNSAID};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId, TicketId};
use dienstweg_kernel::page::{MAX_LIMIT, Page, PageRequest};
use dienstweg_kernel::{Db, Error, Reader, Result, Tx};
use dienstweg_rollouts::input::{RolloutListParams, SteerCommand};
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_rollouts::service::{self, RollupBy, mother_get, rollout_get, rollout_list, steer};
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::view::{MotherView, RolloutRow, RolloutView, Steered};
use dienstweg_tickets::input::{ArticleCreate, TicketChange};
use dienstweg_tickets::policy::{TICKET_READ, TICKET_WRITE};
use dienstweg_tickets::service::{article_create, ticket_get, ticket_lock, ticket_touch, tickets_matching};
use dienstweg_tickets::view::TicketView;
use dienstweg_tickets::{Audience, Channel, TicketState};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Rollouts that are computed again in one commit.
const PORTION: u64 = 200;

/// A command with what is said about it.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"command": {"command": "complete", "milestone": "M3.2"}}))]
pub struct RolloutAct {
    pub command: SteerCommand,
    /// Who may read `note`; all parties where it is not said.
    pub audience: Option<Audience>,
    /// Becomes a message in the conversation.
    #[validate(length(min = 1, max = 50_000))]
    #[schema(min_length = 1, max_length = 50_000)]
    pub note: Option<String>,
}

/// A rollout with what its ticket knows of it. Its version is that of the ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RolloutDetail {
    #[serde(flatten)]
    pub rollout: RolloutView,
    pub ticket: TicketView,
    pub version: i64,
}

/// A mother with what its ticket knows of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MotherDetail {
    #[serde(flatten)]
    pub mother: MotherView,
    pub ticket: TicketView,
    pub version: i64,
}

/// The ticket first: its version must never be newer than what it stands for, or a caller who holds it would be told
/// that nothing has changed since.
pub async fn rollout_detail(reader: &Reader, id: RolloutId) -> Result<RolloutDetail> {
    let ticket = ticket_get(reader, TicketId(id.0)).await?;
    let rollout = rollout_get(reader, id, &of).await?;
    Ok(RolloutDetail { rollout, version: ticket.version, ticket })
}

/// The ticket first, as for [`rollout_detail`].
pub async fn mother_detail(reader: &Reader, id: RolloutId) -> Result<MotherDetail> {
    let ticket = ticket_get(reader, TicketId(id.0)).await?;
    let mother = mother_get(reader, id, &of).await?;
    Ok(MotherDetail { mother, version: ticket.version, ticket })
}

/// The calendars of organisations, in the form steering asks for them.
pub async fn of(reader: &Reader, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>> {
    calendars(reader, ids).await
}

fn permission(command: &SteerCommand) -> Permission {
    match command {
        SteerCommand::Complete { .. } => MILESTONE_COMPLETE,
        _ => ROLLOUT_STEER,
    }
}

/// Carries out one command. `seen` is the version of the milestone where the command names one, else of the rollout.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`, or why steering refuses.
pub async fn rollout_act(tx: &Tx, id: RolloutId, seen: IfMatch, act: &RolloutAct) -> Result<Steered> {
    let seen = match act.command.milestone() {
        Some(_) => Seen { ticket: IfMatch::Any, milestone: seen },
        None => Seen { ticket: seen, milestone: IfMatch::Any },
    };
    Ok(rollout_act_on(tx, id, seen, act).await?.0)
}

/// What a caller has seen of a rollout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub ticket: IfMatch,
    pub milestone: IfMatch,
}

/// The same with both versions; answers the version of the rollout afterwards too.
pub(crate) async fn rollout_act_on(
    tx: &Tx,
    id: RolloutId,
    seen: Seen,
    act: &RolloutAct,
) -> Result<(Steered, i64)> {
    // Root first, so that two commands to one rollout wait for each other and never for a part.
    let lock = ticket_lock(tx, id.into(), permission(&act.command), seen.ticket).await?;
    check_references(tx, &act.command).await?;
    coverage::check(tx, id, &act.command).await?;
    let steered = steer(tx, id, seen.milestone, &act.command, &of).await?;
    service::orders_told(tx, &steered, matches!(act.command, SteerCommand::SetOutcome { .. })).await?;
    let change = TicketChange { state: Some(ticket_state(&steered)), ..TicketChange::default() };
    let version = ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
    if let Some(text) = &act.note {
        let audience = act.audience.unwrap_or(Audience::All);
        article_create(tx, id.into(), ArticleCreate { audience, text: text.clone() }, Channel::Web).await?;
    }
    Ok((steered, version))
}

/// Organisations and persons that a command names must be there for the caller.
async fn check_references(tx: &Tx, command: &SteerCommand) -> Result<()> {
    use SteerCommand as S;
    let (organisation, person) = match command {
        S::SetResponsible { organisation_id, person_id, .. }
        | S::SetParty { organisation_id, person_id, .. } => (*organisation_id, *person_id),
        S::StartWaiting { organisation_id, .. } => (*organisation_id, None),
        _ => (None, None),
    };
    let mut faults = Vec::new();
    if let Some(id) = organisation
        && bodies(tx, vec![id]).await?.is_empty()
    {
        faults.push(Fault::unknown_reference("/command/organisation_id"));
    }
    if let Some(id) = person
        && !visible(tx, "person", vec![id.0]).await?.contains(&id.0)
    {
        faults.push(Fault::unknown_reference("/command/person_id"));
    }
    Error::check(faults)
}

/// What a ticket's state is, seen from its rollout.
pub fn ticket_state(steered: &Steered) -> TicketState {
    match steered.state {
        CourseState::NotStarted => TicketState::New,
        CourseState::Running => TicketState::Open,
        CourseState::Deferred => TicketState::Waiting,
        CourseState::Finished | CourseState::Ended => TicketState::Closed,
    }
}

/// Lights and forecasts that time has overtaken, computed again; a deferral that ran out opens the ticket again. Answers
/// how many.
pub async fn recompute_due(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let rights = [ROLLOUT_READ, ROLLOUT_STEER, TICKET_READ, TICKET_WRITE];
    let ctx = Ctx::system(Actor::system("rollouts", &rights), clock);
    let work = async |tx: &Tx| {
        let (done, moved) = service::recompute_due(tx, tx.ctx().now(), PORTION, &of).await?;
        for steered in moved {
            let lock = ticket_lock(tx, steered.id.into(), TICKET_WRITE, IfMatch::Any).await?;
            let change = TicketChange { state: Some(ticket_state(&steered)), ..TicketChange::default() };
            ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
        }
        Ok(done as u64 + service::coverage_follow(tx).await?)
    };
    db.write(&ctx, work).await
}

/// Who reads on behalf of the names in rollouts, and how many events at a time.
const NAMES: &str = "rollouts.names";
const EVENTS: u64 = 1_000;

/// Lets the order of lists follow when bodies or services are renamed. Answers how many events it read.
pub async fn names_follow(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let ctx = Ctx::system(Actor::system("rollouts", &[]), clock);
    let reader = db.read(&ctx);
    let from = reader.subscriber_at(NAMES).await?;
    let (events, end) =
        reader.events_sought(from, EVENTS, Sought::Kinds(&["organisation", "service"])).await?;
    if events.is_empty() && end - from < UNSAID {
        return Ok(0);
    }
    let mut named: Vec<Uuid> = events.iter().map(|event| event.subject_id).collect();
    named.sort_unstable();
    named.dedup();
    let work = async |tx: &Tx| {
        if tx.subscriber_position(NAMES).await? == from {
            service::sort_keys_follow(tx, &named).await?;
            tx.subscriber_advance(NAMES, end).await?;
        }
        Ok(())
    };
    db.write(&ctx, work).await?;
    Ok(events.len() as u64)
}

/// Rollouts the caller sees; full text finds what of the conversation the caller may read, and no more.
pub async fn rollouts_found(
    reader: &Reader,
    params: &RolloutListParams,
    request: &PageRequest,
) -> Result<Page<RolloutRow>> {
    let q = params.q.as_deref().filter(|q| !q.trim().is_empty());
    let params = RolloutListParams { found: q.map(|q| tickets_matching(reader, q)), ..params.clone() };
    rollout_list(reader, &params, request, &of).await
}

/// By what rollouts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RollupKind {
    Phase,
    Service,
    Programme,
    Wave,
    Region,
}

/// What is counted by; regions are the organisations directly below the one asked for, or the topmost the caller sees.
pub async fn rollup_by(reader: &Reader, below: Option<OrganisationId>, kind: RollupKind) -> Result<RollupBy> {
    Ok(match kind {
        RollupKind::Phase => RollupBy::Phase,
        RollupKind::Service => RollupBy::Service,
        RollupKind::Programme => RollupBy::Programme,
        RollupKind::Wave => RollupBy::Wave,
        RollupKind::Region => RollupBy::Region(regions(reader, below).await?),
    })
}

/// The organisations directly below one, or the topmost the caller sees.
pub async fn regions(reader: &Reader, below: Option<OrganisationId>) -> Result<Vec<OrganisationId>> {
    let children = OrganisationListParams {
        parent: below,
        roots: below.is_none().then_some(true),
        ..OrganisationListParams::default()
    };
    let all = PageRequest { limit: MAX_LIMIT, cursor: None, count: false };
    Ok(organisation_list(reader, &children, &all).await?.items.iter().map(|row| row.id).collect())
}

/// How far online services reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coverage {
    /// In force, and visible to the caller.
    pub municipalities: i64,
    pub population: i64,
    /// Of these, with a live rollout that covers them.
    pub live_municipalities: i64,
    pub live_population: i64,
}

/// Organisations the caller sees; who is covered by a live rollout is told from rollouts.
pub async fn organisations_found(
    reader: &Reader,
    params: &OrganisationListParams,
    request: &PageRequest,
) -> Result<Page<OrganisationRow>> {
    let (service, programme) = (params.live_service, params.live_programme);
    let live = params.live.or((service.is_some() || programme.is_some()).then_some(true));
    let covered = live.map(|_| service::live_covered(reader, service, programme));
    organisation_list(reader, &OrganisationListParams { live, covered, ..params.clone() }, request).await
}

/// Counts municipalities and people with a live covering rollout, of one service or programme where given.
pub async fn coverage(
    reader: &Reader,
    below: Option<OrganisationId>,
    service: Option<ServiceId>,
    programme: Option<ProgrammeId>,
) -> Result<Coverage> {
    let live = service::live_cover(reader, service, programme).await?;
    let all = population(reader, below, None).await?;
    let reached = population(reader, below, Some(live)).await?;
    Ok(Coverage {
        municipalities: all.0,
        population: all.1,
        live_municipalities: reached.0,
        live_population: reached.1,
    })
}
