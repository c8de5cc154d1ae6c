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

use dienstweg_kernel::Reader;
pub use dienstweg_kernel::ids::SourceId;
use futures_util::future::BoxFuture;
use std::collections::HashSet;
use uuid::Uuid;

/// For the wiring: which sources a caller sees.
pub fn visible(reader: &Reader, ids: Vec<Uuid>) -> BoxFuture<'_, dienstweg_kernel::Result<HashSet<Uuid>>> {
    Box::pin(reader.visible_among::<entity::source::Entity>(ids))
}
