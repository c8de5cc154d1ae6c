//! `/forms`: versions of forms, drafted, checked and published.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::respond::{Answer, Created, Found, Items, Listing, Resource, or_current};
use crate::routes::history::HistoryParams;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ids::FormId;
use dienstweg_rollouts::input::{FormCreate, FormListParams, FormPatch, FormTrial};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::{FormCheck, FormRow, FormView};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for FormView {
    const PATH: &'static str = "forms";
    fn id(&self) -> Uuid {
        self.row.id.0
    }
    /// Its member `version` counts forms; what changes of one version is counted in `revision`.
    #[expect(clippy::misnamed_getters, reason = "see above")]
    fn version(&self) -> i64 {
        self.row.revision
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(form_list)
        .service(form_create)
        .service(form_check)
        .service(form_get)
        .service(form_patch)
        .service(form_publish)
        .service(form_retire)
        .service(form_history);
}

/// Versions of forms.
#[utoipa::path(tag = "forms", params(FormListParams, PageParams), extensions(("x-permission" = json!("template:read"))))]
#[get("/forms")]
async fn form_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<FormListParams>,
) -> Result<Listing<FormRow>, Problem> {
    Ok(Listing(service::form_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Begins a draft: of a new key, or the next version of one that is there.
#[utoipa::path(tag = "forms", request_body = FormCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("template:write"))))]
#[post("/forms")]
async fn form_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<FormCreate>,
) -> Result<Created<FormView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::form_create(tx, &body).await,
        async |reader, id| service::form_get(reader, id.into()).await,
    )
    .await
}

/// Every fault of a definition, and how answers to it come out; stores nothing.
#[utoipa::path(tag = "forms", request_body = FormTrial, extensions(("x-permission" = json!("template:write"))))]
#[post("/forms/check")]
async fn form_check(
    state: Data<AppState>,
    caller: Caller,
    body: Body<FormTrial>,
) -> Result<Answer<FormCheck>, Problem> {
    Ok(Answer(service::form_check(&state.read(&caller), &body)?))
}

/// One version, with its faults and what differs from the published one.
#[utoipa::path(tag = "forms", extensions(("x-permission" = json!("template:read"))))]
#[get("/forms/{id}")]
async fn form_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<FormId>,
) -> Result<Answer<FormView>, Problem> {
    Ok(Answer(service::form_get(&state.read(&caller), *id).await?))
}

/// Changes a draft.
#[utoipa::path(tag = "forms", request_body(content = FormPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("template:write"))))]
#[patch("/forms/{id}")]
async fn form_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<FormId>,
    seen: Precondition,
    body: Body<FormPatch>,
) -> Result<Found<FormView>, Problem> {
    let work = async |tx: &_| service::form_patch(tx, *id, seen.0, &body).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || service::form_get(&state.read(&caller), *id).await).await
}

/// Lets a draft be filled in from now on; the version before is retired.
#[utoipa::path(tag = "forms", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("template:write"))))]
#[post("/forms/{id}/publish")]
async fn form_publish(
    state: Data<AppState>,
    caller: Caller,
    id: Path<FormId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<FormView>, Problem> {
    let work = async |tx: &_| service::form_publish(tx, *id, seen.0).await;
    let current = async || service::form_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}

/// Lets nobody begin with a version any more; what was begun is finished with it.
#[utoipa::path(tag = "forms", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("template:write"))))]
#[post("/forms/{id}/retire")]
async fn form_retire(
    state: Data<AppState>,
    caller: Caller,
    id: Path<FormId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<FormView>, Problem> {
    let work = async |tx: &_| service::form_retire(tx, *id, seen.0).await;
    let current = async || service::form_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}

/// Who did what, newest first.
#[utoipa::path(tag = "forms", params(HistoryParams), extensions(("x-permission" = json!("template:read"))))]
#[get("/forms/{id}/history")]
async fn form_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<FormId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::form_history(&state.read(&caller), *id, before, limit).await?))
}
