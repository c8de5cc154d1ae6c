//! Questionnaires as they stand, with what could be answered.
use super::slots::{Place, Slot, given};
use crate::entity::answer;
use crate::service::steer::lang;
use crate::store;
use crate::types::Origin;
use crate::view::{AnswerView, MissingAnswer, Proposal, QuestionnaireRow, QuestionnaireView};
use dienstweg_fields::{Answers, Field, Kind, Value};
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Error, Reader, Result};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is to be filled in at a rollout, and how far it is. Three statements at most.
pub async fn questionnaire_list(reader: &Reader, id: RolloutId) -> Result<Vec<QuestionnaireRow>> {
    let place = Place::load(reader, id).await?;
    let slots = place.slots(reader).await?;
    Ok(slots.iter().map(|slot| row(reader, &place, slot)).collect())
}

/// One questionnaire with its form, answers and proposals. `register` says what the register knows of a body, by the names
/// of [`super::SOURCES`].
///
/// # Errors
/// `not-found` where nothing of this key is to be filled in here.
pub async fn questionnaire_get(
    reader: &Reader,
    id: RolloutId,
    key: &str,
    register: &impl AsyncFn(&Reader, OrganisationId) -> Result<BTreeMap<&'static str, Json>>,
) -> Result<QuestionnaireView> {
    let place = Place::load(reader, id).await?;
    let slot = slot(reader, &place, key).await?;
    let proposals = proposals(reader, &place, &slot, register).await?;
    view(reader, &place, &slot, proposals).await
}

pub(super) async fn slot(reader: &Reader, place: &Place, key: &str) -> Result<Slot> {
    let slots = place.slots(reader).await?;
    slots.into_iter().find(|slot| slot.form.key == key).ok_or_else(Error::not_found)
}

fn count(number: usize) -> u64 {
    number as u64
}

fn row(reader: &Reader, place: &Place, slot: &Slot) -> QuestionnaireRow {
    let named = slot.milestone.as_ref().and_then(|row| place.template.milestone(&row.key));
    QuestionnaireRow {
        rollout_id: place.rollout.id,
        form: slot.form.key.clone(),
        form_version: slot.form.version,
        title: slot.definition.title.get(reader.ctx().language).to_owned(),
        milestone: slot.milestone.as_ref().map(|row| row.key.clone()),
        milestone_name: named.map(|milestone| milestone.name.get(lang(reader)).to_owned()),
        state: slot.state(),
        asked: count(slot.standing.asked.len()),
        answered: count(slot.standing.answered),
        missing: count(slot.standing.missing.len()),
        can: place.can(slot),
        updated_at: slot.kept.as_ref().map(|kept| kept.row.updated_at),
    }
}

pub(super) async fn view(
    reader: &Reader,
    place: &Place,
    slot: &Slot,
    proposals: Vec<Proposal>,
) -> Result<QuestionnaireView> {
    let kept = slot.kept.as_ref();
    let answers = kept.map(|kept| kept.answers.as_slice()).unwrap_or_default();
    let offered: Map<String, Json> =
        proposals.iter().map(|one| (one.field.clone(), one.value.clone())).collect();
    let offered = slot.definition.read(&offered).unwrap_or_default();
    let mut references = references(slot.definition.fields(), &slot.answers, |_| true);
    references.extend(self::references(slot.definition.fields(), &offered, |_| true));
    let submitted_by = kept.and_then(|kept| kept.row.submitted_by);
    let rollout = &place.rollout;
    let ids = [Some(rollout.body_id.0), rollout.service_id.map(|id| id.0), submitted_by];
    let all = ids.into_iter().flatten().chain(answers.iter().map(|row| row.answered_by));
    let labels = reader.labels(all.chain(references.iter().copied())).await?;
    Ok(QuestionnaireView {
        row: row(reader, place, slot),
        id: kept.map(|kept| kept.row.id.0),
        rollout_number: rollout.number.clone(),
        body: labels.named(rollout.body_id),
        service: labels.named_opt(rollout.service_id),
        definition: slot.definition.clone(),
        answers: answers.iter().map(|row| answer(row, &labels)).collect(),
        proposals,
        missing_answers: missing(reader, slot),
        names: references.into_iter().map(|id| labels.named(id)).collect(),
        submitted_at: kept.and_then(|kept| kept.row.submitted_at),
        submitted_by: labels.named_opt(submitted_by),
        version: kept.map_or(0, |kept| kept.row.version),
    })
}

fn answer(row: &answer::Model, labels: &Labels) -> AnswerView {
    AnswerView {
        field: row.field.clone(),
        value: row.value.clone(),
        origin: row.origin,
        by: labels.named(row.answered_by),
        at: row.answered_at,
        version: row.version,
    }
}

fn missing(reader: &Reader, slot: &Slot) -> Vec<MissingAnswer> {
    let language = reader.ctx().language;
    let told = |one: &dienstweg_fields::Missing| MissingAnswer {
        pointer: one.pointer.clone(),
        label: one.label.get(language).to_owned(),
    };
    slot.standing.missing.iter().map(told).collect()
}

/// What answers to fields of the wanted kinds name: persons, organisations, files.
pub(super) fn references<'f>(
    fields: impl Iterator<Item = &'f Field>,
    answers: &Answers,
    wanted: fn(&Kind) -> bool,
) -> Vec<Uuid> {
    let mut found = Vec::new();
    for field in fields {
        match answers.get(&field.key) {
            Some(Value::Reference(id)) if wanted(&field.kind) => found.push(*id),
            Some(Value::Repeat(entries)) => {
                for entry in entries {
                    found.extend(references(field.inner().iter(), entry, wanted));
                }
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What could be answered where nothing is: computed now, kept nowhere.
pub(super) async fn proposals(
    reader: &Reader,
    place: &Place,
    slot: &Slot,
    register: &impl AsyncFn(&Reader, OrganisationId) -> Result<BTreeMap<&'static str, Json>>,
) -> Result<Vec<Proposal>> {
    let open: Vec<&Field> = slot
        .definition
        .fields()
        .filter(|field| field.prefill.is_some() && slot.answers.get(&field.key).is_none())
        .collect();
    let body = place.rollout.body_id;
    let known = match open.iter().any(|field| field.earlier().is_none()) {
        true => register(reader, body).await?,
        false => BTreeMap::new(),
    };
    let earlier = match open.iter().any(|field| field.earlier().is_some()) {
        true => store::forms::earlier(reader, body, &slot.form.key, place.rollout.id).await?,
        false => Vec::new(),
    };
    let found = |field: &Field| match field.earlier() {
        Some(key) => earlier
            .iter()
            .find_map(|kept| given(kept).find(|(field, _)| *field == key))
            .map(|(_, value)| (value.clone(), Origin::Earlier)),
        None => {
            let value = known.get(field.prefill.as_deref()?)?;
            Some((value.clone(), Origin::Register))
        }
    };
    Ok(open.into_iter().filter_map(|field| proposal(slot, field, found(field)?)).collect())
}

/// What is known, as far as it is an answer to the field.
fn proposal(slot: &Slot, field: &Field, (value, origin): (Json, Origin)) -> Option<Proposal> {
    let read = slot.definition.read_kept([(field.key.as_str(), &value)]);
    let value = read.get(&field.key)?.to_json();
    Some(Proposal { field: field.key.clone(), value, origin })
}
