use crate::types::QuestionnaireState;
use dienstweg_kernel::ids::{FormId, MilestoneId, OrganisationId, QuestionnaireId, RolloutId};
use sea_orm::entity::prelude::*;

/// A version of a form that is filled in for a milestone of a rollout, or for a body at its mother.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questionnaire")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionnaireId,
    pub form_id: FormId,
    pub form_key: String,
    pub rollout_id: RolloutId,
    /// Empty where it is about the body.
    pub milestone_id: Option<MilestoneId>,
    pub body_id: OrganisationId,
    pub state: QuestionnaireState,
    pub submitted_at: Option<DateTimeUtc>,
    pub submitted_by: Option<Uuid>,
    /// Counts the saves too.
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
