use crate::types::Origin;
use dienstweg_kernel::ids::QuestionnaireId;
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// The answer to one field of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "questionnaire_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub questionnaire_id: QuestionnaireId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    /// Empty where it was taken back.
    pub value: Option<Json>,
    pub origin: Origin,
    pub answered_by: Uuid,
    pub answered_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
