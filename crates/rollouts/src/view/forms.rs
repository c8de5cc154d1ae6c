//! What callers get to see of forms and questionnaires.
use crate::types::{AttachedTo, FormStatus, Origin, QuestionnaireState};
use chrono::{DateTime, Utc};
use dienstweg_fields::{Change, Form, Shown};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::ids::{FormId, RolloutId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// One version of a form in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FormRow {
    pub id: FormId,
    pub key: String,
    pub version: i64,
    pub title: String,
    pub title_en: String,
    pub attached_to: AttachedTo,
    pub status: FormStatus,
    pub can: Vec<&'static str>,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// One version of a form with all that is in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FormView {
    #[serde(flatten)]
    pub row: FormRow,
    pub definition: Form,
    /// What a draft must not have when it is published.
    pub faults: Vec<FormFault>,
    /// The version that is published now.
    pub published: Option<i64>,
    /// What differs from that version.
    pub changes: Vec<Change>,
    /// What a prefill may name, beside `earlier:…`.
    pub sources: Vec<&'static str>,
}

/// One fault of a definition or of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormFault {
    /// JSON pointer (RFC 6901).
    pub pointer: String,
    pub code: &'static str,
    pub message: String,
}

impl FormFault {
    pub fn of(fault: Fault, language: Language) -> Self {
        let message = fault.message.get(language).to_owned();
        Self { pointer: fault.pointer, code: fault.code, message }
    }
}

/// How a definition and answers to it come out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FormCheck {
    pub faults: Vec<FormFault>,
    pub answer_faults: Vec<FormFault>,
    /// Keys of the fields that are asked.
    pub asked: Vec<String>,
    pub missing: Vec<MissingAnswer>,
}

/// A required answer that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MissingAnswer {
    /// JSON pointer among the answers.
    pub pointer: String,
    pub label: String,
}

/// How far a questionnaire is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionnaireRow {
    pub rollout_id: RolloutId,
    /// Key of the form, which names the questionnaire in its rollout.
    pub form: String,
    pub form_version: i64,
    pub title: String,
    /// Key of the milestone that needs it; `null` where it is about the body.
    pub milestone: Option<String>,
    pub milestone_name: Option<String>,
    pub state: QuestionnaireState,
    /// Fields that are asked.
    pub asked: u64,
    pub answered: u64,
    /// Required answers that are not there.
    pub missing: u64,
    pub can: Vec<&'static str>,
    pub updated_at: Option<DateTime<Utc>>,
}

/// A questionnaire to be filled in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionnaireView {
    #[serde(flatten)]
    pub row: QuestionnaireRow,
    /// `null` until somebody saves the first answer.
    pub id: Option<Uuid>,
    pub rollout_number: String,
    pub body: Named,
    pub service: Option<Named>,
    pub definition: Form,
    pub answers: Vec<AnswerView>,
    /// For fields without answer; nothing of it counts before it is saved.
    pub proposals: Vec<Proposal>,
    pub missing_answers: Vec<MissingAnswer>,
    /// Persons and organisations among answers and proposals.
    pub names: Vec<Named>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub submitted_by: Option<Named>,
    /// 0 until somebody saves the first answer.
    pub version: i64,
}

/// An answer with who gave it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuestionnaireAnswer)]
pub struct AnswerView {
    pub field: String,
    /// `null` where it was taken back.
    #[schema(value_type = Value, required)]
    pub value: Option<Value>,
    pub origin: Origin,
    pub by: Named,
    pub at: DateTime<Utc>,
    pub version: i64,
}

/// What could be answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuestionnaireProposal)]
pub struct Proposal {
    pub field: String,
    #[schema(value_type = Value)]
    pub value: Value,
    pub origin: Origin,
}

/// One entry of a questionnaire's history, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionnaireEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_id: Uuid,
    pub actor_name: String,
    /// Such as `questionnaire.answered`.
    pub action: String,
    pub reason: Option<String>,
    pub changes: Vec<AnswerChanged>,
}

/// One answer that changed, in words.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuestionnaireAnswerChanged)]
pub struct AnswerChanged {
    pub field: String,
    pub label: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// All questionnaires of a form that the caller may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FormAnswers {
    /// Key of the form.
    pub form: String,
    /// The version whose fields are the columns.
    pub form_version: i64,
    pub title: String,
    pub columns: Vec<AnswerColumn>,
    pub items: Vec<AnswersRow>,
}

/// One field as a column.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerColumn {
    pub field: String,
    pub label: String,
}

/// The answers of one questionnaire.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswersRow {
    pub rollout: Named,
    pub body: Named,
    pub service: Option<Named>,
    pub state: QuestionnaireState,
    pub updated_at: DateTime<Utc>,
    /// By the keys of their fields; without those of fields that are not asked.
    #[schema(value_type = Object)]
    pub answers: Map<String, Value>,
    /// The same as they stand in a file, one per column.
    #[serde(skip)]
    pub cells: Vec<Option<Shown>>,
}
