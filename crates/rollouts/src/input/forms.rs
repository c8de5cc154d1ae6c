//! What callers may say about forms and questionnaires.
use crate::types::{AttachedTo, FormStatus, QuestionnaireState};
use dienstweg_fields::Form;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// Narrows the list of forms.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FormListParams {
    /// All versions of this key.
    pub key: Option<String>,
    pub status: Vec<FormStatus>,
    pub attached_to: Vec<AttachedTo>,
    /// `title` (default), `updated_at`; with `-` descending.
    pub sort: Option<String>,
}

/// A new draft: of a new key, or the next version of one that is there.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"attached_to": "milestone", "definition": {"key": "kontakt", "title": {"de": "Kontakt", "en": "Contact"},
    "sections": [{"title": {"de": "Erreichbarkeit", "en": "How to reach you"}, "fields": [
        {"key": "mail", "label": {"de": "E-Mail", "en": "E-mail"}, "kind": {"type": "text", "pattern": "email"}, "required": true}]}]}}))]
pub struct FormCreate {
    pub attached_to: AttachedTo,
    /// May have faults until it is published.
    pub definition: Form,
}

/// A change of a draft.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"attached_to": "body"}))]
pub struct FormPatch {
    pub attached_to: Option<AttachedTo>,
    /// The whole definition; its key stays.
    pub definition: Option<Form>,
}

/// A definition to be checked, and answers to be tried with it.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"definition": {"key": "kontakt", "title": {"de": "Kontakt", "en": "Contact"},
    "sections": [{"title": {"de": "Erreichbarkeit", "en": "How to reach you"}, "fields": [
        {"key": "mail", "label": {"de": "E-Mail", "en": "E-mail"}, "kind": {"type": "text", "pattern": "email"}}]}]},
    "answers": {"mail": "amt@gemeinde.example"}}))]
pub struct FormTrial {
    pub definition: Form,
    /// By the keys of their fields.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub answers: Map<String, Value>,
}

/// Answers to be saved, by the keys of their fields; others stay as they are.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answers": {"service_mailbox": {"value": "buergerbuero@gemeinde.example", "version": 0}}}))]
pub struct AnswersPatch {
    pub answers: BTreeMap<String, AnswerChange>,
}

/// One answer and the version it was read at.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuestionnaireAnswerChange)]
pub struct AnswerChange {
    /// `null` takes the answer back.
    #[schema(value_type = Value)]
    pub value: Value,
    /// 0 where there was none.
    pub version: i64,
}

/// Why a questionnaire is opened again.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Die technische Ansprechperson wechselt."}))]
pub struct QuestionnaireReopen {
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// All that was answered to a form.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AnswersExportParams {
    /// Key of the form.
    pub form: String,
    #[serde(default)]
    pub state: Vec<QuestionnaireState>,
}
