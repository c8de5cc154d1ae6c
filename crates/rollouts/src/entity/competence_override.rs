use crate::types::OverrideId;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use sea_orm::entity::prelude::*;

/// Another body is responsible than the register says, `[valid_from, valid_to)`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competence_override")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OverrideId,
    /// Empty: for every service.
    pub service_id: Option<ServiceId>,
    pub organisation_id: OrganisationId,
    pub responsible_id: OrganisationId,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub reason: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
