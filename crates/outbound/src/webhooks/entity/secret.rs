use dienstweg_kernel::ids::{WebhookId, WebhookSecretId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_secret")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookSecretId,
    pub webhook_id: WebhookId,
    /// See [`crate::webhooks::vault::Vault`].
    pub sealed_secret: String,
    pub created_at: DateTimeUtc,
    /// Signs until then; empty for the present one.
    pub expires_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
