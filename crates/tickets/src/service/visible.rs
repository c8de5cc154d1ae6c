//! Which tickets a caller sees, for live streams and webhooks, and how far a permission reaches.
use crate::SUBJECT;
use crate::entity::ticket;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use std::collections::HashSet;
use uuid::Uuid;

/// Kinds of subjects that events of this domain are about, with the permission to read them.
pub const KINDS: [(&str, Permission); 1] = [(SUBJECT, ticket::Entity::READ)];

/// Those of `ids` that the caller of `reader` sees; none of a kind that is not of this domain.
pub async fn visible(reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    match kind {
        SUBJECT => reader.visible_among::<ticket::Entity>(ids).await,
        _ => Ok(HashSet::new()),
    }
}

/// Whether a permission reaches a ticket; nothing for things of other domains.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    match kind {
        SUBJECT => reader.reaches::<ticket::Entity>(permission, id).await.map(Some),
        _ => Ok(None),
    }
}
