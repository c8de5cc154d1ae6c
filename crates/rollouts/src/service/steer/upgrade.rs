//! Letting a rollout follow a newer version of its template.
use super::command::changeable;
use super::create::{Placed, blank_milestone};
use super::follow::{Following, blank_party};
use super::run::{Change, store_parties, write};
use super::{Book, Work};
use crate::entity::{milestone, rollout};
use crate::error::{TEMPLATE_LACKS, TEMPLATE_NOT_NEWER};
use crate::steering::MilestoneState;
use crate::store::parties::Directory;
use crate::template::{Milestone, OutcomeKey, Template};
use crate::types::IntervalKind;
use crate::types::rollout::{of_word, word};
use crate::view::{MovedMilestone, Steered, TemplateMove};
use crate::{events, store};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Ctx;
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::{OrganisationId, TemplateId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Lays the course of a rollout anew, after the newest published version of its template or the one that is named.
/// Milestones are the same by their key: what is done keeps its dates, also what is no longer asked for; what is new is open;
/// what is no longer asked for and was never done goes.
///
/// # Errors
/// `rollout-ended`; `template-not-newer`; `template-lacks` where the version does not know what holds in the rollout.
pub async fn change(
    tx: &Tx,
    row: Locked<rollout::Entity>,
    before: &Work,
    wanted: Option<TemplateId>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Steered> {
    changeable(before)?;
    let newer = store::upgrade::newer(tx, &before.template, wanted).await?;
    let id = newer.ok_or_else(|| Error::new(TEMPLATE_NOT_NEWER))?;
    let template = store::steer::template(tx, id).await?;
    lacking(before, &template)?;
    let directory = Directory::load(tx, [before.spot()], None).await?;
    let mut after = before.clone();
    after.rollout.template_id = id;
    play(&mut after, &before.template, &template, tx.ctx());
    after.template = template;
    Following { directory: &directory, role: None }.work(&mut after, tx.ctx());
    let moved = lay(&mut after, before, tx.ctx());
    store::upgrade::milestones_store(tx, &before.milestones, &after.milestones).await?;
    store::upgrade::parties_remove(tx, &before.parties, &after.parties).await?;
    store_parties(tx, before, &after).await?;
    let left = store::involvement::involvement_follow(tx, before, &after).await?;
    let book = Book::load(tx, [&after], calendars).await?;
    let laid = after.clone();
    let change = Change {
        row,
        milestones: Vec::new(),
        fact: Some(events::template_changed(&moved)),
        told: Vec::new(),
        many: true,
        before: &laid,
        work: after,
        left,
    };
    Ok(Steered { moved: Some(moved), ..write(tx, change, &book).await? })
}

/// What is recorded must mean the same afterwards.
fn lacking(before: &Work, template: &Template) -> Result<()> {
    let waiting = before.intervals.iter().filter(|row| row.kind == IntervalKind::Waiting);
    let kinds = waiting.clone().filter_map(|row| row.waiting_kind.as_deref());
    let kinds = kinds.filter(|kind| template.waiting_kind(kind).is_none());
    let roles = waiting.filter_map(|row| row.role.as_deref());
    let roles = roles.filter(|role| template.role(role).is_none());
    let outcome: Option<OutcomeKey> = before.rollout.outcome.as_deref().and_then(of_word);
    let outcome = outcome.filter(|key| !template.outcomes.iter().any(|known| known.key == *key));
    let lacking: BTreeSet<&str> = kinds.chain(roles).chain(outcome.map(OutcomeKey::as_str)).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    let names = lacking.into_iter().collect::<Vec<_>>().join(", ");
    Err(Error::new(TEMPLATE_LACKS).detail(format!("Es fehlt: {names}."), format!("It lacks: {names}.")))
}

/// Each role of the new version has a row. Whom it names by itself is whom the old one named from the same source.
fn play(after: &mut Work, old: &Template, new: &Template, ctx: &Ctx) {
    after.parties.retain(|row| new.role(&row.role).is_some());
    for role in &new.parties {
        if after.parties.iter().any(|row| row.role == role.key) {
            continue;
        }
        let alike = old.parties.iter().filter(|known| known.default_source == role.default_source);
        let default = alike.filter_map(|known| after.parties.iter().find(|row| row.role == known.key)).next();
        let default = default.and_then(|row| row.default_id);
        after.parties.push(blank_party(ctx, after.rollout.id, &role.key, default));
    }
}

/// Puts the milestones in the order of the template, what is kept behind them.
fn lay(after: &mut Work, before: &Work, ctx: &Ctx) -> TemplateMove {
    let (old, new) = (&before.template, Arc::clone(&after.template));
    let mut rows: Vec<milestone::Model> = std::mem::take(&mut after.milestones);
    let (added, removed, kept) = (Vec::new(), Vec::new(), Vec::new());
    let mut moved = TemplateMove { from: old.version, to: new.version, added, removed, kept };
    let level = after.rollout.kind.level();
    let phases = new.phases.iter().filter(|phase| phase.level == level);
    let places = phases.flat_map(|phase| phase.milestones.iter().map(move |one| (phase.key.as_str(), one)));
    let mut laid = Vec::new();
    for (phase, milestone) in places {
        let position = i32::try_from(laid.len()).unwrap_or(i32::MAX);
        let place = Placed { phase, milestone, position };
        let party = after.parties.iter().find(|party| party.role == milestone.role);
        laid.push(match rows.iter().position(|row| row.key == milestone.key) {
            Some(at) => {
                placed(rows.remove(at), &place, party.map(|row| (row.organisation_id, row.person_id)))
            }
            None => {
                moved.added.push(named(milestone));
                blank_milestone(ctx, after.rollout.id, &place, party)
            }
        });
    }
    for mut row in rows {
        let open = row.status == word(MilestoneState::Open);
        // What an earlier version asked for was told of then.
        let told = old.milestone(&row.key).map(named);
        if open { &mut moved.removed } else { &mut moved.kept }.extend(told);
        if !open {
            row.position = i32::try_from(laid.len()).unwrap_or(i32::MAX);
            laid.push(row);
        }
    }
    after.milestones = laid;
    moved
}

/// A milestone where the new version has it. An open one follows its role.
fn placed(
    mut row: milestone::Model,
    place: &Placed<'_>,
    party: Option<(Option<OrganisationId>, Option<dienstweg_kernel::ids::PersonId>)>,
) -> milestone::Model {
    let before = row.clone();
    row.phase = place.phase.to_owned();
    row.position = place.position;
    row.required = place.milestone.required;
    row.role.clone_from(&place.milestone.role);
    if row.role != before.role && !row.party_fixed && row.status == word(MilestoneState::Open) {
        (row.party_id, row.person_id) = party.unwrap_or_default();
    }
    if row != before {
        row.version += 1;
    }
    row
}

fn named(milestone: &Milestone) -> MovedMilestone {
    MovedMilestone { key: milestone.key.clone(), name: milestone.name.clone() }
}
