//! What callers may say about organisations and persons.
use crate::types::{FunctionKind, GeometryLevel, MunicipalFlag, OrganisationKind};
use chrono::NaiveDate;
use dienstweg_kernel::ids::{OrganisationId, PersonId, ProgrammeId, ServiceId};
use dienstweg_kernel::patch::Patch;
use sea_orm::sea_query::SelectStatement;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// A new organisation. What the register knows comes from the register; this is for departments, providers and bodies
/// with keys of their own.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "it_provider", "name": "Kommunale IT Musterland", "own_key": "KITM"}))]
pub struct OrganisationCreate {
    pub kind: OrganisationKind,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    pub parent_id: Option<OrganisationId>,
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60)]
    pub own_key: Option<String>,
    /// 8 digits that a project gave to an authority without an AGS of its own.
    #[validate(length(equal = 8))]
    pub fictive_ags: Option<String>,
    #[validate(length(max = 200))]
    pub seat: Option<String>,
}

/// Changes to an organisation (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"assumption_day": "yes"}))]
pub struct OrganisationPatch {
    #[schema(value_type = Option<String>)]
    pub name: Patch<String>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub parent_id: Patch<OrganisationId>,
    #[schema(value_type = Option<String>)]
    pub own_key: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub fictive_ags: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub seat: Patch<String>,
    /// Mariä Himmelfahrt (15 August), kept in municipalities with a Catholic majority.
    #[schema(value_type = Option<MunicipalFlag>)]
    pub assumption_day: Patch<MunicipalFlag>,
    /// Friedensfest (8 August), kept in the city of Augsburg.
    #[schema(value_type = Option<MunicipalFlag>)]
    pub peace_festival: Patch<MunicipalFlag>,
    /// Fronleichnam where the Land leaves it to municipalities.
    #[schema(value_type = Option<MunicipalFlag>)]
    pub corpus_christi: Patch<MunicipalFlag>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Patch<NaiveDate>,
}

/// Narrows the list of organisations.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct OrganisationListParams {
    /// Kind; repeat for several.
    pub kind: Vec<OrganisationKind>,
    /// Direct children of this organisation.
    pub parent: Option<OrganisationId>,
    /// All organisations without a parent.
    pub roots: Option<bool>,
    /// This organisation and all below it.
    pub below: Option<OrganisationId>,
    /// AGS, fictive AGS, ARS or own key, exactly.
    pub key: Option<String>,
    /// Full text: name, keys.
    pub q: Option<String>,
    /// Only those in force (`true`, default) or also ended ones (`false`).
    pub in_force: Option<bool>,
    /// Municipalities that a live rollout covers (`true`), or that none does (`false`), as far as the caller sees rollouts.
    pub live: Option<bool>,
    /// The same for this service alone.
    pub live_service: Option<ServiceId>,
    /// The same in this programme alone.
    pub live_programme: Option<ProgrammeId>,
    /// The municipalities behind `live`; somebody else knows them.
    #[serde(skip)]
    #[param(ignore)]
    pub covered: Option<SelectStatement>,
    /// `name` (default), `-name`, `updated_at`, `-updated_at`, `population`, `-population`.
    pub sort: Option<String>,
}

/// How a CSV file of municipal holidays is to be taken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct HolidaysImportParams {
    /// Only say what would change.
    pub dry_run: bool,
}

/// One organisation took over from another.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuccessionCreate {
    pub successor_id: OrganisationId,
    pub on_date: NaiveDate,
}

/// A new person with at least one function.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"given_name": "Łucja", "family_name": "Müller-Ðurić", "email": "l.mueller@gemeinde.example",
    "functions": [{"organisation_id": "01930f6e-0000-7000-8000-000000000001", "function": "digital_officer"}]}))]
pub struct PersonCreate {
    #[validate(length(max = 60))]
    pub title: Option<String>,
    pub given_name: Option<String>,
    #[validate(length(min = 1))]
    #[schema(min_length = 1)]
    pub family_name: String,
    #[validate(email)]
    pub email: Option<String>,
    #[validate(length(max = 60))]
    pub phone: Option<String>,
    #[validate(length(min = 1, max = 50), nested)]
    #[schema(min_items = 1, max_items = 50)]
    pub functions: Vec<FunctionCreate>,
}

/// A person speaks for an organisation.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonFunctionCreate)]
pub struct FunctionCreate {
    pub organisation_id: OrganisationId,
    pub function: FunctionKind,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// Changes to a person (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"phone": "+49 9174 4711", "email": null}))]
pub struct PersonPatch {
    #[schema(value_type = Option<String>)]
    pub title: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub given_name: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub family_name: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub email: Patch<String>,
    #[schema(value_type = Option<String>)]
    pub phone: Patch<String>,
}

/// Narrows the list of persons.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PersonListParams {
    /// Speaks for this organisation.
    pub organisation: Option<OrganisationId>,
    pub function: Vec<FunctionKind>,
    /// Name in any spelling: Möller finds Moeller and MOELLER.
    pub q: Option<String>,
    /// `name` (default), `-name`, `updated_at`, `-updated_at`.
    pub sort: Option<String>,
}

/// Names a person where another resource refers to one.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonRef {
    pub person_id: PersonId,
}

/// One organisation as the official register has it, in no particular order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEntry {
    pub kind: OrganisationKind,
    /// See the crate's invariants.
    pub key: String,
    /// Kind and key of what it stands below.
    pub parent: Option<(OrganisationKind, String)>,
    pub name: String,
    pub official_name: String,
    pub designation: Option<String>,
    pub ags: Option<String>,
    pub ars: String,
    pub seat: Option<String>,
    pub postal_code: Option<String>,
    pub population: i64,
}

/// Which shapes are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct GeometryParams {
    /// Districts (default) or municipalities.
    pub level: GeometryLevel,
    /// Of organisations in the subtree of this one.
    pub below: Option<OrganisationId>,
}

/// How a file of shapes is taken in.
#[derive(Clone, Debug, Default)]
pub struct GeometryImport {
    /// The notice that stands on every map; what the file says where absent.
    pub source: Option<String>,
    /// By the length of each key where absent.
    pub level: Option<GeometryLevel>,
    pub dry_run: bool,
}
