//! What callers may say about services, competence, templates and programmes.
use crate::types::{FourEyes, Maturity, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus};
use chrono::NaiveDate;
use dienstweg_intake::keys::LeikaKey;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, TemplateId};
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// A new service of the catalogue.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key": "EWA", "name": "Elektronische Wohnsitzanmeldung", "ozg_id": "10124",
    "package": "efa", "level": "association", "interfaces": ["XMeld", "OSCI"], "leika_keys": ["99115005060000"]}))]
pub struct ServiceCreate {
    /// Own key without blanks; never changes.
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60)]
    pub key: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The OZG-Leistung it belongs to, 5 digits.
    #[schema(pattern = "^[0-9]{5}$")]
    pub ozg_id: Option<String>,
    pub package: PackageCategory,
    pub level: ServiceLevel,
    pub provider_id: Option<OrganisationId>,
    pub operator_id: Option<OrganisationId>,
    /// Umsetzendes Land.
    #[validate(length(max = 60))]
    pub implementing_land: Option<String>,
    pub maturity: Option<Maturity>,
    #[serde(default)]
    #[validate(length(max = 30))]
    #[schema(max_items = 30)]
    pub interfaces: Vec<String>,
    #[serde(default)]
    #[validate(length(max = 300))]
    #[schema(max_items = 300)]
    pub leika_keys: Vec<LeikaKey>,
    /// Numbers of its Leistungen in the BayernPortal, digits only.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    pub portal_ids: Vec<String>,
    #[validate(length(max = 200))]
    pub routing: Option<String>,
    pub active_from: Option<NaiveDate>,
    /// First day on which it is no longer there.
    pub active_to: Option<NaiveDate>,
    #[validate(length(max = 2000))]
    pub note: Option<String>,
    #[validate(length(max = 500))]
    pub source: Option<String>,
}

/// Changes to a service (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"maturity": {"model": "2.0", "level": 4, "date": "2026-05-01"}}))]
pub struct ServicePatch {
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub ozg_id: Patch<String>,
    #[schema(value_type = Option<PackageCategory>)]
    pub package: Patch<PackageCategory>,
    #[schema(value_type = Option<ServiceLevel>)]
    pub level: Patch<ServiceLevel>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub provider_id: Patch<OrganisationId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub operator_id: Patch<OrganisationId>,
    #[schema(value_type = Option<String>)]
    pub implementing_land: Patch<String>,
    #[schema(value_type = Option<Maturity>)]
    pub maturity: Patch<Maturity>,
    #[schema(value_type = Option<Vec<String>>)]
    pub interfaces: Patch<Vec<String>>,
    #[schema(value_type = Option<Vec<LeikaKey>>)]
    pub leika_keys: Patch<Vec<LeikaKey>>,
    #[schema(value_type = Option<Vec<String>>)]
    pub portal_ids: Patch<Vec<String>>,
    #[schema(value_type = Option<String>)]
    pub routing: Patch<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub active_from: Patch<NaiveDate>,
    #[schema(value_type = Option<String>, format = Date)]
    pub active_to: Patch<NaiveDate>,
    #[schema(value_type = Option<String>)]
    pub note: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub source: Patch<String>,
}

/// Narrows the list of services.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ServiceListParams {
    /// Full text: name, key, OZG id, LeiKa keys.
    pub q: Option<String>,
    /// Own key, exactly.
    pub key: Option<String>,
    /// Municipal level; repeat for several.
    pub level: Vec<ServiceLevel>,
    pub package: Vec<PackageCategory>,
    pub ozg_id: Option<String>,
    /// LeiKa key, 14 digits.
    pub leika: Option<LeikaKey>,
    /// Only those active today (`true`) or those that are not (`false`); without it, all.
    pub active: Option<bool>,
    /// `name` (default), `key`, `updated_at`; with `-` descending.
    pub sort: Option<String>,
}

/// Which services are columns of a picture of the whole: those active today that meet all that is said.
#[derive(Clone, Debug, Default)]
pub struct ServiceColumnParams {
    pub service: Vec<ServiceId>,
    pub level: Vec<ServiceLevel>,
    pub package: Vec<PackageCategory>,
    pub programme: Vec<ProgrammeId>,
}

/// How a CSV file of services is to be taken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ServicesImportParams {
    /// Only say what would change.
    pub dry_run: bool,
    /// For new services whose row names no level.
    pub default_level: Option<ServiceLevel>,
    /// For new services; `efa` where nothing is said.
    pub default_package: Option<PackageCategory>,
}

/// Another body than the register says is responsible.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"service_id": null, "organisation_id": "01930f6e-0000-7000-8000-000000000001",
    "responsible_id": "01930f6e-0000-7000-8000-000000000002", "reason": "Zweckvereinbarung vom 01.03.2026"}))]
pub struct CompetenceOverrideCreate {
    /// Only for this service; without it for all.
    pub service_id: Option<ServiceId>,
    /// For whom.
    pub organisation_id: OrganisationId,
    /// Who does it.
    pub responsible_id: OrganisationId,
    /// Today where nothing is said.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer so.
    pub valid_to: Option<NaiveDate>,
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Ends an override.
#[derive(Clone, Copy, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompetenceOverrideEnd {
    /// First day on which it is no longer so; today where nothing is said.
    pub valid_to: Option<NaiveDate>,
}

/// Narrows the list of overrides.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CompetenceOverrideListParams {
    pub service: Option<ServiceId>,
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// Who does it.
    pub responsible: Option<OrganisationId>,
    /// Only those in force today (`true`, default) or all (`false`).
    pub in_force: Option<bool>,
    /// `created_at`, `-created_at` (default).
    pub sort: Option<String>,
}

/// Narrows the list of template versions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TemplateListParams {
    /// All versions of this key.
    pub key: Option<String>,
    pub status: Vec<TemplateStatus>,
    /// `name` (default), `version`, `updated_at`; with `-` descending.
    pub sort: Option<String>,
}

/// A new programme.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key": "efa-by-2026", "name": "EfA Bayern 2026",
    "template_id": "01930f6e-0000-7000-8000-000000000001", "four_eyes": "always", "status": "active"}))]
pub struct ProgrammeCreate {
    /// Own key without blanks; never changes.
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60)]
    pub key: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// A published template version.
    pub template_id: TemplateId,
    /// Addresses the bodies of this subtree; without it all.
    pub region_id: Option<OrganisationId>,
    #[serde(default)]
    pub four_eyes: FourEyes,
    /// The day on which it began.
    pub started_on: Option<NaiveDate>,
    /// `draft` where nothing is said.
    pub status: Option<ProgrammeStatus>,
    #[serde(default)]
    #[validate(length(max = 500))]
    #[schema(max_items = 500)]
    pub service_ids: Vec<ServiceId>,
}

/// Changes to a programme (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"status": "active"}))]
pub struct ProgrammePatch {
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    /// For new rollouts; those that run keep theirs.
    #[schema(value_type = Option<String>, format = Uuid)]
    pub template_id: Patch<TemplateId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub region_id: Patch<OrganisationId>,
    #[schema(value_type = Option<FourEyes>)]
    pub four_eyes: Patch<FourEyes>,
    #[schema(value_type = Option<String>, format = Date)]
    pub started_on: Patch<NaiveDate>,
    #[schema(value_type = Option<ProgrammeStatus>)]
    pub status: Patch<ProgrammeStatus>,
}

/// Services to be added to or taken out of a programme.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeServices {
    #[validate(length(min = 1, max = 500))]
    #[schema(min_items = 1, max_items = 500)]
    pub service_ids: Vec<ServiceId>,
}

/// Narrows the list of programmes.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ProgrammeListParams {
    pub status: Vec<ProgrammeStatus>,
    /// Contains this service.
    pub service: Option<ServiceId>,
    pub template: Option<TemplateId>,
    /// Part of the name or key.
    pub q: Option<String>,
    /// `name` (default), `key`, `updated_at`; with `-` descending.
    pub sort: Option<String>,
}
