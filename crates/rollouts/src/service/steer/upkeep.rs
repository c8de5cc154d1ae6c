//! What happens to rollouts without a command: events complete milestones, time passes, results are checked.
use super::command::record;
use super::cover::covered_from;
use super::run::{Change, write};
use super::{Book, Work};
use crate::entity::{milestone, rollout};
use crate::policy::steer::ROLLOUT_READ;
use crate::steering::{Case, MilestoneChange, SteeringError};
use crate::view::Steered;
use crate::{events, store};
use chrono::{DateTime, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::guard::tables::COVERED;
use dienstweg_kernel::ids::{ActorId, OrganisationId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait, Order};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Something that happened to a rollout elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Happened {
    pub rollout: RolloutId,
    /// Name of the event, such as `order.received`.
    pub event: &'static str,
    pub at: DateTime<Utc>,
    pub actor: ActorId,
}

/// Completes the milestones that wait for these events, one event after the other, as of then and by whom each was. Where
/// something is missing before a milestone, or it is settled, it stays as it is. Answers the rollouts that moved.
pub async fn auto_complete(
    tx: &Tx,
    happened: &[Happened],
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<Steered>> {
    if happened.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<RolloutId> = happened.iter().map(|one| one.rollout).collect();
    let rows = tx.lock_all::<rollout::Entity>(ROLLOUT_READ, rollout::Column::Id.is_in(ids)).await?;
    let works = store::steer::load(tx, rows.iter().map(|row| (**row).clone()).collect()).await?;
    let book = Book::load(tx, &works, calendars).await?;
    let mut steered = Vec::new();
    for (row, before) in rows.into_iter().zip(works) {
        let mut work = before.clone();
        let mut milestones = Vec::new();
        for one in happened.iter().filter(|one| one.rollout == before.rollout.id) {
            for place in complete(&mut work, one, tx.ctx().now()) {
                let Some(new) = work.milestones.get(place) else { continue };
                let locked = tx.lock::<milestone::Entity>(new.id, ROLLOUT_READ, IfMatch::Any).await?;
                let fact = events::milestone_completed(&new.key, &new.phase, Some(one.event));
                milestones.push((place, locked, fact));
            }
        }
        if !milestones.is_empty() {
            let (fact, told, left) = (None, Vec::new(), Vec::new());
            let change = Change { row, milestones, fact, told, many: false, before: &before, work, left };
            steered.push(write(tx, change, &book).await?);
        }
    }
    Ok(steered)
}

/// Enters the completion of all milestones that wait for the event and may be completed; answers their places.
fn complete(work: &mut Work, happened: &Happened, now: DateTime<Utc>) -> Vec<usize> {
    let template = std::sync::Arc::clone(&work.template);
    let at = happened.at.min(now);
    let mut places = Vec::new();
    for milestone in template.completed_by(happened.event) {
        let facts = work.facts();
        let case = Case::new(&template, &facts, now);
        // What was opened again since then is done by it as of that moment.
        let at = match case.check_complete(&milestone.key, at) {
            Err(SteeringError::BeforeLastChange { last }) => last.min(now),
            _ => at,
        };
        if case.check_complete(&milestone.key, at).is_err() {
            continue;
        }
        let Some(place) = work.milestone(&milestone.key) else { continue };
        if let Some(row) = work.milestones.get_mut(place) {
            record(row, MilestoneChange::Done, at, happened.actor.0, None);
            places.push(place);
        }
    }
    places
}

/// Computes again what the passing of time has changed, for at most `limit` rollouts. Lights need none of this: they
/// are stored as instants. Answers how many were computed, and those whose state changed by it; no event, because nothing
/// happened.
pub async fn recompute_due(
    tx: &Tx,
    now: DateTime<Utc>,
    limit: u64,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<(usize, Vec<Steered>)> {
    let ids = store::steer::due_for_recompute(tx, now, limit).await?;
    if ids.is_empty() {
        return Ok((0, Vec::new()));
    }
    let rows = tx.lock_all::<rollout::Entity>(ROLLOUT_READ, rollout::Column::Id.is_in(ids)).await?;
    let works = store::steer::load(tx, rows.iter().map(|row| (**row).clone()).collect()).await?;
    let book = Book::load(tx, &works, calendars).await?;
    let (mut moved, mut changed) = (Vec::new(), Vec::new());
    let count = rows.len();
    for (row, before) in rows.into_iter().zip(works) {
        let mut work = before.clone();
        let steering = work.settle(&book, now);
        if work.rollout.state != before.rollout.state {
            changed.push(work.steered(&steering, before.rollout.phase.as_deref()));
        }
        tx.derive(row, work.rollout.into_active_model().reset_all()).await?;
        let pairs = before.milestones.into_iter().zip(work.milestones);
        moved.extend(pairs.filter(|(old, new)| old != new).map(|(_, new)| new));
    }
    store::steer::milestones_derive(tx, &moved.iter().collect::<Vec<_>>()).await?;
    Ok((count, changed))
}

/// Bodies and services are renamed where nobody knows of rollouts; their place in lists follows. No event and no
/// version: nothing happened to the rollouts. Answers how many followed.
pub async fn sort_keys_follow(tx: &Tx, named: &[Uuid]) -> Result<u64> {
    store::steer::sort_keys_follow(tx, named).await
}

/// A stored result that does not follow from the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub id: RolloutId,
    /// The column, of a milestone with its key before it; of involvement the role and the organisation.
    pub field: String,
}

/// Computes the results of rollouts again from their facts, as of the moment they were stored for, and compares: at
/// most `limit` rollouts after `after`. Answers what differs and where to go on.
pub async fn rebuild_check(
    reader: &Reader,
    after: Option<RolloutId>,
    limit: u64,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<(Vec<Drift>, Option<RolloutId>)> {
    use rollout::Column as C;
    let scoped = reader.select::<rollout::Entity>().filter_opt(after, |after| C::Id.gt(after));
    let rows = scoped.order(C::Id, Order::Asc).limit(limit).all().await?;
    let works = store::steer::load(reader, rows.iter().map(|row| (**row).clone()).collect()).await?;
    let book = Book::load(reader, &works, calendars).await?;
    let ids: Vec<RolloutId> = works.iter().map(|work| work.rollout.id).collect();
    let mut involved = store::involvement::involved_in(reader, &ids).await?;
    let covers = store::cover::covers_of(reader, ids).await?;
    let today = reader.ctx().today();
    let mut drift = Vec::new();
    for stored in &works {
        let id = stored.rollout.id;
        let covers = covers.get(&id).map(|rows| covered_from(rows, today)).unwrap_or_default();
        drift.extend(involvement_differs(stored, covers, involved.remove(&id).unwrap_or_default()));
        let mut rebuilt = stored.clone();
        rebuilt.settle(&book, stored.rollout.evaluated_at);
        drift.extend(differences(stored, &rebuilt));
    }
    Ok((drift, works.last().map(|work| work.rollout.id)))
}

/// Who is involved follows from who plays a role, owes a milestone, or is covered.
fn involvement_differs(
    work: &Work,
    covered: BTreeSet<OrganisationId>,
    stored: BTreeSet<(OrganisationId, String)>,
) -> Vec<Drift> {
    let roles = work.involved().into_iter().map(|(party, role)| (party, role.to_owned()));
    let covered = covered.into_iter().map(|municipality| (municipality, COVERED.to_owned()));
    let rebuilt: BTreeSet<_> = roles.chain(covered).collect();
    let differs = stored.symmetric_difference(&rebuilt);
    let field = |(party, role): &(OrganisationId, String)| format!("involvement {role} {party}");
    differs.map(|one| Drift { id: work.rollout.id, field: field(one) }).collect()
}

fn differences(stored: &Work, rebuilt: &Work) -> Vec<Drift> {
    let id = stored.rollout.id;
    let differs = |column: &rollout::Column| stored.rollout.get(*column) != rebuilt.rollout.get(*column);
    let of_rollout = rollout::Column::iter().filter(differs).map(|column| column.as_str().to_owned());
    let pairs = stored.milestones.iter().zip(&rebuilt.milestones);
    let of_milestones = pairs.flat_map(|(old, new)| {
        let differs = |column: &milestone::Column| old.get(*column) != new.get(*column);
        milestone::Column::iter().filter(differs).map(|column| format!("{} {}", old.key, column.as_str()))
    });
    of_rollout.chain(of_milestones).map(|field| Drift { id, field }).collect()
}
