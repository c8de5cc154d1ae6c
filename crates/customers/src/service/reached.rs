//! How far a permission reaches.
use crate::entity::{organisation, person};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use uuid::Uuid;

/// Whether the caller reaches a thing of this domain with a permission; nothing for things of other domains.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    match kind {
        organisation::Entity::KIND => one::<organisation::Entity>(reader, permission, id).await,
        person::Entity::KIND => one::<person::Entity>(reader, permission, id).await,
        _ => Ok(None),
    }
}

async fn one<E: Guarded>(reader: &Reader, permission: Permission, id: Uuid) -> Result<Option<bool>> {
    reader.select_with::<E>(permission).filter(E::ID.eq(id)).exists().await.map(Some)
}
