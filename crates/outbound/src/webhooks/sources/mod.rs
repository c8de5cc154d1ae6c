//! Marketplaces that sign what they send us (Standard Webhooks): `key` stands in the address they send to, its API
//! client is the principal on whose behalf their orders are placed.
pub mod entity;
pub mod input;
mod policy;
pub mod service;
mod store;
mod verify;
pub mod view;

pub(super) use store::clean;

use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
pub use dienstweg_kernel::ids::SourceId;
use dienstweg_kernel::{Reader, Result};
use futures_util::future::BoxFuture;
use std::collections::HashSet;
use uuid::Uuid;

/// The kind of subject a marketplace is.
pub const KIND: &str = entity::source::Entity::KIND;

/// For the wiring: which sources a caller sees.
pub fn visible(reader: &Reader, ids: Vec<Uuid>) -> BoxFuture<'_, Result<HashSet<Uuid>>> {
    Box::pin(reader.visible_among::<entity::source::Entity>(ids))
}

/// Whether a permission reaches a source.
pub async fn reached(reader: &Reader, permission: Permission, id: Uuid) -> Result<bool> {
    reader.reaches::<entity::source::Entity>(permission, id).await
}
