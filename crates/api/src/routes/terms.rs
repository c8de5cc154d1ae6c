//! `/terms`: certificates, contracts and entries that hold until a day.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Retry};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::TermId;
use dienstweg_rollouts::input::{TermCreate, TermEnd, TermListParams, TermPatch, TermRenew};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::TermView;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(TermView => "terms");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(term_list)
        .service(term_create)
        .service(term_get)
        .service(term_patch)
        .service(term_renew)
        .service(term_end);
}

/// Certificates, contracts and entries, those first that end first.
#[utoipa::path(tag = "terms", params(TermListParams, PageParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/terms")]
async fn term_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<TermListParams>,
) -> Result<Listing<TermView>, Problem> {
    Ok(Listing(service::term_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Records something that holds until a day. In time before it, renewing it is a task of whoever renews it.
#[utoipa::path(tag = "terms", request_body = TermCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/terms")]
async fn term_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<TermCreate>,
) -> Result<Created<TermView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::term_create(tx, body.value.clone()).await,
        async |reader, id| service::term_get(reader, id.into()).await,
    )
    .await
}

/// One of them.
#[utoipa::path(tag = "terms", extensions(("x-permission" = json!("rollout:read"))))]
#[get("/terms/{id}")]
async fn term_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TermId>,
) -> Result<Found<TermView>, Problem> {
    Ok(Found(service::term_get(&state.read(&caller), *id).await?))
}

/// Changes what is said of it; its last day is changed by renewing it.
#[utoipa::path(tag = "terms", request_body(content = TermPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("rollout:steer"))))]
#[patch("/terms/{id}")]
async fn term_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TermId>,
    seen: Precondition,
    body: Body<TermPatch>,
) -> Result<Found<TermView>, Problem> {
    let work = async |tx: &_| service::term_patch(tx, *id, seen.0, body.value.clone()).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || service::term_get(&state.read(&caller), *id).await).await
}

/// It holds longer; the task is done.
#[utoipa::path(tag = "terms", request_body = TermRenew, params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("milestone:complete"))))]
#[post("/terms/{id}/renew")]
async fn term_renew(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TermId>,
    seen: Precondition,
    once: Retry,
    body: Body<TermRenew>,
) -> Result<Found<TermView>, Problem> {
    let work = async |tx: &_| service::term_renew(tx, *id, seen.0, &body).await;
    let current = async || service::term_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}

/// It is needed no more.
#[utoipa::path(tag = "terms", request_body = TermEnd, params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/terms/{id}/end")]
async fn term_end(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TermId>,
    seen: Precondition,
    once: Retry,
    body: Body<TermEnd>,
) -> Result<Found<TermView>, Problem> {
    let work = async |tx: &_| service::term_end(tx, *id, seen.0, &body).await;
    let current = async || service::term_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}
