use dienstweg_kernel::ids::OrganisationId;
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One organisation took over from another.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "organisation_succession")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub predecessor_id: OrganisationId,
    pub successor_id: OrganisationId,
    pub on_date: Date,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
