//! Questionnaires of rollouts with what only other domains know: the register, persons, files.
use dienstweg_customers::service::{organisation_get, visible};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TicketId};
use dienstweg_kernel::{Reader, Result, Tx};
use dienstweg_rollouts::input::AnswersPatch;
use dienstweg_rollouts::service::{self, References};
use dienstweg_rollouts::view::QuestionnaireView;
use dienstweg_tickets::service::attachment_list;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// One questionnaire with proposals from the register and from earlier answers.
pub async fn questionnaire(reader: &Reader, id: RolloutId, form: &str) -> Result<QuestionnaireView> {
    service::questionnaire_get(reader, id, form, &register).await
}

/// Saves answers; see [`service::answers_save`].
pub async fn answers_save(
    tx: &Tx,
    id: RolloutId,
    form: &str,
    patch: &AnswersPatch,
) -> Result<QuestionnaireView> {
    service::answers_save(tx, id, form, patch, &register, &seen).await
}

/// What the register knows of a body, by the names of [`service::SOURCES`]; nothing where the caller does not see it.
async fn register(reader: &Reader, id: OrganisationId) -> Result<BTreeMap<&'static str, Value>> {
    let organisation = match organisation_get(reader, id).await {
        Ok(organisation) => organisation,
        Err(error) if error.is(codes::NOT_FOUND) => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let known = [
        ("organisation", Some(json!(organisation.id))),
        ("organisation.name", Some(json!(organisation.name))),
        ("organisation.official_name", Some(json!(organisation.official_name))),
        ("organisation.ags", organisation.ags.map(Value::from)),
        ("organisation.ars", organisation.ars.map(Value::from)),
        ("organisation.seat", organisation.seat.map(Value::from)),
        ("organisation.postal_code", organisation.postal_code.map(Value::from)),
        ("organisation.population", Some(json!(organisation.population))),
    ];
    Ok(known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// Those of the things answers name that are there for the caller.
async fn seen(reader: &Reader, id: RolloutId, named: References) -> Result<HashSet<Uuid>> {
    let mut there = HashSet::new();
    for (kind, ids) in [("person", named.persons), ("organisation", named.organisations)] {
        if !ids.is_empty() {
            there.extend(visible(reader, kind, ids).await?);
        }
    }
    if !named.files.is_empty() {
        let files = attachment_list(reader, TicketId(id.0)).await?;
        there.extend(files.into_iter().map(|file| Uuid::from(file.id)));
    }
    Ok(there)
}
