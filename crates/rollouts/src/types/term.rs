//! What can hold until a day.
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// For encryption, signature or log-in, such as one of the V-PKI for OSCI.
    Certificate,
    Contract,
    /// In the DVDV or another directory.
    DirectoryEntry,
    Other,
}

/// How it stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermState {
    Valid,
    /// Somebody has to renew it.
    Due,
    Expired,
    /// It is needed no more.
    Ended,
}
