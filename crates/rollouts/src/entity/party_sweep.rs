use crate::types::SweepKind;
use dienstweg_kernel::ids::{
    ActorId, OrganisationId, PartyEntryId, PersonId, ProgrammeId, RolloutId, ServiceId, SweepId,
};
use sea_orm::entity::prelude::*;

/// Rollouts in a scope that are to be looked at again from a day on, in portions.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "party_sweep")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SweepId,
    pub kind: SweepKind,
    /// The entry it was made for.
    pub entry_id: Option<PartyEntryId>,
    /// Empty: all roles.
    pub role: Option<String>,
    /// With all below it.
    pub body_id: Option<OrganisationId>,
    pub service_id: Option<ServiceId>,
    pub programme_id: Option<ProgrammeId>,
    pub from_person: Option<PersonId>,
    pub to_person: Option<PersonId>,
    pub due_on: Date,
    /// The last rollout that was looked at.
    pub cursor: Option<RolloutId>,
    pub done: i32,
    /// Known when it has begun.
    pub total: Option<i32>,
    pub changed: i32,
    pub started_by: ActorId,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
