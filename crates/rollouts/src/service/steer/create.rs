//! Creating rollouts, one or twenty thousand.
use super::follow::{Following, blank_party};
use super::{Book, Work};
use crate::entity::{cover, milestone, party, rollout};
use crate::input::{NewRollout, Prior, PriorWhat};
use crate::policy::steer::ROLLOUT_STEER;
use crate::steering::{MilestoneChange, MilestoneState};
use crate::store::parties::{Directory, Spot};
use crate::template::{Milestone, Template};
use crate::types::rollout::word;
use crate::types::{Entry, NO_DAY, RolloutKind};
use crate::view::Steered;
use crate::{events, store};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Ctx;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use std::collections::HashMap;
use std::sync::Arc;

/// Creates rollouts with the milestones of their level, parties and coverage, a few statements per table and portion.
/// Their tickets are the caller's affair. Mothers may come in the same list as their daughters.
///
/// # Errors
/// `forbidden` without `rollout:steer` for a body, `invalid` for an unknown template, `duplicate` where the body has a
/// running rollout of the service (or a mother) already.
pub async fn rollouts_create(
    tx: &Tx,
    mut new: Vec<NewRollout>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<Steered>> {
    // Daughters refer to mothers.
    new.sort_by_key(|new| new.kind == RolloutKind::Daughter);
    let templates = store::steer::templates(tx, new.iter().map(|new| new.template_id)).await?;
    store::parties::hold(tx).await?;
    let directory = Directory::load(tx, new.iter().map(Spot::of_new), None).await?;
    let mut works = Vec::with_capacity(new.len());
    for new in &new {
        let template = templates.get(&new.template_id);
        let template =
            template.ok_or_else(|| Error::invalid(vec![Fault::unknown_reference("/template_id")]))?;
        works.push(blank(tx.ctx(), new, Arc::clone(template), &directory));
    }
    let book = Book::load(tx, &works, calendars).await?;
    let now = tx.ctx().now();
    let steered = works.iter_mut().map(|work| work.settle(&book, now)).collect::<Vec<_>>();
    let steered = works.iter().zip(&steered).map(|(work, steering)| work.steered(steering, None)).collect();
    store_all(tx, &new, works).await?;
    Ok(steered)
}

async fn store_all(tx: &Tx, new: &[NewRollout], works: Vec<Work>) -> Result<()> {
    let completed: HashMap<RolloutId, Vec<String>> =
        works.iter().map(|work| (work.rollout.id, done(work))).collect();
    let fact = |row: &rollout::Model| {
        let completed: Vec<&str> = completed.get(&row.id).into_iter().flatten().map(String::as_str).collect();
        events::rollout_created(row.kind, row.body_id, row.service_id, row.position_id, &completed)
    };
    let rows = works.iter().map(|work| work.rollout.clone().into_active_model().reset_all()).collect();
    tx.insert_many::<rollout::Entity>(ROLLOUT_STEER, rows, fact).await?;
    let today = tx.ctx().today();
    let cover = |new: &NewRollout, municipality: OrganisationId| cover::ActiveModel {
        rollout_id: Set(new.id),
        organisation_id: Set(municipality),
        valid_from: Set(new.started_on.unwrap_or(today).min(today)),
        valid_to: Set(None),
    };
    let pairs =
        || new.iter().flat_map(|new| new.covered.iter().map(move |municipality| (new, *municipality)));
    let covers: Vec<_> = pairs().map(|(new, municipality)| cover(new, municipality)).collect();
    let covered = pairs().map(|(new, municipality)| store::involvement::covered(new.id, municipality));
    let roles = works.iter().flat_map(|work| {
        work.involved()
            .into_iter()
            .map(|(party, role)| store::involvement::involved(work.rollout.id, party, role))
    });
    let involved: Vec<_> = covered.chain(roles).collect();
    let (mut milestones, mut parties) = (Vec::new(), Vec::new());
    for work in works {
        milestones.extend(work.milestones.into_iter().map(|row| row.into_active_model().reset_all()));
        parties.extend(work.parties.into_iter().map(|row| row.into_active_model().reset_all()));
    }
    let write = tx.unscoped_write("parts of rollouts the caller creates");
    write.insert_many::<milestone::ActiveModel>(milestones).await?;
    write.insert_many::<party::ActiveModel>(parties).await?;
    write.insert_many(covers).await?;
    write.insert_many(involved).await
}

fn done(work: &Work) -> Vec<String> {
    let open = word(MilestoneState::Open);
    work.milestones.iter().filter(|row| row.status != open).map(|row| row.key.clone()).collect()
}

/// The rows of a rollout in which nothing has happened but what had happened before.
pub(super) fn blank(ctx: &Ctx, new: &NewRollout, template: Arc<Template>, directory: &Directory) -> Work {
    let default = |role: &str| new.parties.iter().find(|party| party.role == role)?.organisation_id;
    let roles = template.parties.iter();
    let parties = roles.map(|role| blank_party(ctx, new.id, &role.key, default(&role.key))).collect();
    let mut work = Work {
        rollout: rollout_row(ctx, new),
        milestones: Vec::new(),
        intervals: Vec::new(),
        parties,
        template,
    };
    Following { directory, role: None }.work(&mut work, ctx);
    work.milestones = milestone_rows(ctx, new, &work);
    work
}

fn milestone_rows(ctx: &Ctx, new: &NewRollout, work: &Work) -> Vec<milestone::Model> {
    let mut rows = Vec::new();
    let level = new.kind.level();
    for phase in work.template.phases.iter().filter(|phase| phase.level == level) {
        for milestone in &phase.milestones {
            let party = work.parties.iter().find(|party| party.role == milestone.role);
            let waits_for = milestone.auto_complete_on.as_ref();
            let prior = new.prior.iter().find(|prior| match &prior.what {
                PriorWhat::Event(name) => Some(name) == waits_for,
                PriorWhat::Done(key) => *key == milestone.key,
                PriorWhat::CameOut(..) => false,
            });
            let position = i32::try_from(rows.len()).unwrap_or(i32::MAX);
            let place = Placed { phase: &phase.key, milestone, position };
            let mut row = blank_milestone(ctx, new.id, &place, party);
            if let Some(prior) = prior {
                complete_before(&mut row, prior, ctx);
            }
            rows.push(row);
        }
    }
    rows
}

/// Where a milestone of the template stands in a course.
pub(super) struct Placed<'a> {
    pub phase: &'a str,
    pub milestone: &'a Milestone,
    pub position: i32,
}

/// The row of a milestone with which nothing has happened yet.
pub(super) fn blank_milestone(
    ctx: &Ctx,
    rollout_id: RolloutId,
    place: &Placed<'_>,
    party: Option<&party::Model>,
) -> milestone::Model {
    milestone::Model {
        id: ctx.new_id(),
        rollout_id,
        phase: place.phase.to_owned(),
        key: place.milestone.key.clone(),
        position: place.position,
        required: place.milestone.required,
        role: place.milestone.role.clone(),
        party_id: party.and_then(|party| party.organisation_id),
        person_id: party.and_then(|party| party.person_id),
        party_fixed: false,
        status: word(MilestoneState::Open),
        decided_at: None,
        decided_by: None,
        reason: None,
        entries: serde_json::json!([]),
        due_fixed: None,
        due_original: None,
        due: None,
        ready: false,
        ready_on: None,
        took: None,
        rank: 0,
        version: 1,
    }
}

/// No fact may lie after the moment of evaluation, whatever a marketplace says about its clock.
fn complete_before(row: &mut milestone::Model, prior: &Prior, ctx: &Ctx) {
    let at = prior.at.min(ctx.now());
    row.status = word(MilestoneState::Done);
    row.decided_at = Some(at);
    row.decided_by = Some(prior.actor.0);
    row.entries = serde_json::json!([Entry { at, what: MilestoneChange::Done }]);
}

fn rollout_row(ctx: &Ctx, new: &NewRollout) -> rollout::Model {
    let now = ctx.now();
    let outcome = new.prior.iter().find_map(|prior| match &prior.what {
        PriorWhat::CameOut(key, reason) => Some((*key, prior.at.min(now), reason.clone().map(Sealed::new))),
        _ => None,
    });
    rollout::Model {
        id: new.id,
        number: new.number.clone(),
        kind: new.kind,
        body_id: new.body_id,
        service_id: new.service.as_ref().map(|service| service.id),
        programme_id: new.programme_id,
        template_id: new.template_id,
        mother_id: new.mother_id,
        position_id: new.position_id,
        wave_id: new.wave_id,
        started_on: new.started_on,
        outcome: outcome.as_ref().map(|(key, ..)| key.as_str().to_owned()),
        outcome_at: outcome.as_ref().map(|(_, at, _)| *at),
        outcome_reason: outcome.and_then(|(.., reason)| reason),
        maturity_one_level: None,
        maturity_one_on: None,
        maturity_one_assessor: None,
        maturity_two_level: None,
        maturity_two_on: None,
        maturity_two_assessor: None,
        state: String::new(),
        phase: None,
        progress_done: 0,
        progress_total: 0,
        plan_go_live: None,
        moved_go_live: None,
        forecast_go_live: NO_DAY,
        live_on: None,
        ended_on: None,
        ball_role: None,
        ball_party_id: None,
        ball_since: None,
        ball_given_at: None,
        next_milestone: None,
        next_due: NO_DAY,
        yellow_from: None,
        red_from: None,
        grey: false,
        grey_until: None,
        deferred_until: None,
        blocked_since: None,
        recompute_at: None,
        evaluated_at: now,
        schedule: rollout::Schedule::default(),
        body_sort: new.body_sort.clone(),
        service_sort: new.service.as_ref().map(|service| service.sort.clone()).unwrap_or_default(),
        created_at: now,
        updated_at: now,
    }
}
