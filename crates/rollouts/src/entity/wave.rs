use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, WaveId};
use sea_orm::entity::prelude::*;

/// Services for bodies, live by one day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wave")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WaveId,
    pub name: String,
    pub sort_key: String,
    pub programme_id: ProgrammeId,
    /// Bodies of this subtree; empty: all.
    pub region_id: Option<OrganisationId>,
    /// A list of ids.
    pub service_ids: Json,
    /// A list of ids; empty: all that do the services' tasks.
    pub body_ids: Json,
    /// The day by which all is to be live.
    pub key_date: Date,
    /// Go-lives of one week at most.
    pub capacity_per_week: Option<i32>,
    /// When it was let go for the first time.
    pub started_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
