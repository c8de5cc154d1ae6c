//! `/call-list`, `/calls`: whom to call about rollouts, and what was said.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Answer, Created, Found, Listing};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::CallId;
use dienstweg_rollouts::input::{CallFollowUpParams, CallListParams};
use dienstweg_rollouts::service::{call_follow_ups, call_get, call_settle};
use dienstweg_rollouts::view::CallView;
use dienstweg_workflows::calls::{self, CallCreate, CallList, call_note, call_undo};
use utoipa_actix_web::service_config::ServiceConfig;

resource!(CallView => "calls");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(call_list_get)
        .service(call_follow_up_list)
        .service(call_create)
        .service(call_one)
        .service(call_settle_post)
        .service(call_undo_post);
}

/// Whom to call: rollouts the caller steers in which others must act and something is wrong, or nobody has spoken with them
/// for ten working days, gathered by organisation and person. Those first whose agreed day has come, then by delay times
/// people. What was called about today, or has a day ahead, is not there.
#[utoipa::path(tag = "calls", operation_id = "calls_due", params(CallListParams), extensions(("x-permission" = json!("rollout:steer"))))]
#[get("/call-list")]
async fn call_list_get(
    state: Data<AppState>,
    caller: Caller,
    params: Query<CallListParams>,
) -> Result<Answer<CallList>, Problem> {
    Ok(Answer(calls::call_list(&state.read(&caller), &params).await?))
}

/// Calls after which somebody is to be asked again, the longest due first.
#[utoipa::path(tag = "calls", params(CallFollowUpParams, PageParams), extensions(("x-permission" = json!("rollout:steer"))))]
#[get("/calls")]
async fn call_follow_up_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<CallFollowUpParams>,
) -> Result<Listing<CallView>, Problem> {
    Ok(Listing(call_follow_ups(&state.read(&caller), &list.params, &list.page).await?))
}

/// Notes a call about one or several rollouts: a message in the conversation of each, and a day to ask again.
#[utoipa::path(tag = "calls", request_body = CallCreate, params(("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/calls")]
async fn call_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<CallCreate>,
) -> Result<Created<CallView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| call_note(tx, &body).await,
        async |reader, id| call_get(reader, id.into()).await,
    )
    .await
}

/// One call.
#[utoipa::path(tag = "calls", operation_id = "call_get", extensions(("x-permission" = json!("rollout:steer"))))]
#[get("/calls/{id}")]
async fn call_one(
    state: Data<AppState>,
    caller: Caller,
    id: Path<CallId>,
) -> Result<Found<CallView>, Problem> {
    Ok(Found(call_get(&state.read(&caller), *id).await?))
}

/// Nobody is to be asked again because of this call.
#[utoipa::path(tag = "calls", operation_id = "call_settle", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/calls/{id}/settle")]
async fn call_settle_post(
    state: Data<AppState>,
    caller: Caller,
    id: Path<CallId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<CallView>, Problem> {
    let work = async |tx: &_| call_settle(tx, *id, seen.0).await;
    let current = async || call_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}

/// Takes the caller's own note back, within ten minutes; the conversations say so.
#[utoipa::path(tag = "calls", operation_id = "call_undo", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/calls/{id}/undo")]
async fn call_undo_post(
    state: Data<AppState>,
    caller: Caller,
    id: Path<CallId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<CallView>, Problem> {
    let work = async |tx: &_| call_undo(tx, *id, seen.0).await;
    let current = async || call_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}
