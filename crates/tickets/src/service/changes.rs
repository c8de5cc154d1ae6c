//! Changes to a ticket, by people or together with the rollout that shares its lock.
use super::create::{describe, people};
use super::reads::{Row, view};
use crate::entity::ticket;
use crate::error::{TICKET_DRIVEN_BY_ROLLOUT, TICKET_TRANSITION_NOT_ALLOWED};
use crate::input::{TicketChange, TicketPatch, TicketTransition};
use crate::policy::{TICKET_ASSIGN, TICKET_WRITE};
use crate::types::{DrivenBy, TITLE_MAX, TicketState, TicketType, driven_by, line, next_state};
use crate::view::TicketView;
use crate::{events, store};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::{OrganisationId, TicketId};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ActiveValue, Set};

/// A ticket that is locked in this unit of work, and with it the rollout that shares its id.
#[derive(Debug)]
pub struct TicketLock(Locked<ticket::Entity>);

impl TicketLock {
    pub fn id(&self) -> TicketId {
        self.0.id
    }

    pub fn number(&self) -> &str {
        &self.0.number
    }

    pub fn ticket_type(&self) -> TicketType {
        self.0.ticket_type
    }

    /// What the ETag says of ticket and rollout alike.
    pub fn version(&self) -> i64 {
        self.0.version
    }

    pub fn title(&self) -> &str {
        &self.0.title
    }

    pub fn state(&self) -> TicketState {
        self.0.state
    }

    /// The responsible body.
    pub fn organisation_id(&self) -> OrganisationId {
        self.0.organisation_id
    }

    pub fn parent_id(&self) -> Option<TicketId> {
        self.0.parent_id
    }
}

/// Locks a ticket for a change that needs `permission`, which may be one of another domain. Several are locked in the
/// order of their ids.
///
/// # Errors
/// `not-found`, `forbidden`, `stale` as [`Tx::lock`].
pub async fn ticket_lock(tx: &Tx, id: TicketId, permission: Permission, seen: IfMatch) -> Result<TicketLock> {
    tx.lock::<ticket::Entity>(id, permission, seen).await.map(TicketLock)
}

/// Raises the version because something changed that shares the ETag, with history and event under the name of
/// `fact`; changes columns of the ticket along the way. Answers the new version.
///
/// # Errors
/// `invalid` for a title that is empty or too long.
pub async fn ticket_touch(tx: &Tx, lock: TicketLock, fact: Fact, change: TicketChange) -> Result<i64> {
    let row = apply(tx, lock.0, change, fact, true).await?;
    Ok(row.version)
}

/// Changes title, assignee or team.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `invalid` with all faults.
pub async fn ticket_patch(tx: &Tx, id: TicketId, patch: TicketPatch, seen: IfMatch) -> Result<TicketView> {
    let assigns = !(patch.assignee_id.is_absent() && patch.team_id.is_absent());
    let renames = !patch.title.is_absent();
    let locked =
        tx.lock::<ticket::Entity>(id, if assigns { TICKET_ASSIGN } else { TICKET_WRITE }, seen).await?;
    if assigns && renames && !store::reaches(tx, id, TICKET_WRITE).await? {
        return Err(Error::forbidden(TICKET_WRITE));
    }
    let mut faults = Vec::new();
    let title = match &patch.title {
        Patch::Absent => None,
        Patch::Null => Some(line("", TITLE_MAX, "/title", &mut faults)),
        Patch::Value(title) => Some(line(title, TITLE_MAX, "/title", &mut faults)),
    };
    let (assignee, team) = (patch.assignee_id.into_change(), patch.team_id.into_change());
    let references: Vec<_> = people(assignee.flatten(), team.flatten()).collect();
    store::referred(tx, &references, &mut faults).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = apply(
        tx,
        locked,
        TicketChange { title, assignee, team, state: None },
        events::ticket_updated(),
        false,
    )
    .await?;
    view(tx, row).await
}

/// Moves an incident or service request to another state.
///
/// # Errors
/// `ticket-driven-by-rollout`; `ticket-transition-not-allowed`; `not-found`, `forbidden`, `stale`.
pub async fn ticket_transition(
    tx: &Tx,
    id: TicketId,
    input: TicketTransition,
    seen: IfMatch,
) -> Result<TicketView> {
    let locked = tx.lock::<ticket::Entity>(id, TICKET_WRITE, seen).await?;
    if driven_by(locked.ticket_type) == DrivenBy::Rollout {
        return Err(Error::new(TICKET_DRIVEN_BY_ROLLOUT));
    }
    let state =
        next_state(locked.state, input.action).ok_or_else(|| Error::new(TICKET_TRANSITION_NOT_ALLOWED))?;
    let reason = input.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let fact = events::ticket_transitioned(input.action, state, reason);
    let row = apply(tx, locked, TicketChange { state: Some(state), ..TicketChange::default() }, fact, false)
        .await?;
    view(tx, row).await
}

/// Without `touch`, what changes nothing leaves no trace.
pub(super) async fn apply(
    tx: &Tx,
    locked: Locked<ticket::Entity>,
    change: TicketChange,
    fact: Fact,
    touch: bool,
) -> Result<Row> {
    let mut row = locked.change();
    let mut faults: Vec<Fault> = Vec::new();
    let title = change.title.map(|title| line(&title, TITLE_MAX, "/title", &mut faults));
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let renamed = set(&mut row.title, title, &locked.title);
    let moved = set(&mut row.state, change.state, &locked.state);
    let given = set(&mut row.assignee_id, change.assignee, &locked.assignee_id);
    let handed = set(&mut row.team_id, change.team, &locked.team_id);
    if !(renamed || moved || given || handed || touch) {
        return Ok(locked.unchanged());
    }
    row.updated_at = Set(tx.ctx().now());
    let row = tx.touch(locked, row, fact).await?;
    if renamed {
        let texts = store::open_texts(tx, row.id).await?;
        describe(tx, &row, &texts);
    }
    Ok(row)
}

/// Sets what is given and differs; answers whether it does.
fn set<T: PartialEq + Into<sea_orm::Value>>(
    column: &mut ActiveValue<T>,
    wanted: Option<T>,
    present: &T,
) -> bool {
    match wanted {
        Some(value) if value != *present => {
            *column = Set(value);
            true
        }
        _ => false,
    }
}
