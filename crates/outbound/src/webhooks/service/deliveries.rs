//! The log of deliveries, and sending again.
use crate::webhooks::entity::{delivery, webhook};
use crate::webhooks::error::{EVENT_EXPIRED, WEBHOOK_DISABLED};
use crate::webhooks::input::DeliveryListParams;
use crate::webhooks::policy::{WEBHOOK_WRITE, subject};
use crate::webhooks::types::DeliveryState;
use crate::webhooks::view::{DeliveryRow, DeliveryView};
use crate::webhooks::{events, store};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::{DeliveryId, WebhookId};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;

/// # Errors
/// `not-found` where the caller does not see the subscription.
pub async fn delivery_list(
    reader: &Reader,
    webhook: WebhookId,
    params: &DeliveryListParams,
    request: &PageRequest,
) -> Result<Page<DeliveryRow>> {
    reader.get::<webhook::Entity>(webhook).await?;
    Ok(store::deliveries(reader, webhook, params, request).await?.map(|row| DeliveryRow::new(&row)))
}

/// # Errors
/// `not-found` where the caller does not see the delivery.
pub async fn delivery_get(reader: &Reader, id: DeliveryId) -> Result<DeliveryView> {
    let row = reader.get::<delivery::Entity>(id).await?;
    let attempts = store::attempts(reader, &row).await?;
    Ok(DeliveryView::new(&row, attempts))
}

/// Sends the same event again, as a delivery of its own with the same `webhook-id`. Answers the new delivery.
///
/// # Errors
/// `not-found`, `forbidden`; `webhook-disabled`; `webhook-event-expired` after 90 days.
pub async fn delivery_redeliver(tx: &Tx, id: DeliveryId) -> Result<DeliveryView> {
    let old = tx.get::<delivery::Entity>(id).await?;
    let webhook = tx.lock::<webhook::Entity>(old.webhook_id, WEBHOOK_WRITE, IfMatch::Any).await?;
    if !webhook.active {
        return Err(Error::new(WEBHOOK_DISABLED));
    }
    if tx.event(old.event_id).await?.is_none() {
        return Err(Error::new(EVENT_EXPIRED));
    }
    let now = tx.ctx().now();
    let new: DeliveryId = tx.ctx().new_id();
    let again = delivery::ActiveModel {
        id: Set(new),
        state: Set(DeliveryState::Pending),
        reason: Set(None),
        attempts: Set(0),
        due_at: Set(now),
        leased_until: Set(None),
        lease: Set(None),
        body: Set(None),
        created_at: Set(now),
        finished_at: Set(None),
        ..(*old).clone().into_active_model()
    };
    store::add_deliveries(tx, vec![again]).await?;
    tx.emit(subject(old.webhook_id), events::delivery_repeated(new));
    delivery_get(tx, new).await
}
