//! `/orders`: the inbox, by hand and from marketplaces alike.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::problem::{Circumstances, Problem, ProblemView};
use crate::resource;
use crate::respond::{Answer, Created, Found, Items, Listing, or_current};
use crate::routes::history::HistoryParams;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::{OrderId, PositionId};
use dienstweg_kernel::labels::Named;
use dienstweg_rollouts::input::{CancellationDecision, OrderListParams, PositionClarify, ReasonGiven};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::{OrderCounts, OrderView};
use dienstweg_workflows::orders::{
    MANUAL, OrderByHand, ReleaseOutcome, ReleaseResult, cancellation, order_detail, order_meaning,
    order_receive_in, position_decide, position_meaning, positions_release,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

resource!(OrderView => "orders");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(order_list)
        .service(order_counts)
        .service(order_create)
        .service(orders_release)
        .service(order_get)
        .service(order_history)
        .service(position_clarify)
        .service(position_check)
        .service(position_release)
        .service(position_reject)
        .service(order_cancel)
        .service(order_cancellation);
}

/// Orders the caller sees.
#[utoipa::path(tag = "orders", params(OrderListParams, PageParams), extensions(("x-permission" = json!("order:read"))))]
#[get("/orders")]
async fn order_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<OrderListParams>,
) -> Result<Listing<OrderView>, Problem> {
    Ok(Listing(service::order_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// How much waits in the inbox.
#[utoipa::path(tag = "orders", extensions(("x-permission" = json!("order:read"))))]
#[get("/orders/counts")]
async fn order_counts(state: Data<AppState>, caller: Caller) -> Result<Answer<OrderCounts>, Problem> {
    Ok(Answer(service::order_counts(&state.read(&caller)).await?))
}

/// Enters an order by hand. What cannot be matched is kept for clarification.
#[utoipa::path(tag = "orders", request_body = OrderByHand, params(("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("order:write"))))]
#[post("/orders")]
async fn order_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<OrderByHand>,
) -> Result<Created<OrderView>, Problem> {
    let content = body.value.clone().into_content(&caller);
    let found = order_meaning(&state.db, &caller, &content).await?;
    once.create(
        &state,
        &caller,
        &body,
        async |tx| Ok(order_receive_in(tx, MANUAL, &content, &found).await?.view().clone()),
        async |reader, id| order_detail(reader, id.into()).await,
    )
    .await
}

/// One order with what its unclear positions may mean.
#[utoipa::path(tag = "orders", extensions(("x-permission" = json!("order:read"))))]
#[get("/orders/{id}")]
async fn order_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrderId>,
) -> Result<Found<OrderView>, Problem> {
    Ok(Found(order_detail(&state.read(&caller), *id).await?))
}

/// Who did what with an order, newest first.
#[utoipa::path(tag = "orders", params(HistoryParams), extensions(("x-permission" = json!("order:read"))))]
#[get("/orders/{id}/history")]
async fn order_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrderId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::order_history(&state.read(&caller), *id, before, limit).await?))
}

/// Says which service or body a position means. `If-Match` is the version of the position.
#[utoipa::path(tag = "orders", request_body = PositionClarify, params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("order:write"))))]
#[post("/orders/{id}/positions/{position}/clarify")]
async fn position_clarify(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(OrderId, PositionId)>,
    seen: Precondition,
    once: Retry,
    body: Body<PositionClarify>,
) -> Result<Found<OrderView>, Problem> {
    let (id, position) = *path;
    let reader = state.read(&caller);
    let order = order_detail(&reader, id).await?;
    let found = position_meaning(&state.db, &caller, &order, position, &body).await?;
    let work = async |tx: &_| position_decide(tx, position, seen.0, &found).await;
    once.0.act(&state, &caller, &body.hash, work, async || order_detail(&reader, id).await).await
}

/// Says that a ready position was checked. `If-Match` is the version of the position.
#[utoipa::path(tag = "orders", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("order:write"))))]
#[post("/orders/{id}/positions/{position}/check")]
async fn position_check(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(OrderId, PositionId)>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<OrderView>, Problem> {
    let (id, position) = *path;
    let work = async |tx: &_| service::position_check(tx, position, seen.0).await;
    once.0.act(&state, &caller, "", work, async || order_detail(&state.read(&caller), id).await).await
}

/// Releases one position: its rollout begins, or it is linked to the one the body has. `If-Match` is the version of the
/// position.
#[utoipa::path(tag = "orders", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("order:release"))))]
#[post("/orders/{id}/positions/{position}/release")]
async fn position_release(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(OrderId, PositionId)>,
    seen: Precondition,
    once: Idempotency,
) -> Result<Found<OrderView>, Problem> {
    let (id, position) = *path;
    let current = async || order_detail(&state.read(&caller), id).await;
    let work = async |tx: &_| {
        for result in positions_release(tx, &[(position, seen.0)]).await? {
            result.outcome?;
        }
        Ok(())
    };
    let key = once.key(&state, "");
    let released = match state.db.once(&caller, key.as_ref(), |()| id.0, work).await {
        Ok(_) => current().await,
        Err(error) => Err(error),
    };
    or_current(released, current).await
}

/// Decides that a position gets no rollout. `If-Match` is the version of the position.
#[utoipa::path(tag = "orders", request_body = ReasonGiven, params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("order:release"))))]
#[post("/orders/{id}/positions/{position}/reject")]
async fn position_reject(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(OrderId, PositionId)>,
    seen: Precondition,
    once: Retry,
    body: Body<ReasonGiven>,
) -> Result<Found<OrderView>, Problem> {
    let (id, position) = *path;
    let work = async |tx: &_| service::position_reject(tx, position, seen.0, &body.reason).await;
    let current = async || order_detail(&state.read(&caller), id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}

/// Positions to be released together.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"positions": ["01930f6e-0000-7000-8000-000000000001"]}))]
pub struct OrdersRelease {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub positions: Vec<PositionId>,
}

/// What became of one of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PositionReleased {
    pub position_id: PositionId,
    pub result: ReleaseOutcome,
    pub rollout: Option<Named>,
    pub problem: Option<ProblemView>,
}

/// Releases several positions at once; one refusal does not hold the others.
#[utoipa::path(tag = "orders", request_body = OrdersRelease, extensions(("x-permission" = json!("order:release"))))]
#[post("/orders/release")]
async fn orders_release(
    state: Data<AppState>,
    caller: Caller,
    body: Body<OrdersRelease>,
) -> Result<Items<PositionReleased>, Problem> {
    let asked: Vec<_> = body.positions.iter().map(|id| (*id, IfMatch::Any)).collect();
    let results = state.db.write(&caller, async |tx| positions_release(tx, &asked).await).await?;
    let about = Circumstances { language: caller.language, request_id: caller.request_id.to_string() };
    Ok(Items(results.into_iter().map(|result| released(result, &about)).collect()))
}

fn released(result: ReleaseResult, about: &Circumstances) -> PositionReleased {
    let position_id = result.position_id;
    match result.outcome {
        Ok((outcome, rollout)) => {
            PositionReleased { position_id, result: outcome, rollout: Some(rollout), problem: None }
        }
        Err(error) => {
            let problem = Some(ProblemView::new(&error, about.language, &about.request_id));
            PositionReleased { position_id, result: ReleaseOutcome::Refused, rollout: None, problem }
        }
    }
}

/// Cancels what is not decided yet; for what was released it becomes a request.
#[utoipa::path(tag = "orders", request_body = ReasonGiven, params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("order:write"))))]
#[post("/orders/{id}/cancel")]
async fn order_cancel(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrderId>,
    seen: Precondition,
    once: Retry,
    body: Body<ReasonGiven>,
) -> Result<Found<OrderView>, Problem> {
    let work = async |tx: &_| service::order_cancel(tx, *id, seen.0, Some(&body.reason)).await;
    let current = async || order_detail(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}

/// What is decided about a requested cancellation.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "accept", "reason": "Die Gemeinde hat eine eigene Lösung."}))]
pub struct CancellationDecided {
    pub decision: CancellationDecision,
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Decides about a requested cancellation; accepted, its rollouts come out as cancelled.
#[utoipa::path(tag = "orders", request_body = CancellationDecided, params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("order:release"))))]
#[post("/orders/{id}/cancellation")]
async fn order_cancellation(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrderId>,
    seen: Precondition,
    once: Retry,
    body: Body<CancellationDecided>,
) -> Result<Found<OrderView>, Problem> {
    let work = async |tx: &_| cancellation(tx, *id, seen.0, body.decision, &body.reason).await;
    let current = async || order_detail(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}
