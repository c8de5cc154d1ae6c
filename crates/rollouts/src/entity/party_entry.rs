use crate::directory::Scope;
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId, ProgrammeId, ServiceId};
use sea_orm::entity::prelude::*;

/// An entry of the party directory: who plays a role where, `[valid_from, valid_to)`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "party_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartyEntryId,
    pub role: String,
    /// Follows from which of the next three are set.
    pub scope: Scope,
    pub programme_id: Option<ProgrammeId>,
    pub service_id: Option<ServiceId>,
    pub body_id: Option<OrganisationId>,
    /// The three as one text; see [`crate::directory::Target::key`].
    pub place_key: String,
    pub organisation_id: OrganisationId,
    pub person_id: Option<PersonId>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub note: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
