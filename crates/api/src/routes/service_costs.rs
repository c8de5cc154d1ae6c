//! `/service-costs`: what services cost in a year.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, NoContent, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post};
use dienstweg_kernel::ids::ServiceCostId;
use dienstweg_rollouts::input::{ServiceCostCreate, ServiceCostListParams, ServiceCostPatch};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::ServiceCostView;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(ServiceCostView => "service-costs");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(service_cost_list)
        .service(service_cost_create)
        .service(service_cost_get)
        .service(service_cost_patch)
        .service(service_cost_delete);
}

/// What services cost, year by year.
#[utoipa::path(tag = "digital-levies", params(ServiceCostListParams, PageParams), extensions(("x-permission" = json!("service:read"))))]
#[get("/service-costs")]
async fn service_cost_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<ServiceCostListParams>,
) -> Result<Listing<ServiceCostView>, Problem> {
    Ok(Listing(service::service_cost_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Enters what a service costs in a year, once for each.
#[utoipa::path(tag = "digital-levies", request_body = ServiceCostCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("service:write"))))]
#[post("/service-costs")]
async fn service_cost_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<ServiceCostCreate>,
) -> Result<Created<ServiceCostView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::service_cost_create(tx, &body.value).await,
        async |reader, id| service::service_cost_get(reader, id.into()).await,
    )
    .await
}

/// What one service costs in one year.
#[utoipa::path(tag = "digital-levies", extensions(("x-permission" = json!("service:read"))))]
#[get("/service-costs/{id}")]
async fn service_cost_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ServiceCostId>,
) -> Result<Found<ServiceCostView>, Problem> {
    Ok(Found(service::service_cost_get(&state.read(&caller), *id).await?))
}

/// Changes what a service costs in a year; service and year stay.
#[utoipa::path(tag = "digital-levies", request_body(content = ServiceCostPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("service:write"))))]
#[patch("/service-costs/{id}")]
async fn service_cost_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ServiceCostId>,
    seen: Precondition,
    body: Body<ServiceCostPatch>,
) -> Result<Found<ServiceCostView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::service_cost_patch(tx, *id, seen.0, body.value.clone()).await)
        .await;
    or_current(changed, async || service::service_cost_get(&state.read(&caller), *id).await).await
}

/// Takes out what a service costs in a year: nobody pays for it then.
#[utoipa::path(tag = "digital-levies", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("service:write"))))]
#[delete("/service-costs/{id}")]
async fn service_cost_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ServiceCostId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    match state.db.write(&caller, async |tx| service::service_cost_delete(tx, *id, seen.0).await).await {
        Ok(()) => Ok(NoContent),
        Err(error) => {
            or_current(Err(error), async || service::service_cost_get(&state.read(&caller), *id).await)
                .await
                .map(|_| NoContent)
        }
    }
}
