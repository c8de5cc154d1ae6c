//! States and kinds of forms and of what is answered to them.
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a version of a form stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum FormStatus {
    /// Being written.
    Draft,
    /// The one version of its key that is filled in from now on.
    Published,
    /// What was begun with it is finished with it.
    Retired,
}

/// What a form is filled in for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AttachedTo {
    /// Milestones whose template names it.
    Milestone,
    /// Every body that has a mother.
    Body,
}

/// How a questionnaire stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum QuestionnaireState {
    Open,
    /// Its answers stand until somebody reopens it.
    Submitted,
    Reopened,
}

/// Where an answer comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody entered it.
    Entered,
    /// Taken over from the register of organisations.
    Register,
    /// Taken over from an earlier answer of the same body.
    Earlier,
}
