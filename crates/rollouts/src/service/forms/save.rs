//! Saving answers: several people, field by field.
use super::get::{proposals, references, slot, view};
use super::slots::{Place, Slot};
use crate::entity::{answer, questionnaire, rollout};
use crate::error::{QUESTIONNAIRE_SUBMITTED, ROLLOUT_ENDED};
use crate::input::AnswersPatch;
use crate::policy::{MILESTONE_COMPLETE, ROLLOUT_READ};
use crate::types::{Origin, QuestionnaireState};
use crate::view::{Proposal, QuestionnaireView};
use crate::{events, store};
use dienstweg_fields::{Answers, Kind};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{OrganisationId, QuestionnaireId, RolloutId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::Set;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// What answers name, for others to say whether the caller sees it.
#[derive(Debug, Default)]
pub struct References {
    pub persons: Vec<Uuid>,
    pub organisations: Vec<Uuid>,
    /// Files at the ticket of the rollout.
    pub files: Vec<Uuid>,
}

/// Saves the answers that are named; others stay as they are. The same again changes nothing. `register` as for
/// [`super::questionnaire_get`]; `seen` answers those of the references that are there for the caller.
///
/// # Errors
/// `stale` naming every answer that somebody changed since it was read; `invalid` with every fault;
/// `questionnaire-submitted`; `rollout-ended`; `forbidden`.
pub async fn answers_save(
    tx: &Tx,
    id: RolloutId,
    key: &str,
    patch: &AnswersPatch,
    register: &impl AsyncFn(&Reader, OrganisationId) -> Result<BTreeMap<&'static str, Json>>,
    seen: &impl AsyncFn(&Reader, RolloutId, References) -> Result<HashSet<Uuid>>,
) -> Result<QuestionnaireView> {
    // Two who save the first answers wait for each other here.
    tx.lock::<rollout::Entity>(id, ROLLOUT_READ, IfMatch::Any).await?;
    let place = Place::load(tx, id).await?;
    let before = slot(tx, &place, key).await?;
    check_open(&place, &before)?;
    let answers = read(tx, &before, patch, id, seen).await?;
    check_versions(tx, &before, patch, &answers).await?;
    let offered = proposals(tx, &place, &before, register).await?;
    let changed = changed(tx, &before, patch, &answers, &offered);
    if changed.is_empty() {
        return view(tx, &place, &before, offered).await;
    }
    let questionnaire = enter(tx, &place, &before, &changed).await?;
    let rows = changed.into_iter().map(|row| answer::Model { questionnaire_id: questionnaire, ..row });
    store::forms::answers_write(tx, rows.collect()).await?;
    let after = slot(tx, &place, key).await?;
    let offered = offered.into_iter().filter(|one| after.answers.get(&one.field).is_none());
    view(tx, &place, &after, offered.collect()).await
}

pub(super) fn check_open(place: &Place, slot: &Slot) -> Result<()> {
    if place.over() {
        return Err(Error::new(ROLLOUT_ENDED));
    }
    if slot.state() == QuestionnaireState::Submitted {
        return Err(Error::new(QUESTIONNAIRE_SUBMITTED)
            .detail("Öffnen Sie ihn wieder, um etwas zu ändern.", "Open it again to change something."));
    }
    Ok(())
}

/// What was sent, as typed answers, with everything named in them there for the caller.
async fn read(
    tx: &Tx,
    slot: &Slot,
    patch: &AnswersPatch,
    id: RolloutId,
    seen: &impl AsyncFn(&Reader, RolloutId, References) -> Result<HashSet<Uuid>>,
) -> Result<Answers> {
    let given: Map<String, Json> =
        patch.answers.iter().map(|(key, change)| (key.clone(), change.value.clone())).collect();
    let placed = |faults: Vec<Fault>| {
        let placed = |fault: Fault| Fault { pointer: format!("/answers{}", fault.pointer), ..fault };
        Error::invalid(faults.into_iter().map(placed).collect())
    };
    let answers = slot.definition.read(&given).map_err(placed)?;
    let gather = |wanted| references(slot.definition.fields(), &answers, wanted);
    let all = References {
        persons: gather(|kind| matches!(kind, Kind::Person)),
        organisations: gather(|kind| matches!(kind, Kind::Organisation)),
        files: gather(|kind| matches!(kind, Kind::File)),
    };
    if all.persons.is_empty() && all.organisations.is_empty() && all.files.is_empty() {
        return Ok(answers);
    }
    let there = seen(tx, id, all).await?;
    let faults: Vec<Fault> = slot
        .definition
        .fields()
        .filter(|field| {
            references(std::iter::once(*field), &answers, |_| true).iter().any(|named| !there.contains(named))
        })
        .map(|field| Fault::unknown_reference(format!("/answers/{}", field.key)))
        .collect();
    if faults.is_empty() { Ok(answers) } else { Err(Error::invalid(faults)) }
}

fn stored<'s>(slot: &'s Slot, key: &str) -> Option<&'s answer::Model> {
    slot.kept.as_ref()?.answers.iter().find(|row| row.field == key)
}

/// Every answer that is no longer the one that was read, unless it says the same.
async fn check_versions(tx: &Tx, slot: &Slot, patch: &AnswersPatch, answers: &Answers) -> Result<()> {
    let old = |(key, change): &(&String, &crate::input::AnswerChange)| {
        let row = stored(slot, key);
        let now = row.map_or(0, |row| row.version);
        let same = row.and_then(|row| row.value.clone()) == answers.get(key).map(|value| value.to_json());
        change.version != now && !same
    };
    let conflicts: Vec<&String> = patch.answers.iter().filter(old).map(|(key, _)| key).collect();
    if conflicts.is_empty() {
        return Ok(());
    }
    let by = conflicts.iter().filter_map(|key| stored(slot, key)).map(|row| row.answered_by);
    let labels = tx.labels(by).await?;
    let fault = |key: &&String| {
        let row = stored(slot, key);
        let name = row.and_then(|row| labels.named(row.answered_by).name);
        let text = match name {
            Some(name) => Text::new(
                format!("{name} hat das inzwischen anders beantwortet."),
                format!("{name} has answered this otherwise meanwhile."),
            ),
            None => Text::new(
                "Das wurde inzwischen anders beantwortet.",
                "This was answered otherwise meanwhile.",
            ),
        };
        Fault::new(format!("/answers/{key}"), "changed_meanwhile", text)
    };
    Err(Error::new(codes::STALE).with_faults(conflicts.iter().map(fault).collect()))
}

/// The rows that differ from what is stored.
fn changed(
    tx: &Tx,
    slot: &Slot,
    patch: &AnswersPatch,
    answers: &Answers,
    offered: &[Proposal],
) -> Vec<answer::Model> {
    let row = |key: &String| {
        let before = stored(slot, key);
        let value = answers.get(key).map(|value| value.to_json());
        if before.and_then(|row| row.value.clone()) == value {
            return None;
        }
        let taken = offered.iter().find(|one| one.field == *key && Some(&one.value) == value.as_ref());
        Some(answer::Model {
            questionnaire_id: QuestionnaireId(Uuid::nil()),
            field: key.clone(),
            origin: taken.map_or(Origin::Entered, |one| one.origin),
            value,
            answered_by: tx.ctx().actor.id.0,
            answered_at: tx.ctx().now(),
            version: before.map_or(0, |row| row.version) + 1,
        })
    };
    patch.answers.keys().filter_map(row).collect()
}

/// Records the change at the questionnaire, which begins with its first answer.
async fn enter(tx: &Tx, place: &Place, slot: &Slot, changed: &[answer::Model]) -> Result<QuestionnaireId> {
    let told = |fact: Fact| {
        changed.iter().fold(fact, |fact, row| {
            let before = stored(slot, &row.field).and_then(|row| row.value.clone());
            fact.changed(&row.field, before.unwrap_or_default(), row.value.clone().unwrap_or_default())
        })
    };
    let (key, rollout) = (slot.form.key.as_str(), place.rollout.id);
    match &slot.kept {
        Some(kept) => {
            let row = tx.lock::<questionnaire::Entity>(kept.row.id, MILESTONE_COMPLETE, IfMatch::Any).await?;
            let mut change = row.change();
            change.updated_at = Set(tx.ctx().now());
            let row = tx.touch(row, change, told(events::questionnaire_answered(key, rollout))).await?;
            Ok(row.id)
        }
        None => begin(tx, place, slot, told(events::questionnaire_opened(key, rollout))).await,
    }
}

/// # Errors
/// `forbidden` where the caller may not fill it in.
pub(super) async fn begin(tx: &Tx, place: &Place, slot: &Slot, fact: Fact) -> Result<QuestionnaireId> {
    let now = tx.ctx().now();
    let row = questionnaire::ActiveModel {
        id: Set(tx.ctx().new_id()),
        form_id: Set(slot.form.id),
        form_key: Set(slot.form.key.clone()),
        rollout_id: Set(place.rollout.id),
        milestone_id: Set(slot.milestone.as_ref().map(|row| row.id)),
        body_id: Set(place.rollout.body_id),
        state: Set(QuestionnaireState::Open),
        submitted_at: Set(None),
        submitted_by: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<questionnaire::Entity>(MILESTONE_COMPLETE, row, fact).await?;
    Ok(row.id)
}
