//! Who answered what when, in words.
use super::get::slot;
use super::slots::Place;
use crate::view::{AnswerChanged, QuestionnaireEntry};
use dienstweg_fields::Form;
use dienstweg_kernel::audit::{Change, HistoryEntry};
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Reader, Result};
use serde_json::Value as Json;
use uuid::Uuid;

/// Older entries than `before`, newest first; none where nobody has begun.
pub async fn questionnaire_history(
    reader: &Reader,
    id: RolloutId,
    key: &str,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<QuestionnaireEntry>> {
    let place = Place::load(reader, id).await?;
    let slot = slot(reader, &place, key).await?;
    let Some(kept) = &slot.kept else { return Ok(Vec::new()) };
    let entries = reader.history(&kept.row, before, limit).await?;
    let values = entries.iter().flat_map(|entry| &entry.changes).flat_map(|one| [&one.before, &one.after]);
    let named: Vec<Uuid> = values.filter_map(|value| value.as_str()?.parse().ok()).collect();
    let labels = reader.labels(named).await?;
    Ok(entries.into_iter().map(|entry| told(reader, &slot.definition, entry, &labels)).collect())
}

fn told(reader: &Reader, form: &Form, entry: HistoryEntry, labels: &Labels) -> QuestionnaireEntry {
    let change = |change: &Change| answer(reader, form, change, labels);
    QuestionnaireEntry {
        id: entry.id,
        at: entry.at,
        actor_id: entry.actor_id,
        actor_name: entry.actor_name,
        action: entry.action,
        reason: entry.reason,
        changes: entry.changes.iter().filter_map(change).collect(),
    }
}

/// A change of an answer; those of the questionnaire's own columns are told by what happened.
fn answer(reader: &Reader, form: &Form, change: &Change, labels: &Labels) -> Option<AnswerChanged> {
    let field = form.field(&change.field)?;
    let language = reader.ctx().language;
    let words = |value: &Json| {
        let read = form.read_kept([(field.key.as_str(), value)]);
        let named = |id| labels.named(id).name;
        read.get(&field.key).map(|value| field.text(value, language, &named))
    };
    Some(AnswerChanged {
        field: field.key.clone(),
        label: field.label.get(language).to_owned(),
        before: words(&change.before),
        after: words(&change.after),
    })
}
