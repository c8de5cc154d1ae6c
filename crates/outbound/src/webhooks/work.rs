//! One delivery: made, sent, written down.
use super::entity::{attempt, delivery, webhook};
use super::envelope::envelope;
use super::policy::{WEBHOOK_WRITE, subject};
use super::retry::{self, Next};
use super::send::{Answer, Message, send};
use super::types::{DeliveryReason, DeliveryState, DisabledReason};
use super::{Webhooks, events, store};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::events::Event;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::DeliveryId;
use dienstweg_kernel::{Ctx, Reader, Result, Tx};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

type Delivery = Visible<delivery::Entity>;
type Values = Vec<(delivery::Column, Expr)>;

/// What a delivery turned out to be when it was to be sent.
enum Ready {
    Send(Message),
    /// The address is refused now; counts as an attempt.
    Refused(String),
    Nothing(DeliveryReason),
}

impl Webhooks {
    /// Sends one claimed delivery and notes what came of it.
    pub(super) async fn work_on(&self, delivery: &Delivery) -> Result<()> {
        match self.prepare(delivery).await? {
            Ready::Nothing(reason) => self.drop_delivery(delivery, reason).await,
            Ready::Refused(error) => {
                let answer =
                    Answer { took: Duration::ZERO, status: None, error: Some(error), response: None };
                self.record(delivery, None, answer).await
            }
            Ready::Send(message) => {
                let answer = send(&self.0.client, &message).await;
                self.record(delivery, Some(message.body), answer).await
            }
        }
    }

    /// Makes the message, with the owner's rights of this moment.
    async fn prepare(&self, delivery: &Delivery) -> Result<Ready> {
        let ctx = self.ctx();
        let reader = self.0.db.read(&ctx);
        let webhook = reader.get::<webhook::Entity>(delivery.webhook_id).await?;
        let Some(event) = reader.event(delivery.event_id).await? else {
            return Ok(Ready::Nothing(DeliveryReason::EventExpired));
        };
        let Some(owner) = self.0.principals.load(&reader, webhook.owner_id).await? else {
            return Ok(Ready::Nothing(DeliveryReason::OwnerGone));
        };
        let data = match event.name == events::TEST {
            true => Some(json!({"webhook_id": webhook.id, "name": webhook.name})),
            false => self.render(&self.reader_as(owner), &event).await?,
        };
        let Some(data) = data else { return Ok(Ready::Nothing(DeliveryReason::NotVisible)) };
        let url = match self.0.targets.check(&webhook.url) {
            Ok(url) => url,
            Err(fault) => return Ok(Ready::Refused(fault.to_string())),
        };
        let secrets = store::secrets(&reader, webhook.id, ctx.now()).await?;
        let secrets = secrets.iter().map(|row| self.0.vault.open(row.id, &row.sealed_secret));
        Ok(Ready::Send(Message {
            url,
            id: delivery.message_id.clone(),
            timestamp: ctx.now().timestamp(),
            body: envelope(&self.0.source, &event, &data),
            secrets: secrets.collect::<Result<_>>()?,
        }))
    }

    async fn render(&self, reader: &Reader, event: &Event) -> Result<Option<serde_json::Value>> {
        let ids = vec![event.subject_id];
        if self.0.visibility.among(reader, &event.subject_kind, ids).await?.is_empty() {
            return Ok(None);
        }
        self.0.renderers.render(reader, event).await
    }

    async fn drop_delivery(&self, delivery: &Delivery, reason: DeliveryReason) -> Result<()> {
        let ctx = self.ctx();
        let values = finished(DeliveryState::Dropped, Some(reason), &ctx);
        let lease = delivery.lease.unwrap_or_default();
        let work = async |tx: &Tx| store::settle(tx, delivery.id, lease, values.clone()).await;
        self.0.db.write(&ctx, work).await.map(|_| ())
    }

    /// Writes down an attempt and what follows from it.
    async fn record(&self, delivery: &Delivery, body: Option<String>, answer: Answer) -> Result<()> {
        let ctx = self.ctx();
        let [chance] = ctx.random::<1>();
        let next = retry::next(answer.status, delivery.attempts, chance);
        let row = attempt_row(&ctx, delivery, &answer);
        let mut values = values_of(next, &ctx);
        values.push((delivery::Column::Attempts, Expr::val(delivery.attempts + 1)));
        values.extend(body.map(|body| (delivery::Column::Body, Expr::val(body))));
        let lease: Uuid = delivery.lease.unwrap_or_default();
        let work = async |tx: &Tx| {
            store::add_attempt(tx, row.clone()).await?;
            if store::settle(tx, delivery.id, lease, values.clone()).await? {
                tell(tx, delivery, next).await?;
            }
            Ok(())
        };
        self.0.db.write(&ctx, work).await
    }
}

/// What the outcome means for the subscription.
async fn tell(tx: &Tx, delivery: &Delivery, next: Next) -> Result<()> {
    match next {
        Next::Delivered | Next::Retry(_) => {}
        Next::Park => tx.emit(subject(delivery.webhook_id), events::delivery_parked(delivery.id)),
        Next::Gone => {
            let webhook =
                tx.lock::<webhook::Entity>(delivery.webhook_id, WEBHOOK_WRITE, IfMatch::Any).await?;
            let mut change = webhook.change();
            change.active = Set(false);
            change.disabled_reason = Set(Some(DisabledReason::Gone));
            change.updated_at = Set(tx.ctx().now());
            tx.update(webhook, change, events::webhook_disabled(DisabledReason::Gone)).await?;
        }
    }
    Ok(())
}

fn values_of(next: Next, ctx: &Ctx) -> Values {
    match next {
        Next::Delivered => finished(DeliveryState::Delivered, None, ctx),
        Next::Park => finished(DeliveryState::Parked, Some(DeliveryReason::GaveUp), ctx),
        Next::Gone => finished(DeliveryState::Parked, Some(DeliveryReason::Gone), ctx),
        Next::Retry(pause) => vec![(delivery::Column::DueAt, Expr::val(ctx.now() + pause))],
    }
}

fn finished(state: DeliveryState, reason: Option<DeliveryReason>, ctx: &Ctx) -> Values {
    use delivery::Column as C;
    vec![(C::State, Expr::val(state)), (C::Reason, Expr::val(reason)), (C::FinishedAt, Expr::val(ctx.now()))]
}

fn attempt_row(ctx: &Ctx, delivery: &Delivery, answer: &Answer) -> attempt::ActiveModel {
    attempt::ActiveModel {
        id: Set(ctx.new_id::<DeliveryId>().0),
        delivery_id: Set(delivery.id),
        at: Set(ctx.now()),
        duration_ms: Set(i64::try_from(answer.took.as_millis()).unwrap_or(i64::MAX)),
        status: Set(answer.status.map(i32::from)),
        error: Set(answer.error.clone()),
        response: Set(answer.response.clone()),
    }
}
