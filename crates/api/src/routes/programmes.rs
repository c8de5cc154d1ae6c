//! `/programmes`: services for addressed bodies after one template version.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post, put};
use dienstweg_kernel::ids::{ProgrammeId, ServiceId};
use dienstweg_rollouts::input::{ProgrammeCreate, ProgrammeListParams, ProgrammePatch, ProgrammeServices};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::ProgrammeView;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(ProgrammeView => "programmes");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(programme_list)
        .service(programme_create)
        .service(programme_get)
        .service(programme_patch)
        .service(programme_service_add)
        .service(programme_service_remove);
}

/// Programmes the caller sees.
#[utoipa::path(tag = "programmes", params(ProgrammeListParams, PageParams), extensions(("x-permission" = json!("programme:read"))))]
#[get("/programmes")]
async fn programme_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<ProgrammeListParams>,
) -> Result<Listing<ProgrammeView>, Problem> {
    Ok(Listing(service::programme_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Sets up a programme with a published template version.
#[utoipa::path(tag = "programmes", request_body = ProgrammeCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("programme:write"))))]
#[post("/programmes")]
async fn programme_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<ProgrammeCreate>,
) -> Result<Created<ProgrammeView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::programme_create(tx, body.value.clone()).await,
        async |reader, id| service::programme_get(reader, id.into()).await,
    )
    .await
}

/// One programme with its services.
#[utoipa::path(tag = "programmes", extensions(("x-permission" = json!("programme:read"))))]
#[get("/programmes/{id}")]
async fn programme_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ProgrammeId>,
) -> Result<Found<ProgrammeView>, Problem> {
    Ok(Found(service::programme_get(&state.read(&caller), *id).await?))
}

/// Changes a programme; rollouts that run keep their template.
#[utoipa::path(tag = "programmes", request_body(content = ProgrammePatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("programme:write"))))]
#[patch("/programmes/{id}")]
async fn programme_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ProgrammeId>,
    seen: Precondition,
    body: Body<ProgrammePatch>,
) -> Result<Found<ProgrammeView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::programme_patch(tx, *id, seen.0, body.value.clone()).await)
        .await;
    or_current(changed, async || service::programme_get(&state.read(&caller), *id).await).await
}

/// Adds a service; one that is in it already stays.
#[utoipa::path(tag = "programmes", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("programme:write"))))]
#[put("/programmes/{id}/services/{service_id}")]
async fn programme_service_add(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(ProgrammeId, ServiceId)>,
    seen: Precondition,
) -> Result<Found<ProgrammeView>, Problem> {
    let (id, service_id) = *path;
    let one = ProgrammeServices { service_ids: vec![service_id] };
    let changed = state
        .db
        .write(&caller, async |tx| service::programme_services_add(tx, id, seen.0, one.clone()).await)
        .await;
    or_current(changed, async || service::programme_get(&state.read(&caller), id).await).await
}

/// Takes a service out; rollouts that run go on.
#[utoipa::path(tag = "programmes", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("programme:write"))))]
#[delete("/programmes/{id}/services/{service_id}")]
async fn programme_service_remove(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(ProgrammeId, ServiceId)>,
    seen: Precondition,
) -> Result<Found<ProgrammeView>, Problem> {
    let (id, service_id) = *path;
    let one = ProgrammeServices { service_ids: vec![service_id] };
    let changed = state
        .db
        .write(&caller, async |tx| service::programme_services_remove(tx, id, seen.0, one.clone()).await)
        .await;
    or_current(changed, async || service::programme_get(&state.read(&caller), id).await).await
}
