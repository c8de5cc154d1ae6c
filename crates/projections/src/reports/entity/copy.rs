use dienstweg_kernel::ids::{ReportRunId, UserId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What became of a sending for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[schema(as = ReportCopyOutcome)]
pub enum CopyOutcome {
    /// Handed to the queue of mail.
    Queued,
    /// Sees nothing of what the report is about, and so gets none.
    NothingToSee,
    /// Has no address, or is deactivated.
    NoAddress,
}

/// One person of a sending.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_copy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: ReportRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub outcome: CopyOutcome,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
