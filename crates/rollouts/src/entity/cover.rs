use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// A rollout covers a municipality, `[valid_from, valid_to)`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "rollout_cover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rollout_id: RolloutId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
