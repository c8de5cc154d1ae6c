use dienstweg_kernel::ids::{RoleId, SavedViewId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Who holds this role sees the view.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "saved_view_role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub view_id: SavedViewId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role_id: RoleId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
