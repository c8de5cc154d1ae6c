//! Who reaches which subscriptions: their owners, and who may everywhere.
use super::entity::{delivery, secret, webhook};
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject, within};
use dienstweg_kernel::ids::{ActorId, DeliveryId, WebhookId, WebhookSecretId};
use sea_orm::Condition;

pub const WEBHOOK_READ: Permission = Permission("webhook:read");
/// Everywhere, this is a right for administrators: the owner one chooses may see more than oneself.
pub const WEBHOOK_WRITE: Permission = Permission("webhook:write");

/// Every permission of this domain.
pub const PERMISSIONS: &[Permission] = &[WEBHOOK_READ, WEBHOOK_WRITE];

impl Guarded for webhook::Entity {
    const KIND: &'static str = "webhook";
    const READ: Permission = WEBHOOK_READ;
    type Id = WebhookId;
    const ID: Self::Column = webhook::Column::Id;
    const VERSION: Option<Self::Column> = Some(webhook::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[webhook::Column::SortKey, webhook::Column::CreatedAt, webhook::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).own(webhook::Column::OwnerId).rows()
    }

    fn subject(row: &webhook::Model) -> Subject {
        subject(row.id)
    }
}

impl Guarded for secret::Entity {
    const KIND: &'static str = "webhook_secret";
    const READ: Permission = WEBHOOK_READ;
    type Id = WebhookSecretId;
    const ID: Self::Column = secret::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[secret::Column::SealedSecret];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<webhook::Entity>(secret::Column::WebhookId, actor, permission)
    }

    fn subject(row: &secret::Model) -> Subject {
        subject(row.webhook_id)
    }
}

impl Guarded for delivery::Entity {
    const KIND: &'static str = "webhook_delivery";
    const READ: Permission = WEBHOOK_READ;
    type Id = DeliveryId;
    const ID: Self::Column = delivery::Column::Id;
    const SEALED: &'static [Self::Column] = &[delivery::Column::Body];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<webhook::Entity>(delivery::Column::WebhookId, actor, permission)
    }

    /// What was sent was for the eyes of the owner, not for everyone who may read the log.
    fn opens(actor: &Actor) -> Condition {
        Self::rows(actor, WEBHOOK_WRITE)
    }

    fn subject(row: &delivery::Model) -> Subject {
        subject(row.webhook_id)
    }
}

pub(super) fn subject(id: WebhookId) -> Subject {
    Subject { kind: webhook::Entity::KIND, id: id.0 }
}

/// Whether the actor may change a subscription of this owner.
pub(super) fn may_write(actor: &Actor, owner: ActorId) -> bool {
    match actor.extent(WEBHOOK_WRITE) {
        Some(Extent::Everything) => true,
        Some(Extent::Scoped) => actor.id == owner,
        None => false,
    }
}
