//! `/status-reports`, `/reports/status`: reports that are kept, looked at and sent.
use crate::export::StatusFile;
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, NoContent, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, delete, get, patch, post};
use chrono::NaiveDate;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::ids::ReportId;
use dienstweg_kernel::{Ctx, Result};
use dienstweg_projections::reports::{
    self, Occasion, ReportCreate, ReportListParams, ReportPatch, ReportScope, ReportScopeKind, ReportView,
    report_outgoing,
};
use dienstweg_workflows::reports::{prepare, report_content, send};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

resource!(ReportView => "status-reports");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(status_report_list)
        .service(status_report_create)
        .service(status_report_get)
        .service(status_report_patch)
        .service(status_report_delete)
        .service(status_report_content)
        .service(status_report_send)
        .service(report_status);
}

/// Reports of one's own, and those one gets.
#[utoipa::path(tag = "reports", params(ReportListParams, PageParams), extensions(("x-permission" = json!("report:read"))))]
#[get("/status-reports")]
async fn status_report_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<ReportListParams>,
) -> Result<Listing<ReportView>, Problem> {
    Ok(Listing(reports::report_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Keeps a report. To let others than oneself have it needs `report:schedule`.
#[utoipa::path(tag = "reports", request_body = ReportCreate, params(("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("report:read"))))]
#[post("/status-reports")]
async fn status_report_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<ReportCreate>,
) -> Result<Created<ReportView>, Problem> {
    let work = async |tx: &_| reports::report_create(tx, body.value.clone()).await;
    once.create(&state, &caller, &body, work, async |reader, id| reports::report_get(reader, id.into()).await)
        .await
}

/// One report, with what became of its last sending.
#[utoipa::path(tag = "reports", extensions(("x-permission" = json!("report:read"))))]
#[get("/status-reports/{id}")]
async fn status_report_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ReportId>,
) -> Result<Found<ReportView>, Problem> {
    Ok(Found(reports::report_get(&state.read(&caller), *id).await?))
}

/// Changes a report of one's own; what others get needs `report:schedule`.
#[utoipa::path(tag = "reports", request_body(content = ReportPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("report:read"))))]
#[patch("/status-reports/{id}")]
async fn status_report_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ReportId>,
    seen: Precondition,
    body: Body<ReportPatch>,
) -> Result<Found<ReportView>, Problem> {
    let work = async |tx: &_| reports::report_patch(tx, *id, body.value.clone(), seen.0).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || reports::report_get(&state.read(&caller), *id).await).await
}

/// Forgets a report.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("report:read"))))]
#[delete("/status-reports/{id}")]
async fn status_report_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ReportId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    match state.db.write(&caller, async |tx| reports::report_delete(tx, *id, seen.0).await).await {
        Ok(()) => Ok(NoContent),
        Err(error) => or_current(Err(error), async || reports::report_get(&state.read(&caller), *id).await)
            .await
            .map(|_| NoContent),
    }
}

/// What stands in a report now, with the caller's rights: JSON, or PDF or a workbook where `Accept` asks for one.
#[utoipa::path(tag = "reports", extensions(("x-permission" = json!("report:read"))))]
#[get("/status-reports/{id}/content")]
async fn status_report_content(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ReportId>,
    request: HttpRequest,
) -> Result<StatusFile, Problem> {
    let report = report_outgoing(&state.read(&caller), *id).await?;
    let reader = state.read(&spoken(&caller, Some(report.language)));
    let content = report_content(&reader, report.scope, report.since).await?;
    Ok(StatusFile::of(&request, content, &state.settings.public_url).await?)
}

/// Sends a report now to all who are to get it, each computed with their own rights. Who sees nothing of what it is about gets
/// none; the answer says what becomes of it for each.
#[utoipa::path(tag = "reports", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("report:read"))))]
#[post("/status-reports/{id}/send")]
async fn status_report_send(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ReportId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<ReportView>, Problem> {
    let report = report_outgoing(&state.read(&caller), *id).await?;
    let prepared = prepare(&state.db, &state.clock, &report).await?;
    let work = async |tx: &_| {
        send(tx, &state.mail, &report, Occasion::ByHand(seen.0), &prepared).await?;
        reports::report_get(tx, *id).await
    };
    let current = async || reports::report_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}

/// What a report at once is about.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatusParams {
    pub kind: ReportScopeKind,
    /// Of a programme, or of an organisation.
    pub id: Uuid,
    /// That of the caller where it is not said.
    pub language: Option<Language>,
    /// What is new is counted from this day on; a week where it is not said.
    pub since: Option<NaiveDate>,
}

/// A report at once, with the caller's rights: JSON, or PDF or a workbook where `Accept` asks for one.
#[utoipa::path(tag = "reports", params(StatusParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/reports/status")]
async fn report_status(
    state: Data<AppState>,
    caller: Caller,
    params: Query<StatusParams>,
    request: HttpRequest,
) -> Result<StatusFile, Problem> {
    let reader = state.read(&spoken(&caller, params.language));
    let scope = ReportScope { kind: params.kind, id: params.id };
    let content = report_content(&reader, scope, params.since).await?;
    Ok(StatusFile::of(&request, content, &state.settings.public_url).await?)
}

/// The caller, spoken to in the language of the report.
fn spoken(caller: &Caller, language: Option<Language>) -> Ctx {
    let mut ctx = Ctx::clone(caller);
    ctx.language = language.unwrap_or(ctx.language);
    ctx
}
