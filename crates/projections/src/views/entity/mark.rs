use dienstweg_kernel::ids::{SavedViewId, UserId};
use sea_orm::entity::prelude::*;

/// What a view is to one person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_view_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub view_id: SavedViewId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// Stands in the side menu.
    pub pinned: bool,
    /// Is what the page shows where its address says nothing; at most one per person and kind.
    pub standard: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
