use dienstweg_kernel::ids::{ServiceCostId, ServiceId};
use sea_orm::entity::prelude::*;

/// What a service costs in a year, for the Digitalumlage.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_cost")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceCostId,
    pub service_id: ServiceId,
    pub year: i32,
    /// Procurement and operation.
    pub operation_cents: i64,
    /// First implementation.
    pub first_cents: i64,
    /// All three or none: by the level of the service.
    pub bezirk_parts: Option<i32>,
    pub district_parts: Option<i32>,
    pub municipality_parts: Option<i32>,
    /// The day the figures are of.
    pub as_of: Date,
    pub source: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
