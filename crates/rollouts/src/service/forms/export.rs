//! All answers to a form, for who works with them elsewhere.
use super::definitions::definition;
use super::get::references;
use super::slots::given;
use crate::entity::{questionnaire, rollout};
use crate::input::AnswersExportParams;
use crate::store;
use crate::store::forms::{Kept, Wanted};
use crate::view::{AnswerColumn, AnswersRow, FormAnswers};
use dienstweg_fields::{Answers, Field, Form};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::labels::{Labels, Named};
use dienstweg_kernel::{Error, Reader, Result};
use sea_orm::{ColumnTrait, Condition};
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;

/// Most questionnaires of one file.
const MOST: u64 = 5_000;

/// Those the caller sees, newest first, with the fields of the published version as columns. Four statements.
///
/// # Errors
/// `not-found` where no form of this key is published; `export-too-large`.
pub async fn answers_export(reader: &Reader, params: &AnswersExportParams) -> Result<FormAnswers> {
    let wanted = Wanted { keys: vec![params.form.clone()], ..Wanted::default() };
    let form = store::forms::forms_wanted(reader, wanted).await?.pop().ok_or_else(Error::not_found)?;
    let definition = definition(&form)?;
    let read = answered(reader, params, &definition).await?;
    let rollouts = rollouts(reader, params).await?;
    let mut named: Vec<Uuid> = rollouts.values().filter_map(|row| Some(row.service_id?.0)).collect();
    for (kept, answers) in &read {
        named.push(kept.row.body_id.0);
        named.extend(references(definition.fields(), answers, |_| true));
    }
    let labels = reader.labels(named).await?;
    let language = reader.ctx().language;
    let row = |(kept, answers): &(Kept, Answers)| {
        row(reader, &definition, kept, answers, rollouts.get(&kept.row.rollout_id), &labels)
    };
    let column = |field: &Field| AnswerColumn {
        field: field.key.clone(),
        label: field.label.get(language).to_owned(),
    };
    Ok(FormAnswers {
        form: form.key.clone(),
        form_version: form.version,
        title: definition.title.get(language).to_owned(),
        columns: definition.fields().map(column).collect(),
        items: read.iter().map(row).collect(),
    })
}

fn of_form(params: &AnswersExportParams) -> Condition {
    use questionnaire::Column as C;
    let of = Condition::all().add(C::FormKey.eq(&params.form));
    if params.state.is_empty() { of } else { of.add(C::State.is_in(params.state.iter().copied())) }
}

/// The questionnaires with what is asked and answered in them.
async fn answered(
    reader: &Reader,
    params: &AnswersExportParams,
    form: &Form,
) -> Result<Vec<(Kept, Answers)>> {
    let found = store::forms::kept(reader, of_form(params), MOST + 1).await?;
    if found.len() as u64 > MOST {
        return Err(Error::new(codes::EXPORT_TOO_LARGE));
    }
    let read = found.into_iter().map(|kept| {
        let answers = form.read_kept(given(&kept));
        (kept, form.asked(&answers))
    });
    Ok(read.collect())
}

async fn rollouts(
    reader: &Reader,
    params: &AnswersExportParams,
) -> Result<HashMap<RolloutId, rollout::Model>> {
    let begun = reader.select::<questionnaire::Entity>().filter(of_form(params));
    let begun = begun.into_column(questionnaire::Column::RolloutId);
    let select = reader.select::<rollout::Entity>().filter(rollout::Column::Id.in_subquery(begun));
    Ok(select.all().await?.iter().map(|row| (row.id, (**row).clone())).collect())
}

fn row(
    reader: &Reader,
    form: &Form,
    kept: &Kept,
    answers: &Answers,
    rollout: Option<&rollout::Model>,
    labels: &Labels,
) -> AnswersRow {
    let name = |id| labels.named(id).name;
    let cell = |field: &Field| Some(field.show(answers.get(&field.key)?, reader.ctx().language, &name));
    let json = match answers.to_json() {
        Json::Object(members) => members,
        _ => serde_json::Map::new(),
    };
    AnswersRow {
        rollout: Named { id: kept.row.rollout_id.0, name: rollout.map(|row| row.number.clone()), key: None },
        body: labels.named(kept.row.body_id),
        service: labels.named_opt(rollout.and_then(|row| row.service_id)),
        state: kept.row.state,
        updated_at: kept.row.updated_at,
        answers: json,
        cells: form.fields().map(cell).collect(),
    }
}
