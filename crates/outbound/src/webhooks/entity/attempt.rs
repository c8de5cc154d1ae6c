use dienstweg_kernel::ids::DeliveryId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub delivery_id: DeliveryId,
    pub at: DateTimeUtc,
    pub duration_ms: i64,
    /// HTTP status of the answer.
    pub status: Option<i32>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// The first KB of the answer; goes after 30 days.
    pub response: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
