//! Commands to a rollout under the lock of its ticket, and what only several domains together know of it.
use dienstweg_calendar::WorkCalendar;
use dienstweg_customers::service::calendars;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx, Permission};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TicketId};
use dienstweg_kernel::{Db, Reader, Result, Tx};
use dienstweg_rollouts::input::SteerCommand;
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_rollouts::service::{self, mother_get, rollout_get, steer};
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::view::{MotherView, RolloutView, Steered};
use dienstweg_tickets::input::{ArticleCreate, TicketChange};
use dienstweg_tickets::service::{article_create, ticket_get, ticket_lock, ticket_touch};
use dienstweg_tickets::view::TicketView;
use dienstweg_tickets::{Audience, Channel, TicketState};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;
use validator::Validate;

/// Rollouts that are computed again in one commit.
const PORTION: u64 = 200;

/// A command with what is said about it.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
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

pub async fn rollout_detail(reader: &Reader, id: RolloutId) -> Result<RolloutDetail> {
    let rollout = rollout_get(reader, id, &of).await?;
    let ticket = ticket_get(reader, TicketId(id.0)).await?;
    Ok(RolloutDetail { rollout, version: ticket.version, ticket })
}

pub async fn mother_detail(reader: &Reader, id: RolloutId) -> Result<MotherDetail> {
    let mother = mother_get(reader, id, &of).await?;
    let ticket = ticket_get(reader, TicketId(id.0)).await?;
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
    let (ticket_seen, milestone_seen) = match act.command.milestone() {
        Some(_) => (IfMatch::Any, seen),
        None => (seen, IfMatch::Any),
    };
    // Root first, so that two commands to one rollout wait for each other and never for a part.
    let lock = ticket_lock(tx, id.into(), permission(&act.command), ticket_seen).await?;
    let steered = steer(tx, id, milestone_seen, &act.command, &of).await?;
    let change = TicketChange { state: Some(ticket_state(&steered)), ..TicketChange::default() };
    ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
    if let Some(text) = &act.note {
        let audience = act.audience.unwrap_or(Audience::All);
        article_create(tx, id.into(), ArticleCreate { audience, text: text.clone() }, Channel::Web).await?;
    }
    Ok(steered)
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

/// Lights and forecasts that time has overtaken, computed again. Answers how many.
pub async fn recompute_due(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let ctx = Ctx::system(Actor::system("rollouts", &[ROLLOUT_READ, ROLLOUT_STEER]), clock);
    db.write(&ctx, async |tx| service::recompute_due(tx, tx.ctx().now(), PORTION, &of).await).await
}

