use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId, RolloutId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Who plays a role of the template in a rollout. Each role has a row, also where nobody plays it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "rollout_party")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub rollout_id: RolloutId,
    pub role: String,
    pub organisation_id: Option<OrganisationId>,
    pub person_id: Option<PersonId>,
    /// The entry of the directory it came from; without one it is what the template names by itself.
    pub entry_id: Option<PartyEntryId>,
    /// Set by hand: entries of the directory leave it alone.
    pub fixed: bool,
    /// Whom the template names by itself, for when no entry does.
    pub default_id: Option<OrganisationId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
