//! Kinds and states of the catalogue.
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a service comes from: the categories of the *BayernPackages*.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PackageCategory {
    /// EfA-Leistung: made once by one Land for all.
    Efa,
    /// Marktangebot, bought by the Land.
    Market,
    /// BayernStore-Leistung of the ministries and the IT service centre.
    StateStore,
    /// Digitaler Werkzeugkasten, made by districts.
    Toolbox,
}

/// The municipal level that does the task behind a service.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ServiceLevel {
    /// Each municipality for itself, also within a Verwaltungsgemeinschaft.
    Municipality,
    /// A Verwaltungsgemeinschaft for its members, everyone else for itself.
    Association,
    /// Landkreis or kreisfreie Stadt.
    District,
    Bezirk,
}

/// How a template version stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TemplateStatus {
    /// Imported; no programme may use it yet.
    Draft,
    Published,
    /// No new programme may use it; those that do keep it.
    Retired,
}

/// How a programme stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeStatus {
    /// Prepared; orders do not find it.
    Draft,
    Active,
    /// Takes no new rollouts; those that run go on.
    Closed,
}

/// Whether a second person must release orders.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum FourEyes {
    #[default]
    Off,
    /// For some, chosen by chance.
    Sample,
    Always,
}
