//! The id of an override of competence.
use dienstweg_kernel::ids::Id;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An override of competence.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    DeriveValueType,
    ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = String, format = Uuid)]
pub struct OverrideId(pub Uuid);

impl Id for OverrideId {}

impl From<Uuid> for OverrideId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<OverrideId> for Uuid {
    fn from(id: OverrideId) -> Self {
        id.0
    }
}

impl TryFromU64 for OverrideId {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("OverrideId"))
    }
}
