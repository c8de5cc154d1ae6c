//! Kinds of the party directory.
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::Serialize;
use utoipa::ToSchema;

/// What a sweep over rollouts is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SweepKind {
    /// Parties follow the directory.
    Follow,
    /// What was set by hand for one person goes to another.
    Handover,
}

/// Where the party of a role in a rollout comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyOrigin {
    /// Set at the rollout.
    Hand,
    /// An entry of the directory.
    Entry,
    /// What the template names by itself.
    Default,
    Nobody,
}
