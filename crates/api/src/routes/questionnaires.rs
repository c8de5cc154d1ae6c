//! `/rollouts/{id}/questionnaires`: what is asked at a rollout, and `/questionnaires/export`: all answers to a form.
use crate::export::{AnswersFile, wants_xlsx};
use crate::extract::{Body, Caller, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::respond::{Answer, Found, Items, Resource, or_current};
use crate::routes::history::HistoryParams;
use crate::routes::rollouts::named;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, get, patch, post};
use dienstweg_kernel::error::codes;
use dienstweg_rollouts::input::{AnswersExportParams, AnswersPatch, QuestionnaireReopen};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::{QuestionnaireEntry, QuestionnaireRow, QuestionnaireView};
use dienstweg_workflows::questionnaires::{answers_save, questionnaire};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for QuestionnaireView {
    const PATH: &'static str = "rollouts";
    /// It is named by its rollout and its form.
    fn id(&self) -> Uuid {
        self.row.rollout_id.0
    }
    fn version(&self) -> i64 {
        self.version
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(questionnaires_export)
        .service(questionnaires_of_rollout)
        .service(questionnaire_get)
        .service(questionnaire_answer)
        .service(questionnaire_submit)
        .service(questionnaire_reopen)
        .service(questionnaire_history);
}

/// What is to be filled in at a rollout or for the body of a mother, and how far it is.
#[utoipa::path(tag = "questionnaires", params(("id" = String, Path)), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}/questionnaires")]
async fn questionnaires_of_rollout(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Items<QuestionnaireRow>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Items(service::questionnaire_list(&reader, id).await?))
}

/// One questionnaire with its form, the answers and what could be answered.
#[utoipa::path(tag = "questionnaires", params(("id" = String, Path), ("form" = String, Path)), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}/questionnaires/{form}")]
async fn questionnaire_get(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
) -> Result<Answer<QuestionnaireView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &path.0).await?;
    Ok(Answer(questionnaire(&reader, id, &path.1).await?))
}

/// Saves the answers that are named, each with the version it was read at. The same again changes nothing; what
/// somebody changed meanwhile is refused by name, with the present view.
#[utoipa::path(tag = "questionnaires", params(("id" = String, Path), ("form" = String, Path)),
    request_body(content = AnswersPatch, content_type = "application/merge-patch+json"), extensions(("x-permission" = json!("milestone:complete"))))]
#[patch("/rollouts/{id}/questionnaires/{form}")]
async fn questionnaire_answer(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    body: Body<AnswersPatch>,
) -> Result<Found<QuestionnaireView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &path.0).await?;
    let work = async |tx: &_| answers_save(tx, id, &path.1, &body).await;
    match state.db.write(&caller, work).await {
        Ok(view) => Ok(Found(view)),
        Err(error) if error.is(codes::STALE) => {
            let view = questionnaire(&reader, id, &path.1).await?;
            Err(Problem(error.with_current(serde_json::to_value(&view).unwrap_or_default())))
        }
        Err(error) => Err(Problem(error)),
    }
}

/// Hands a questionnaire in; nothing required may be missing.
#[utoipa::path(tag = "questionnaires", params(("id" = String, Path), ("form" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("milestone:complete"))))]
#[post("/rollouts/{id}/questionnaires/{form}/submit")]
async fn questionnaire_submit(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<QuestionnaireView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &path.0).await?;
    let key = once.0.key(&state, "");
    let work = async |tx: &_| service::questionnaire_submit(tx, id, &path.1, seen.0).await;
    let done = match state.db.once(&caller, key.as_ref(), |_| id.0, work).await {
        Ok(_) => questionnaire(&reader, id, &path.1).await,
        Err(error) => Err(error),
    };
    or_current(done, async || questionnaire(&reader, id, &path.1).await).await
}

/// Lets a questionnaire be changed again.
#[utoipa::path(tag = "questionnaires", request_body = QuestionnaireReopen, params(("id" = String, Path), ("form" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("milestone:complete"))))]
#[post("/rollouts/{id}/questionnaires/{form}/reopen")]
async fn questionnaire_reopen(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    seen: Precondition,
    once: Retry,
    body: Body<QuestionnaireReopen>,
) -> Result<Found<QuestionnaireView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &path.0).await?;
    let key = once.0.key(&state, &body.hash);
    let work = async |tx: &_| service::questionnaire_reopen(tx, id, &path.1, seen.0, &body.reason).await;
    let done = match state.db.once(&caller, key.as_ref(), |_| id.0, work).await {
        Ok(_) => questionnaire(&reader, id, &path.1).await,
        Err(error) => Err(error),
    };
    or_current(done, async || questionnaire(&reader, id, &path.1).await).await
}

/// Who answered what, newest first, in words.
#[utoipa::path(tag = "questionnaires", params(("id" = String, Path), ("form" = String, Path), HistoryParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}/questionnaires/{form}/history")]
async fn questionnaire_history(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    params: Query<HistoryParams>,
) -> Result<Items<QuestionnaireEntry>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &path.0).await?;
    let (before, limit) = params.parts();
    Ok(Items(service::questionnaire_history(&reader, id, &path.1, before, limit).await?))
}

/// All answers to a form that the caller may see: JSON, or a workbook where `Accept` asks for one.
#[utoipa::path(tag = "questionnaires", params(AnswersExportParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/questionnaires/export")]
async fn questionnaires_export(
    state: Data<AppState>,
    caller: Caller,
    params: Query<AnswersExportParams>,
    request: HttpRequest,
) -> Result<AnswersFile, Problem> {
    let answers = service::answers_export(&state.read(&caller), &params).await?;
    let file = wants_xlsx(&request);
    Ok(if file { AnswersFile::xlsx(&caller, answers) } else { AnswersFile::Json(answers) })
}
