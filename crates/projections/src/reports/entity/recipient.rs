use dienstweg_kernel::ids::ReportId;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RecipientKind {
    User,
    /// Everybody who holds the role when it is sent.
    Role,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "report_recipient")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: ReportId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: RecipientKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub holder_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
