//! `/webhooks` and `/webhook-deliveries`: subscriptions of other systems, and the log of what was sent to them.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Answer, Created, Found, Listing, NoContent, Resource, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post};
use dienstweg_kernel::ids::{DeliveryId, WebhookId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_outbound::webhooks::input::{
    DeliveryListParams, SecretRotate, WebhookCreate, WebhookListParams, WebhookPatch,
};
use dienstweg_outbound::webhooks::service;
use dienstweg_outbound::webhooks::view::{DeliveryRow, DeliveryView, WebhookView, WebhookWithSecret};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

resource!(WebhookView => "webhooks");

impl Resource for WebhookWithSecret {
    const PATH: &'static str = WebhookView::PATH;
    fn id(&self) -> Uuid {
        self.webhook.id.0
    }
    fn version(&self) -> i64 {
        self.webhook.version
    }
}

impl Resource for DeliveryView {
    const PATH: &'static str = "webhook-deliveries";
    fn id(&self) -> Uuid {
        self.row.id.0
    }
    fn version(&self) -> i64 {
        self.row.attempt_count.into()
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(webhook_list)
        .service(webhook_create)
        .service(webhook_get)
        .service(webhook_patch)
        .service(webhook_delete)
        .service(webhook_secret_rotate)
        .service(webhook_test)
        .service(delivery_list)
        .service(delivery_get)
        .service(delivery_redeliver);
}

/// Subscriptions the caller sees.
#[utoipa::path(tag = "webhooks", params(WebhookListParams, PageParams), extensions(("x-permission" = json!("webhook:read"))))]
#[get("/webhooks")]
async fn webhook_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<WebhookListParams>,
) -> Result<Listing<WebhookView>, Problem> {
    Ok(Listing(service::webhook_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new subscription with its first secret, which is shown this once.
#[utoipa::path(tag = "webhooks", request_body = WebhookCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[post("/webhooks")]
async fn webhook_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<WebhookCreate>,
) -> Result<Created<WebhookWithSecret>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::webhook_create(tx, &state.hooks, body.value.clone()).await,
        shown_before,
    )
    .await
}

/// What a repeat gets to see: the secret was shown once.
async fn shown_before(reader: &Reader, id: Uuid) -> Result<WebhookWithSecret> {
    Ok(WebhookWithSecret { webhook: service::webhook_get(reader, id.into()).await?, secret: None })
}

/// One subscription, without what is secret.
#[utoipa::path(tag = "webhooks", extensions(("x-permission" = json!("webhook:read"))))]
#[get("/webhooks/{id}")]
async fn webhook_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WebhookId>,
) -> Result<Found<WebhookView>, Problem> {
    Ok(Found(service::webhook_get(&state.read(&caller), *id).await?))
}

/// Changes a subscription, or switches it off and on.
#[utoipa::path(tag = "webhooks", request_body(content = WebhookPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[patch("/webhooks/{id}")]
async fn webhook_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WebhookId>,
    seen: Precondition,
    body: Body<WebhookPatch>,
) -> Result<Found<WebhookView>, Problem> {
    let work = async |tx: &_| service::webhook_patch(tx, &state.hooks, *id, body.value.clone(), seen.0).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || service::webhook_get(&state.read(&caller), *id).await).await
}

/// Deletes a subscription with its secrets and its log.
#[utoipa::path(tag = "webhooks", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[delete("/webhooks/{id}")]
async fn webhook_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WebhookId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    match state.db.write(&caller, async |tx| service::webhook_delete(tx, *id, seen.0).await).await {
        Ok(()) => Ok(NoContent),
        Err(error) => or_current(Err(error), async || service::webhook_get(&state.read(&caller), *id).await)
            .await
            .map(|_| NoContent),
    }
}

/// Gives a subscription a new secret, shown this once. The old ones sign beside it for the overlap.
#[utoipa::path(tag = "webhooks", request_body = SecretRotate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[post("/webhooks/{id}/secrets")]
async fn webhook_secret_rotate(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WebhookId>,
    once: Idempotency,
    body: Body<SecretRotate>,
) -> Result<Found<WebhookWithSecret>, Problem> {
    let work = async |tx: &_| service::secret_rotate(tx, &state.hooks, *id, body.value).await;
    Ok(Found(once.view(&state, &caller, &body.hash, work, shown_before).await?))
}

/// Sends a `webhook.test` event to this subscription, whatever it has asked for. It appears in the log of deliveries.
#[utoipa::path(tag = "webhooks", params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[post("/webhooks/{id}/test")]
async fn webhook_test(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WebhookId>,
    once: Idempotency,
) -> Result<NoContent, Problem> {
    let key = once.key(&state, "");
    state.db.once(&caller, key.as_ref(), |()| id.0, async |tx| service::webhook_test(tx, *id).await).await?;
    Ok(NoContent)
}

/// What was or is to be sent to a subscription, newest first.
#[utoipa::path(tag = "webhooks", params(DeliveryListParams, PageParams), extensions(("x-permission" = json!("webhook:read"))))]
#[get("/webhooks/{id}/deliveries")]
async fn delivery_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WebhookId>,
    list: List<DeliveryListParams>,
) -> Result<Listing<DeliveryRow>, Problem> {
    Ok(Listing(service::delivery_list(&state.read(&caller), *id, &list.params, &list.page).await?))
}

/// One delivery with its attempts. What was sent shows for those who may change the subscription.
#[utoipa::path(tag = "webhooks", extensions(("x-permission" = json!("webhook:read"))))]
#[get("/webhook-deliveries/{id}")]
async fn delivery_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<DeliveryId>,
) -> Result<Answer<DeliveryView>, Problem> {
    Ok(Answer(service::delivery_get(&state.read(&caller), *id).await?))
}

/// Sends the same event again, as a delivery of its own with the same `webhook-id`.
#[utoipa::path(tag = "webhooks", params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[post("/webhook-deliveries/{id}/redeliver")]
async fn delivery_redeliver(
    state: Data<AppState>,
    caller: Caller,
    id: Path<DeliveryId>,
    once: Idempotency,
) -> Result<Created<DeliveryView>, Problem> {
    let work = async |tx: &_| service::delivery_redeliver(tx, *id).await;
    let again = async |reader: &_, made: Uuid| service::delivery_get(reader, made.into()).await;
    Ok(Created(once.view(&state, &caller, "", work, again).await?))
}
