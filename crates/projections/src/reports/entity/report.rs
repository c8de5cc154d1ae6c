use crate::reports::rhythm::RhythmWord;
use dienstweg_kernel::ids::{ActorId, ReportId, ReportRunId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ReportScopeKind {
    Programme,
    /// An organisation with all below it.
    Region,
    /// Whatever covers this municipality, whoever does it.
    Municipality,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    pub name: String,
    pub sort_key: String,
    pub owner_id: ActorId,
    pub scope_kind: ReportScopeKind,
    pub scope_id: Uuid,
    /// `de` or `en`.
    pub language: String,
    pub rhythm: RhythmWord,
    /// 1 is Monday; of weekly ones.
    pub weekday: Option<i32>,
    /// The last day of shorter months; of monthly ones.
    pub month_day: Option<i32>,
    pub xlsx: bool,
    pub next_at: Option<DateTimeUtc>,
    pub last_run_id: Option<ReportRunId>,
    pub last_on: Option<Date>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
