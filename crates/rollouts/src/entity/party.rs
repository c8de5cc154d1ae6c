use dienstweg_kernel::ids::{OrganisationId, PersonId, RolloutId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Who plays a role of the template in a rollout.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "rollout_party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rollout_id: RolloutId,
    pub role: String,
    pub organisation_id: Option<OrganisationId>,
    pub person_id: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
