use dienstweg_kernel::ids::{ActorId, ReportId, ReportRunId};
use sea_orm::entity::prelude::*;

/// One sending of a report.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportRunId,
    pub report_id: ReportId,
    /// What must not be sent twice: the day it was due, or the id of a sending by hand.
    pub occasion: String,
    pub day: Date,
    pub started_by: ActorId,
    pub started_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
