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
use futures_util::future::BoxFuture;
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// A marketplace that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, DeriveValueType, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Uuid)]
pub struct SourceId(pub Uuid);

impl dienstweg_kernel::ids::Id for SourceId {}

impl From<Uuid> for SourceId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<SourceId> for Uuid {
    fn from(id: SourceId) -> Self {
        id.0
    }
}

impl std::str::FromStr for SourceId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl sea_orm::TryFromU64 for SourceId {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("SourceId"))
    }
}

/// For the wiring: which sources a caller sees.
pub fn visible(reader: &Reader, ids: Vec<Uuid>) -> BoxFuture<'_, dienstweg_kernel::Result<HashSet<Uuid>>> {
    Box::pin(reader.visible_among::<entity::source::Entity>(ids))
}
