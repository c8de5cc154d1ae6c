use crate::types::GeometryLevel;
use dienstweg_kernel::ids::OrganisationId;
use sea_orm::entity::prelude::*;

/// The shape of an organisation, on the grid of [`crate::shapes`].
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "geometry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: GeometryLevel,
    /// As in the attribute `d` of SVG.
    pub path: String,
    pub min_x: i32,
    pub min_y: i32,
    pub max_x: i32,
    pub max_y: i32,
    /// Where its name stands well.
    pub label_x: i32,
    pub label_y: i32,
    /// The notice that stands on every map with this shape.
    pub source: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
