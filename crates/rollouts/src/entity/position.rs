use crate::types::PositionState;
use dienstweg_kernel::ids::{OrderId, OrganisationId, PositionId, RolloutId, ServiceId};
use sea_orm::entity::prelude::*;

/// One position of an order.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "order_position")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PositionId,
    pub order_id: OrderId,
    pub line: i32,
    pub service_key: Option<String>,
    pub ozg_id: Option<String>,
    pub leika_keys: Json,
    pub category: Option<String>,
    pub wish_date: Option<Date>,
    pub wish_wave: Option<String>,
    /// A [`crate::input::BodyKeys`].
    pub body_keys: Option<Json>,
    pub service_id: Option<ServiceId>,
    pub body_id: Option<OrganisationId>,
    /// A list of the municipalities the rollout shall cover.
    pub covers: Json,
    pub state: PositionState,
    /// A list of [`crate::types::Problem`].
    pub problems: Json,
    /// A newer revision of the order wants something else of what was released.
    pub change_requested: bool,
    pub rollout_id: Option<RolloutId>,
    pub clarified_by: Option<Uuid>,
    pub checked_by: Option<Uuid>,
    pub checked_at: Option<DateTimeUtc>,
    pub released_by: Option<Uuid>,
    pub released_at: Option<DateTimeUtc>,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
