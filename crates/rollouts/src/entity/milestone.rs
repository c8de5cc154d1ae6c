use dienstweg_kernel::ids::{MilestoneId, OrganisationId, PersonId, RolloutId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// A milestone of one rollout.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "milestone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MilestoneId,
    pub rollout_id: RolloutId,
    pub phase: String,
    pub key: String,
    pub position: i32,
    pub required: bool,
    pub role: String,
    pub party_id: Option<OrganisationId>,
    pub person_id: Option<PersonId>,
    /// Who owes it was set by hand for this one alone: it does not follow its role.
    pub party_fixed: bool,
    /// Word of [`crate::steering::MilestoneState`]; follows from `entries`.
    pub status: String,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by: Option<Uuid>,
    pub reason: Option<String>,
    /// All that happened to it, in the order recorded: a list of [`crate::types::Entry`].
    pub entries: Json,
    pub due_fixed: Option<Date>,
    /// From here on everything follows from facts.
    pub due_original: Option<Date>,
    pub due: Option<Date>,
    pub ready: bool,
    /// The day from which it could be done.
    pub ready_on: Option<Date>,
    /// Working days from then until it was done.
    pub took: Option<i32>,
    pub rank: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
