use dienstweg_kernel::ids::{ActorId, SavedViewId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The page a view is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ViewKind {
    /// The list of rollouts.
    Rollouts,
    /// The portfolio matrix.
    Portfolio,
    /// Rollouts on a board by phase.
    Board,
    /// Rollouts on a time axis.
    Timeline,
    /// The map.
    Map,
    /// What the columns of a sheet of rollouts mean.
    Stock,
    Orders,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedViewId,
    pub kind: ViewKind,
    pub name: String,
    pub sort_key: String,
    pub query: String,
    pub owner_id: ActorId,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
