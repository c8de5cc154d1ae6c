use crate::webhooks::types::{DeliveryReason, DeliveryState};
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{DeliveryId, EventId, WebhookId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    /// The `webhook-id` header: the same for every attempt and every redelivery.
    pub message_id: String,
    pub event_id: EventId,
    pub event_position: i64,
    pub event_name: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub state: DeliveryState,
    pub reason: Option<DeliveryReason>,
    /// Attempts so far.
    pub attempts: i32,
    pub due_at: DateTimeUtc,
    pub leased_until: Option<DateTimeUtc>,
    /// Who is sending it.
    pub lease: Option<Uuid>,
    /// What was sent last; goes after 30 days.
    pub body: Option<Sealed>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
