//! One command to one rollout.
use super::command::{Doing, Told, consequences, enter};
use super::cover::{self, CoverageChange, Covered};
use super::inverse::inverse;
use super::maturity::maturity_faults;
use super::{Book, Work, upgrade};
use crate::entity::{interval, milestone, party, programme, rollout};
use crate::input::SteerCommand;
use crate::policy::steer::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER, subject};
use crate::service::forms;
use crate::steering::SteeringError;
use crate::store;
use crate::store::parties::{Directory, Spot};
use crate::store::whole::{WholeRollout, whole};
use crate::view::Steered;
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::UpdateStatement;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryTrait};
use std::collections::HashMap;

/// Carries out one command. The ticket of the rollout is locked by the caller before; `seen` is the version of the
/// milestone where the command is to one, and otherwise the ticket's affair. Organisations and persons named in the
/// command are checked by the caller.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`, or the refusal of steering as a problem of its own.
pub async fn steer(
    tx: &Tx,
    id: RolloutId,
    seen: IfMatch,
    command: &SteerCommand,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Steered> {
    let permission = needed(command);
    let to_lock = if permission == MILESTONE_COMPLETE { ROLLOUT_READ } else { permission };
    let row = tx.lock::<rollout::Entity>(id, to_lock, IfMatch::Any).await?;
    let WholeRollout { work: before, covers, .. } = whole(tx, id).await?;
    Error::check(maturity_faults(command, before.rollout.kind, tx.ctx().today()))?;
    let milestone = match command.milestone() {
        Some(key) => Some(lock_milestone(tx, &before, key, permission, seen).await?),
        None => None,
    };
    if let SteerCommand::Complete { milestone, .. } = command {
        forms::gate(tx, &before, milestone).await?;
    }
    let book = Book::load(tx, [&before], calendars).await?;
    if let SteerCommand::ChangeCoverage { add, end, on, reason } = command {
        let on = on.unwrap_or_else(|| tx.ctx().today());
        let change = CoverageChange { add, end, on, reason };
        return cover::change(tx, row, Covered { work: &before, rows: &covers }, &book, change).await;
    }
    if let SteerCommand::ChangeTemplate { template_id } = command {
        return upgrade::change(tx, row, &before, *template_id, calendars).await;
    }
    if let SteerCommand::SetProgramme { programme_id: Some(programme) } = command {
        offers(tx, &before, *programme).await?;
    }
    let mut work = before.clone();
    let calendar = book.of(work.rollout.body_id);
    let directory = match command {
        SteerCommand::FollowParty { role } => Some(Directory::load(tx, [work.spot()], Some(role)).await?),
        SteerCommand::SetProgramme { programme_id } => {
            let spot = Spot { programme: *programme_id, ..work.spot() };
            Some(Directory::load(tx, [spot], None).await?)
        }
        _ => None,
    };
    let doing =
        Doing { ctx: tx.ctx(), now: tx.ctx().now(), calendar: &calendar, directory: directory.as_ref() };
    let told = enter(&mut work, command, &doing)?;
    // Somebody new counts with working days of their own.
    let book = match command {
        SteerCommand::SetParty { .. }
        | SteerCommand::FollowParty { .. }
        | SteerCommand::SetProgramme { .. } => Book::load(tx, [&work], calendars).await?,
        _ => book,
    };
    let taken_back = inverse(&before, command, TAKEN_BACK);
    let left = store::involvement::involvement_follow(tx, &before, &work).await?;
    let mut change = Change {
        row,
        milestones: Vec::new(),
        fact: None,
        told: Vec::new(),
        many: false,
        before: &before,
        work,
        left,
    };
    match told {
        Told::Milestone(at, fact) => change.milestones.extend(milestone.map(|locked| (at, locked, fact))),
        Told::Rollout(fact) => change.fact = Some(fact),
        Told::Part(fact) => change.told.push(fact),
    }
    Ok(Steered { inverse: taken_back, ..write(tx, change, &book).await? })
}

/// A rollout counts for a programme the caller sees and that its service belongs to.
async fn offers(reader: &Reader, work: &Work, programme: ProgrammeId) -> Result<()> {
    let pointer = "/command/programme_id";
    let row = reader.get::<programme::Entity>(programme).await;
    let row = row.map_err(|_| Error::invalid(vec![Fault::unknown_reference(pointer)]))?;
    let services: Vec<ServiceId> =
        serde_json::from_value(row.service_ids.clone()).map_err(Error::internal)?;
    if work.rollout.service_id.is_none_or(|service| services.contains(&service)) {
        return Ok(());
    }
    let message =
        Text::new("Der Dienst gehört nicht zum Programm.", "This service is not part of the programme.");
    Err(Error::invalid(vec![Fault::new(pointer, "not_of_programme", message)]))
}

/// The reason of a command that takes another back.
const TAKEN_BACK: &str = "Rückgängig gemacht";

/// One command needs another right than the others.
fn needed(command: &SteerCommand) -> Permission {
    match command {
        SteerCommand::Complete { .. } => MILESTONE_COMPLETE,
        _ => ROLLOUT_STEER,
    }
}

async fn lock_milestone(
    tx: &Tx,
    work: &Work,
    key: &str,
    permission: Permission,
    seen: IfMatch,
) -> Result<Locked<milestone::Entity>> {
    let row = work.milestones.iter().find(|row| row.key == key);
    let row = row.ok_or_else(|| SteeringError::UnknownMilestone { milestone: key.to_owned() })?;
    tx.lock(row.id, permission, seen).await
}

/// What was done to a rollout, to be stored.
pub(super) struct Change<'a> {
    pub row: Locked<rollout::Entity>,
    /// Milestones whose change is history, by their place.
    pub milestones: Vec<(usize, Locked<milestone::Entity>, Fact)>,
    /// Of a change of the rollout's own row.
    pub fact: Option<Fact>,
    /// Of changes of parts without history of their own.
    pub told: Vec<Fact>,
    /// It is one of many that change for the same cause; who is told of each of them by mail would drown.
    pub many: bool,
    pub before: &'a Work,
    /// With everything entered, but not yet what follows from it.
    pub work: Work,
    /// Organisations that are no party any more.
    pub left: Vec<OrganisationId>,
}

/// Computes what follows and stores everything that changed.
pub(super) async fn write(tx: &Tx, change: Change<'_>, book: &Book) -> Result<Steered> {
    let Change { row, milestones, fact, told, many, before, mut work, left } = change;
    let steering = work.settle(book, tx.ctx().now());
    work.rollout.updated_at = tx.ctx().now();
    let of_history: Vec<usize> = milestones.iter().map(|(at, ..)| *at).collect();
    let mut milestone_version = None;
    for (at, locked, fact) in milestones {
        if let Some(after) = work.milestones.get(at) {
            let after = after.clone().into_active_model().reset_all();
            milestone_version = Some(tx.update(locked, after, fact.left(left.clone())).await?.version);
        }
    }
    store_parts(tx, before, &work, &of_history, many).await?;
    let (subject, rollout) = (subject(work.rollout.id), work.rollout.clone().into_active_model().reset_all());
    for fact in told {
        tx.emit(subject, fact.left(left.clone()));
    }
    match fact {
        Some(fact) => tx.update(row, rollout, fact).await?,
        None => tx.derive(row, rollout).await?,
    };
    for fact in consequences(before, &work, &steering) {
        tx.emit(subject, fact);
    }
    Ok(Steered { milestone_version, ..work.steered(&steering, before.rollout.phase.as_deref()) })
}

/// Stores what changed in milestones (but those whose change is history), intervals and parties.
async fn store_parts(tx: &Tx, before: &Work, work: &Work, of_history: &[usize], many: bool) -> Result<()> {
    let pairs = before.milestones.iter().zip(&work.milestones).enumerate();
    let others =
        pairs.filter(|(at, (old, new))| !of_history.contains(at) && old != new).map(|(_, pair)| pair);
    let (moved, derived): (Vec<_>, Vec<_>) =
        others.partition(|(old, new)| (old.party_id, old.person_id) != (new.party_id, new.person_id));
    for (_, new) in &moved {
        // One role changed hands, and its open milestones with it.
        let locked = tx.lock::<milestone::Entity>(new.id, ROLLOUT_STEER, IfMatch::Any).await?;
        let fact = crate::events::party_set(&new.role, Some(&new.key), new.party_id).with("many", many);
        tx.update(locked, (*new).clone().into_active_model().reset_all(), fact).await?;
    }
    let derived: Vec<&milestone::Model> = derived.into_iter().map(|(_, new)| new).collect();
    store::steer::milestones_derive(tx, &derived).await?;
    let write = tx.unscoped_write("parts of a rollout the caller steers");
    for new in &work.intervals {
        match before.intervals.iter().find(|old| old.id == new.id) {
            Some(old) if old == new => {}
            Some(_) => drop(write.run(&update::<interval::Entity>(new.clone())?).await?),
            None => write.insert_many(vec![new.clone().into_active_model().reset_all()]).await?,
        }
    }
    store_parties(tx, before, work).await
}

/// Stores what changed in who plays which role.
pub(super) async fn store_parties(tx: &Tx, before: &Work, work: &Work) -> Result<()> {
    let write = tx.unscoped_write("parts of a rollout the caller steers");
    for new in &work.parties {
        match before.parties.iter().find(|old| old.id == new.id) {
            Some(old) if old == new => {}
            Some(_) => drop(write.run(&update::<party::Entity>(new.clone())?).await?),
            None => write.insert_many(vec![new.clone().into_active_model().reset_all()]).await?,
        }
    }
    Ok(())
}

/// An update of all columns of one row.
pub(crate) fn update<E: EntityTrait>(row: E::Model) -> Result<UpdateStatement>
where
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let update = E::update(row.into_active_model().reset_all()).validate().map_err(Error::internal)?;
    Ok(update.into_query())
}
