//! What an index of published services can say of a rollout.
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Event by which a template says that the index completes a milestone.
pub const PUBLICATION_FOUND: &str = "publication.found";

/// Whether citizens find the service of a body.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PublicationState {
    /// The index was not asked yet.
    Pending,
    Found,
    /// It is not in the index: not published, or not maintained there.
    Missing,
    /// The index cannot be asked for it; people clarify why.
    Unmatched,
}

/// Why the index cannot be asked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PublicationProblem {
    /// The index has no office with the key of the body.
    BodyUnknown,
    /// The catalogue has no key of the service that the index knows services by.
    ServiceWithoutKey,
}
