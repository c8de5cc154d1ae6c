use crate::types::{FourEyes, ProgrammeStatus};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, TemplateId};
use sea_orm::entity::prelude::*;

/// Services for addressed bodies after one template version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    pub key: String,
    pub name: String,
    pub sort_key: String,
    pub template_id: TemplateId,
    /// Addresses the bodies of this subtree; empty: all.
    pub region_id: Option<OrganisationId>,
    pub four_eyes: FourEyes,
    pub started_on: Option<Date>,
    pub status: ProgrammeStatus,
    /// A list of ids, sorted; `programme_service` follows from it.
    pub service_ids: Json,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
