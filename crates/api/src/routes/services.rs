//! `/services`: the catalogue of EfA services.
use super::history::HistoryParams;
use super::upload::{check_csv, receive};
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Answer, Created, Found, Items, Listing, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, get, patch, post};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ids::ServiceId;
use dienstweg_rollouts::input::{ServiceCreate, ServiceListParams, ServicePatch, ServicesImportParams};
use dienstweg_rollouts::policy::SERVICE_WRITE;
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::{ServiceView, ServicesImportView};
use utoipa_actix_web::service_config::ServiceConfig;

resource!(ServiceView => "services");

/// Largest file of services, in bytes.
const FILE_MAX: u64 = 8 * 1024 * 1024;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(service_list)
        .service(service_create)
        .service(services_import)
        .service(service_get)
        .service(service_patch)
        .service(service_history);
}

/// Services of the catalogue, found by name, own key, OZG id or LeiKa key.
#[utoipa::path(tag = "services", params(ServiceListParams, PageParams), extensions(("x-permission" = json!("service:read"))))]
#[get("/services")]
async fn service_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<ServiceListParams>,
) -> Result<Listing<ServiceView>, Problem> {
    Ok(Listing(service::service_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new service.
#[utoipa::path(tag = "services", request_body = ServiceCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("service:write"))))]
#[post("/services")]
async fn service_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<ServiceCreate>,
) -> Result<Created<ServiceView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::service_create(tx, body.value.clone()).await,
        async |reader, id| service::service_get(reader, id.into()).await,
    )
    .await
}

/// Takes in services from a CSV file of at most 8 MiB: all rows or, with any fault, none. The same file again changes
/// nothing; `dry_run` says what would change.
#[utoipa::path(tag = "services", params(ServicesImportParams), request_body(content = String, content_type = "text/csv"),
    extensions(("x-permission" = json!("service:write"))))]
#[post("/services/import")]
async fn services_import(
    state: Data<AppState>,
    caller: Caller,
    params: Query<ServicesImportParams>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Answer<ServicesImportView>, Problem> {
    check_csv(&caller.actor, SERVICE_WRITE, &request)?;
    let file = receive(payload, FILE_MAX).await?;
    let view = state.db.write(&caller, async |tx| service::services_import(tx, &file, &params).await).await?;
    Ok(Answer(view))
}

/// One service.
#[utoipa::path(tag = "services", extensions(("x-permission" = json!("service:read"))))]
#[get("/services/{id}")]
async fn service_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ServiceId>,
) -> Result<Found<ServiceView>, Problem> {
    Ok(Found(service::service_get(&state.read(&caller), *id).await?))
}

/// Changes a service; its key stays.
#[utoipa::path(tag = "services", request_body(content = ServicePatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("service:write"))))]
#[patch("/services/{id}")]
async fn service_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ServiceId>,
    seen: Precondition,
    body: Body<ServicePatch>,
) -> Result<Found<ServiceView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::service_patch(tx, *id, seen.0, body.value.clone()).await)
        .await;
    or_current(changed, async || service::service_get(&state.read(&caller), *id).await).await
}

/// Who changed what, newest first.
#[utoipa::path(tag = "services", params(HistoryParams), extensions(("x-permission" = json!("service:read"))))]
#[get("/services/{id}/history")]
async fn service_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ServiceId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::service_history(&state.read(&caller), *id, before, limit).await?))
}
