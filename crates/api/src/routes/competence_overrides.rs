//! `/competence-overrides`: where another body is responsible than the register says.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Retry};
use crate::problem::Problem;
use crate::respond::{Created, Found, Listing, Resource};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_rollouts::input::{
    CompetenceOverrideCreate, CompetenceOverrideEnd, CompetenceOverrideListParams,
};
use dienstweg_rollouts::service;
use dienstweg_rollouts::types::OverrideId;
use dienstweg_rollouts::view::CompetenceOverrideView;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for CompetenceOverrideView {
    const PATH: &'static str = "competence-overrides";
    fn id(&self) -> Uuid {
        self.id.0
    }
    /// Nothing but the end ever changes.
    fn version(&self) -> i64 {
        service::override_changes(self.valid_to)
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(competence_override_list)
        .service(competence_override_create)
        .service(competence_override_get)
        .service(competence_override_end);
}

/// Overrides in force today, or all.
#[utoipa::path(tag = "competence-overrides", params(CompetenceOverrideListParams, PageParams),
    extensions(("x-permission" = json!("service:read"))))]
#[get("/competence-overrides")]
async fn competence_override_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<CompetenceOverrideListParams>,
) -> Result<Listing<CompetenceOverrideView>, Problem> {
    Ok(Listing(service::override_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Lays down that another body is responsible, for one service or for all.
#[utoipa::path(tag = "competence-overrides", request_body = CompetenceOverrideCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("service:write"))))]
#[post("/competence-overrides")]
async fn competence_override_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<CompetenceOverrideCreate>,
) -> Result<Created<CompetenceOverrideView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::override_create(tx, body.value.clone()).await,
        async |reader, id| service::override_get(reader, id.into()).await,
    )
    .await
}

/// One override.
#[utoipa::path(tag = "competence-overrides", extensions(("x-permission" = json!("service:read"))))]
#[get("/competence-overrides/{id}")]
async fn competence_override_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OverrideId>,
) -> Result<Found<CompetenceOverrideView>, Problem> {
    Ok(Found(service::override_get(&state.read(&caller), *id).await?))
}

/// Ends an override; what began under it stays.
#[utoipa::path(tag = "competence-overrides", request_body = CompetenceOverrideEnd,
    params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("service:write"))))]
#[post("/competence-overrides/{id}/end")]
async fn competence_override_end(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OverrideId>,
    seen: Precondition,
    once: Retry,
    body: Body<CompetenceOverrideEnd>,
) -> Result<Found<CompetenceOverrideView>, Problem> {
    let work = async |tx: &_| service::override_end(tx, *id, body.value, seen.0).await;
    let current = async || service::override_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}
