//! Which subjects of this domain a caller sees, for live streams and webhooks, and how far a permission reaches.
use crate::entity::{client, grant, role, session, team, user};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use std::collections::HashSet;
use uuid::Uuid;

/// Kinds of subjects that events of this domain are about, with the permission to read them.
pub const KINDS: [(&str, Permission); 6] = [
    (client::Entity::KIND, client::Entity::READ),
    (grant::Entity::KIND, grant::Entity::READ),
    (role::Entity::KIND, role::Entity::READ),
    (session::Entity::KIND, session::Entity::READ),
    (team::Entity::KIND, team::Entity::READ),
    (user::Entity::KIND, user::Entity::READ),
];

/// Those of `ids` that the caller of `reader` sees; none of a kind that is not of this domain.
pub async fn visible(reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    match kind {
        client::Entity::KIND => reader.visible_among::<client::Entity>(ids).await,
        grant::Entity::KIND => reader.visible_among::<grant::Entity>(ids).await,
        role::Entity::KIND => reader.visible_among::<role::Entity>(ids).await,
        session::Entity::KIND => reader.visible_among::<session::Entity>(ids).await,
        team::Entity::KIND => reader.visible_among::<team::Entity>(ids).await,
        user::Entity::KIND => reader.visible_among::<user::Entity>(ids).await,
        _ => Ok(HashSet::new()),
    }
}

/// Whether a permission reaches a thing of this domain; nothing for things of other domains.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    let reached = match kind {
        client::Entity::KIND => reader.reaches::<client::Entity>(permission, id).await?,
        grant::Entity::KIND => reader.reaches::<grant::Entity>(permission, id).await?,
        role::Entity::KIND => reader.reaches::<role::Entity>(permission, id).await?,
        session::Entity::KIND => reader.reaches::<session::Entity>(permission, id).await?,
        team::Entity::KIND => reader.reaches::<team::Entity>(permission, id).await?,
        user::Entity::KIND => reader.reaches::<user::Entity>(permission, id).await?,
        _ => return Ok(None),
    };
    Ok(Some(reached))
}
