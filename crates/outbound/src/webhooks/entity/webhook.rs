use crate::webhooks::types::DisabledReason;
use dienstweg_kernel::ids::{ActorId, WebhookId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    pub name: String,
    pub sort_key: String,
    pub url: String,
    /// Names of events, exact or `rollout.*`; see [`Model::patterns`].
    pub events: Json,
    /// Its rights decide what is sent.
    pub owner_id: ActorId,
    pub active: bool,
    pub disabled_reason: Option<DisabledReason>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl Model {
    pub fn patterns(&self) -> Vec<String> {
        serde_json::from_value(self.events.clone()).unwrap_or_default()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
