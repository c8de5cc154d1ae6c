//! Which subjects of this domain a caller sees, for live streams and webhooks, and how far a permission reaches.
use crate::entity::{import, organisation, person};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use std::collections::HashSet;
use uuid::Uuid;

/// Kinds of subjects that events of this domain are about, with the permission to read them.
pub const KINDS: [(&str, Permission); 3] = [
    (organisation::Entity::KIND, organisation::Entity::READ),
    (person::Entity::KIND, person::Entity::READ),
    (import::Entity::KIND, import::Entity::READ),
];

/// Those of `ids` that the caller of `reader` sees; none of a kind that is not of this domain.
pub async fn visible(reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    match kind {
        organisation::Entity::KIND => reader.visible_among::<organisation::Entity>(ids).await,
        person::Entity::KIND => reader.visible_among::<person::Entity>(ids).await,
        import::Entity::KIND => reader.visible_among::<import::Entity>(ids).await,
        _ => Ok(HashSet::new()),
    }
}

/// Whether a permission reaches a thing of this domain; nothing for things of other domains.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    let reached = match kind {
        organisation::Entity::KIND => reader.reaches::<organisation::Entity>(permission, id).await?,
        person::Entity::KIND => reader.reaches::<person::Entity>(permission, id).await?,
        import::Entity::KIND => reader.reaches::<import::Entity>(permission, id).await?,
        _ => return Ok(None),
    };
    Ok(Some(reached))
}
