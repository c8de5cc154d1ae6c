//! Who reaches which marketplaces: their API clients, and who may everywhere.
use super::SourceId;
use super::entity::{secret, source};
use crate::webhooks::policy::WEBHOOK_READ;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject, within};
use dienstweg_kernel::ids::WebhookSecretId;
use sea_orm::Condition;

impl Guarded for source::Entity {
    const KIND: &'static str = "marketplace_source";
    const READ: Permission = WEBHOOK_READ;
    type Id = SourceId;
    const ID: Self::Column = source::Column::Id;
    const VERSION: Option<Self::Column> = Some(source::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[source::Column::CreatedAt, source::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).own(source::Column::ClientId).rows()
    }

    fn subject(row: &source::Model) -> Subject {
        subject(row.id)
    }
}

impl Guarded for secret::Entity {
    const KIND: &'static str = "marketplace_secret";
    const READ: Permission = WEBHOOK_READ;
    type Id = WebhookSecretId;
    const ID: Self::Column = secret::Column::Id;
    const UNAUDITED: &'static [Self::Column] = &[secret::Column::SealedSecret];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<source::Entity>(secret::Column::SourceId, actor, permission)
    }

    fn subject(row: &secret::Model) -> Subject {
        subject(row.source_id)
    }
}

pub(super) fn subject(id: SourceId) -> Subject {
    Subject { kind: source::Entity::KIND, id: id.0 }
}
