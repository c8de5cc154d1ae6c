//! What callers get to see of subscriptions and deliveries.
use super::entity::{attempt, delivery, secret, webhook};
use super::policy::may_write;
use super::types::{DeliveryReason, DeliveryState, DisabledReason};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{DeliveryId, EventId, WebhookId, WebhookSecretId};
use dienstweg_kernel::labels::{Labels, Named};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One subscription.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookView {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    pub events: Vec<String>,
    pub owner: Named,
    pub active: bool,
    #[schema(required)]
    pub disabled_reason: Option<DisabledReason>,
    /// Those that sign now, newest first; empty in lists.
    pub secrets: Vec<WebhookSecretView>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A secret, without what is secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookSecretView {
    pub id: WebhookSecretId,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub expires_at: Option<DateTime<Utc>>,
}

/// A subscription with its new secret, which is shown this once.
#[derive(Clone, Serialize, ToSchema)]
pub struct WebhookWithSecret {
    pub webhook: WebhookView,
    /// `whsec_` + base64; `null` where the same request came again.
    #[schema(required, example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
}

/// One line of the log of deliveries.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    /// The `webhook-id` header.
    pub message_id: String,
    pub event_id: EventId,
    pub event_name: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub state: DeliveryState,
    #[schema(required)]
    pub reason: Option<DeliveryReason>,
    /// Attempts so far.
    pub attempt_count: i32,
    /// When it will be tried next.
    #[schema(required)]
    pub due_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub finished_at: Option<DateTime<Utc>>,
}

/// One delivery with all attempts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliveryView {
    #[serde(flatten)]
    pub row: DeliveryRow,
    /// What was sent last. `null` after 30 days, and for those who may not change the subscription.
    #[schema(required)]
    pub body: Option<String>,
    /// Oldest first.
    pub attempts: Vec<AttemptView>,
    pub can: Vec<&'static str>,
}

/// One attempt.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttemptView {
    pub at: DateTime<Utc>,
    pub duration_ms: i64,
    /// HTTP status of the answer.
    #[schema(required)]
    pub status: Option<i32>,
    /// Why there was no answer.
    #[schema(required)]
    pub error: Option<String>,
    /// The first KB of the answer; `null` like `body`.
    #[schema(required)]
    pub response: Option<String>,
}

impl WebhookView {
    pub(super) fn new(
        row: &webhook::Model,
        secrets: &[Visible<secret::Entity>],
        labels: &Labels,
        actor: &Actor,
    ) -> Self {
        let can = match may_write(actor, row.owner_id) {
            true => vec!["update", "delete", "rotate_secret", "test"],
            false => Vec::new(),
        };
        Self {
            id: row.id,
            name: row.name.clone(),
            url: row.url.clone(),
            events: row.patterns(),
            owner: labels.named(row.owner_id),
            active: row.active,
            disabled_reason: row.disabled_reason,
            secrets: secrets.iter().map(|secret| WebhookSecretView::new(secret)).collect(),
            can,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl WebhookSecretView {
    fn new(row: &secret::Model) -> Self {
        Self { id: row.id, created_at: row.created_at, expires_at: row.expires_at }
    }
}

impl DeliveryRow {
    pub(super) fn new(row: &delivery::Model) -> Self {
        Self {
            id: row.id,
            webhook_id: row.webhook_id,
            message_id: row.message_id.clone(),
            event_id: row.event_id,
            event_name: row.event_name.clone(),
            subject_kind: row.subject_kind.clone(),
            subject_id: row.subject_id,
            state: row.state,
            reason: row.reason,
            attempt_count: row.attempts,
            due_at: (row.state == DeliveryState::Pending).then_some(row.due_at),
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

impl DeliveryView {
    /// Who may change the subscription sees what was sent and may send it again.
    pub(super) fn new(row: &Visible<delivery::Entity>, attempts: Vec<attempt::Model>) -> Self {
        let opens = row.opens();
        let attempts = attempts.into_iter().map(|attempt| AttemptView {
            at: attempt.at,
            duration_ms: attempt.duration_ms,
            status: attempt.status,
            error: attempt.error,
            response: attempt.response.filter(|_| opens),
        });
        Self {
            row: DeliveryRow::new(row),
            body: row.open(|row| row.body.as_ref()).into_option(),
            attempts: attempts.collect(),
            can: if opens { vec!["redeliver"] } else { Vec::new() },
        }
    }
}
