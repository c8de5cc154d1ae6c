//! Which reports a caller sees, for live streams, and how far a permission reaches.
use super::entity::report;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use std::collections::HashSet;
use uuid::Uuid;

/// Kinds of subjects that events of reports are about, with the permission to read them.
pub const KINDS: [(&str, Permission); 1] = [(report::Entity::KIND, report::Entity::READ)];

/// Those of `ids` that the caller of `reader` sees; none of another kind.
pub async fn visible(reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    match kind {
        report::Entity::KIND => reader.visible_among::<report::Entity>(ids).await,
        _ => Ok(HashSet::new()),
    }
}

/// Whether a permission reaches a report; nothing for other things.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    match kind {
        report::Entity::KIND => Ok(Some(reader.reaches::<report::Entity>(permission, id).await?)),
        _ => Ok(None),
    }
}
