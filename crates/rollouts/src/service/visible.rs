//! Which subjects of this domain a caller sees, for live streams and webhooks.
use crate::entity::{competence_override, order, programme, rollout, service, template};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use std::collections::HashSet;
use uuid::Uuid;

/// Kinds of subjects that events of this domain are about, with the permission to read them.
pub const KINDS: [(&str, Permission); 6] = [
    (competence_override::Entity::KIND, competence_override::Entity::READ),
    (order::Entity::KIND, order::Entity::READ),
    (programme::Entity::KIND, programme::Entity::READ),
    (rollout::Entity::KIND, rollout::Entity::READ),
    (service::Entity::KIND, service::Entity::READ),
    (template::Entity::KIND, template::Entity::READ),
];

/// Those of `ids` that the caller of `reader` sees; none of a kind that is not of this domain.
pub async fn visible(reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    match kind {
        competence_override::Entity::KIND => reader.visible_among::<competence_override::Entity>(ids).await,
        order::Entity::KIND => reader.visible_among::<order::Entity>(ids).await,
        programme::Entity::KIND => reader.visible_among::<programme::Entity>(ids).await,
        rollout::Entity::KIND => reader.visible_among::<rollout::Entity>(ids).await,
        service::Entity::KIND => reader.visible_among::<service::Entity>(ids).await,
        template::Entity::KIND => reader.visible_among::<template::Entity>(ids).await,
        _ => Ok(HashSet::new()),
    }
}
