//! Handing a questionnaire in, and opening it again.
use super::get::{slot, view};
use super::save::{begin, check_open};
use super::slots::{Place, Slot};
use crate::entity::{questionnaire, rollout};
use crate::error::{QUESTIONNAIRE_INCOMPLETE, QUESTIONNAIRE_OPEN};
use crate::events;
use crate::policy::{MILESTONE_COMPLETE, ROLLOUT_READ};
use crate::types::QuestionnaireState;
use crate::view::QuestionnaireView;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::Set;

/// Hands it in as it was seen.
///
/// # Errors
/// `questionnaire-incomplete` naming what is missing; `questionnaire-submitted`; `stale`; `forbidden`.
pub async fn questionnaire_submit(
    tx: &Tx,
    id: RolloutId,
    key: &str,
    seen: IfMatch,
) -> Result<QuestionnaireView> {
    let (place, slot) = locked(tx, id, key).await?;
    check_open(&place, &slot)?;
    let fact = events::questionnaire_submitted(key, id);
    if !slot.standing.missing.is_empty() {
        check_seen(&slot, seen)?;
        return Err(super::gate::lacking(QUESTIONNAIRE_INCOMPLETE, &slot.definition, &slot.standing));
    }
    let questionnaire = match &slot.kept {
        Some(kept) => kept.row.id,
        None => begin(tx, &place, &slot, events::questionnaire_opened(key, id)).await?,
    };
    let seen = if slot.kept.is_some() { seen } else { check_seen(&slot, seen).map(|()| IfMatch::Any)? };
    let row = tx.lock::<questionnaire::Entity>(questionnaire, MILESTONE_COMPLETE, seen).await?;
    let mut change = row.change();
    change.state = Set(QuestionnaireState::Submitted);
    change.submitted_at = Set(Some(tx.ctx().now()));
    change.submitted_by = Set(Some(tx.ctx().actor.id.0));
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, fact).await?;
    after(tx, &place, key).await
}

/// Lets it be changed again.
///
/// # Errors
/// `questionnaire-open` where it is; `stale`; `forbidden`.
pub async fn questionnaire_reopen(
    tx: &Tx,
    id: RolloutId,
    key: &str,
    seen: IfMatch,
    reason: &str,
) -> Result<QuestionnaireView> {
    let (place, slot) = locked(tx, id, key).await?;
    let Some(kept) = slot.kept.filter(|kept| kept.row.state == QuestionnaireState::Submitted) else {
        return Err(Error::new(QUESTIONNAIRE_OPEN));
    };
    if place.over() {
        return Err(Error::new(crate::error::ROLLOUT_ENDED));
    }
    let row = tx.lock::<questionnaire::Entity>(kept.row.id, MILESTONE_COMPLETE, seen).await?;
    let mut change = row.change();
    change.state = Set(QuestionnaireState::Reopened);
    change.submitted_at = Set(None);
    change.submitted_by = Set(None);
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, events::questionnaire_reopened(key, id, reason)).await?;
    after(tx, &place, key).await
}

async fn locked(tx: &Tx, id: RolloutId, key: &str) -> Result<(Place, Slot)> {
    tx.lock::<rollout::Entity>(id, ROLLOUT_READ, IfMatch::Any).await?;
    let place = Place::load(tx, id).await?;
    let slot = slot(tx, &place, key).await?;
    Ok((place, slot))
}

/// What nobody has begun has no row that could tell.
fn check_seen(slot: &Slot, seen: IfMatch) -> Result<()> {
    let now = slot.kept.as_ref().map_or(0, |kept| kept.row.version);
    match seen {
        IfMatch::Version(seen) if seen != now => Err(Error::new(codes::STALE)),
        _ => Ok(()),
    }
}

async fn after(tx: &Tx, place: &Place, key: &str) -> Result<QuestionnaireView> {
    let slot = slot(tx, place, key).await?;
    view(tx, place, &slot, Vec::new()).await
}
