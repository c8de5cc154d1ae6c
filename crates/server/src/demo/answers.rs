//! Whoever completes a milestone in the demonstration has answered what it asks.
use dienstweg_api::AppState;
use dienstweg_fields::{Field, Form, Kind, Pattern};
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::{Ctx, Result};
use dienstweg_rollouts::input::{AnswerChange, AnswersPatch};
use dienstweg_rollouts::view::QuestionnaireView;
use dienstweg_workflows::questionnaires::{answers_save, questionnaire};
use serde_json::{Map, Value, json};

/// Answers lead to further questions, and these to no more.
const ROUNDS: usize = 3;

/// Fills in what is required, as proposed where something is.
pub async fn fill(state: &AppState, ctx: &Ctx, id: RolloutId, form: &str) -> Result<()> {
    for _ in 0..ROUNDS {
        let view = questionnaire(&state.db.read(ctx), id, form).await?;
        let patch = AnswersPatch { answers: wanted(&view) };
        if patch.answers.is_empty() {
            break;
        }
        state.db.write(ctx, async |tx| answers_save(tx, id, form, &patch).await).await?;
    }
    Ok(())
}

fn wanted(view: &QuestionnaireView) -> std::collections::BTreeMap<String, AnswerChange> {
    let keys = view.missing_answers.iter().filter_map(|missing| missing.pointer.split('/').nth(1));
    keys.filter_map(|key| {
        let proposed = view.proposals.iter().find(|one| one.field == key).map(|one| one.value.clone());
        let value = proposed.or_else(|| sample(field(&view.definition, key)?))?;
        Some((key.to_owned(), AnswerChange { value, version: 0 }))
    })
    .collect()
}

fn field<'f>(form: &'f Form, key: &str) -> Option<&'f Field> {
    form.fields().find(|field| field.key == key)
}

fn sample(field: &Field) -> Option<Value> {
    Some(match &field.kind {
        Kind::Text { pattern, .. } => json!(match pattern {
            Some(Pattern::Ags) => "09275112",
            Some(Pattern::Ars) => "092755112112",
            Some(Pattern::PostalCode) => "99999",
            Some(Pattern::Url) => "https://www.gemeinde.example",
            Some(Pattern::Domain) => "www.gemeinde.example",
            Some(Pattern::Email) => "buergerbuero@gemeinde.example",
            Some(Pattern::Phone) => "08999 4711",
            Some(Pattern::Iban) => "DE89370400440532013000",
            None => "Bürgerbüro",
        }),
        Kind::LongText { .. } => json!("Wie besprochen."),
        Kind::Integer { min, .. } => json!(min.unwrap_or(1)),
        Kind::Decimal { .. } => json!("1"),
        Kind::Money => json!(1_500),
        Kind::Date => json!("2026-06-01"),
        Kind::YesNo => json!(true),
        Kind::Choice { options } => json!(options.first()?.key),
        Kind::Several { options } => json!([options.first()?.key]),
        Kind::Repeat { fields, .. } => {
            let entry: Map<String, Value> =
                fields.iter().filter_map(|field| Some((field.key.clone(), sample(field)?))).collect();
            json!([entry])
        }
        // Nobody in particular.
        Kind::Person | Kind::Organisation | Kind::File => return None,
    })
}
