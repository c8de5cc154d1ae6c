//! What callers get to see of services, competence, templates and programmes.
use crate::template::Template;
use crate::types::{
    FourEyes, Maturity, OverrideId, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus,
};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_intake::FaultView;
use dienstweg_kernel::ids::{ProgrammeId, ServiceId, TemplateId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// One service, in lists too.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServiceView {
    pub id: ServiceId,
    pub key: String,
    pub name: String,
    pub ozg_id: Option<String>,
    pub package: PackageCategory,
    pub level: ServiceLevel,
    pub provider: Option<Named>,
    pub operator: Option<Named>,
    /// Umsetzendes Land.
    pub implementing_land: Option<String>,
    pub maturity: Option<Maturity>,
    pub interfaces: Vec<String>,
    /// 14 digits each, ascending.
    pub leika_keys: Vec<String>,
    /// Numbers of its Leistungen in the BayernPortal, by which its publication is looked up there.
    pub portal_ids: Vec<String>,
    pub routing: Option<String>,
    pub active_from: Option<NaiveDate>,
    /// First day on which it is no longer there.
    pub active_to: Option<NaiveDate>,
    /// Whether it is active today.
    pub active: bool,
    pub note: Option<String>,
    pub source: Option<String>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// How many services an import adds, changes and leaves as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServicesDifference {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
}

/// What an import does to one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ServiceImportChange)]
pub struct ServiceChange {
    /// `new` or `changed`.
    pub change: &'static str,
    pub key: String,
    pub name: String,
    /// The members that change; empty where it is new.
    pub fields: Vec<&'static str>,
}

/// The outcome of an import of services. With faults, nothing was taken over.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServicesImportView {
    pub dry_run: bool,
    pub difference: ServicesDifference,
    pub changes: Vec<ServiceChange>,
    /// How many faults there are; `faults` may list fewer.
    pub total_faults: usize,
    pub faults: Vec<FaultView>,
}

/// Another body than the register says is responsible, `[valid_from, valid_to)`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompetenceOverrideView {
    pub id: OverrideId,
    /// `null`: for every service.
    pub service: Option<Named>,
    pub organisation: Named,
    pub responsible: Named,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    /// Whether it is in force today.
    pub in_force: bool,
    pub reason: String,
    pub can: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
}

/// One template version in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateRow {
    pub id: TemplateId,
    pub key: String,
    pub version: i64,
    pub name: String,
    pub name_en: String,
    pub status: TemplateStatus,
    pub can: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// One template version with all that is in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateView {
    #[serde(flatten)]
    pub row: TemplateRow,
    /// SHA-256 of the definition without its version.
    pub definition_hash: String,
    pub definition: Template,
}

/// One programme.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProgrammeView {
    pub id: ProgrammeId,
    pub key: String,
    pub name: String,
    /// Key of the named template: its key and version.
    pub template: Named,
    /// `null`: all bodies.
    pub region: Option<Named>,
    pub four_eyes: FourEyes,
    pub started_on: Option<NaiveDate>,
    pub status: ProgrammeStatus,
    pub services: Vec<Named>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
