//! What callers may say about the party directory.
use crate::directory::{Scope, Target};
use chrono::NaiveDate;
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId, ProgrammeId, ServiceId};
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// Who plays a role where: at a body and all below it, for one service or all, for a service everywhere, or in a
/// programme.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "it_provider", "body_id": "01930f6e-0000-7000-8000-000000000001",
    "organisation_id": "01930f6e-0000-7000-8000-000000000002", "valid_from": "2026-03-01"}))]
pub struct PartyEntryCreate {
    /// Key of a role of the templates.
    #[validate(length(min = 1, max = 60))]
    pub role: String,
    pub body_id: Option<OrganisationId>,
    /// Alone, or together with a body.
    pub service_id: Option<ServiceId>,
    /// Only alone.
    pub programme_id: Option<ProgrammeId>,
    pub organisation_id: OrganisationId,
    pub person_id: Option<PersonId>,
    /// Today where nothing is said.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it is no longer so.
    pub valid_to: Option<NaiveDate>,
    #[validate(length(max = 500))]
    pub note: Option<String>,
    /// Ends the entry that stands there, the day this one begins.
    #[serde(default)]
    pub replace: bool,
}

impl PartyEntryCreate {
    pub fn target(&self) -> Target {
        Target { body: self.body_id, service: self.service_id, programme: self.programme_id }
    }
}

/// Changes to an entry (RFC 7396), from today on. Role and place stay; so does the beginning.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"person_id": null, "valid_to": "2026-12-31"}))]
pub struct PartyEntryPatch {
    #[schema(value_type = Option<String>, format = Uuid)]
    pub organisation_id: Patch<OrganisationId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub person_id: Patch<PersonId>,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Patch<NaiveDate>,
    #[schema(value_type = Option<String>)]
    pub note: Patch<String>,
}

/// Narrows the list of entries. Repeat a parameter for several values.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartyEntryListParams {
    /// Names or keys of body, service, programme, organisation or person.
    pub q: Option<String>,
    /// Only these, where any are named.
    #[serde(skip)]
    #[param(ignore)]
    pub ids: Vec<PartyEntryId>,
    pub role: Vec<String>,
    pub scope: Vec<Scope>,
    pub body: Vec<OrganisationId>,
    /// Bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    pub programme: Vec<ProgrammeId>,
    /// Who plays the role.
    pub organisation: Vec<OrganisationId>,
    pub person: Vec<PersonId>,
    /// In force on this day.
    pub valid_on: Option<NaiveDate>,
    /// `role` (default), `valid_from`, `updated_at`; with `-` descending.
    pub sort: Option<String>,
}

/// Which entries are changed together: those named, or those a list with these parameters shows.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartyEntrySelection {
    #[validate(length(max = 1000))]
    #[schema(max_items = 1000)]
    pub ids: Vec<PartyEntryId>,
    pub q: Option<String>,
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub role: Vec<String>,
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    pub scope: Vec<Scope>,
    #[validate(length(max = 1000))]
    #[schema(max_items = 1000)]
    pub body: Vec<OrganisationId>,
    pub below: Option<OrganisationId>,
    #[validate(length(max = 1000))]
    #[schema(max_items = 1000)]
    pub service: Vec<ServiceId>,
    #[validate(length(max = 1000))]
    #[schema(max_items = 1000)]
    pub programme: Vec<ProgrammeId>,
    #[validate(length(max = 1000))]
    #[schema(max_items = 1000)]
    pub organisation: Vec<OrganisationId>,
    #[validate(length(max = 1000))]
    #[schema(max_items = 1000)]
    pub person: Vec<PersonId>,
    pub valid_on: Option<NaiveDate>,
}

impl PartyEntrySelection {
    /// Whether it names anything at all: a change of everything is nobody's intention.
    pub fn is_empty(&self) -> bool {
        let lists = [
            self.ids.is_empty(),
            self.role.is_empty(),
            self.scope.is_empty(),
            self.body.is_empty(),
            self.service.is_empty(),
            self.programme.is_empty(),
            self.organisation.is_empty(),
            self.person.is_empty(),
        ];
        lists.iter().all(|empty| *empty)
            && self.below.is_none()
            && self.q.as_deref().is_none_or(|q| q.trim().is_empty())
    }
}

impl From<PartyEntrySelection> for PartyEntryListParams {
    fn from(of: PartyEntrySelection) -> Self {
        Self {
            q: of.q,
            ids: of.ids,
            role: of.role,
            scope: of.scope,
            body: of.body,
            below: of.below,
            service: of.service,
            programme: of.programme,
            organisation: of.organisation,
            person: of.person,
            valid_on: of.valid_on,
            sort: None,
        }
    }
}

/// One change of many entries from a day on: what came before that day stays.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PartyEntriesBulk, example = json!({"entries": {"organisation": ["01930f6e-0000-7000-8000-000000000001"]},
    "change": {"organisation_id": "01930f6e-0000-7000-8000-000000000002"}, "from_day": "2026-04-01", "preview": true}))]
pub struct PartyEntriesBulk {
    #[validate(nested)]
    pub entries: PartyEntrySelection,
    pub change: PartyEntriesChange,
    /// Today where nothing is said.
    pub from_day: Option<NaiveDate>,
    /// Only say what would change.
    #[serde(default)]
    pub preview: bool,
}

/// What becomes of each entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartyEntriesChange {
    pub organisation_id: Option<OrganisationId>,
    /// `null` names nobody in particular.
    #[schema(value_type = Option<String>, format = Uuid)]
    pub person_id: Patch<PersonId>,
    /// The entries end on the day.
    pub end: bool,
}

/// How a CSV file of entries is to be taken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartyEntriesImportParams {
    /// Only say what would change.
    pub dry_run: bool,
    /// Entries that stand where a row begins end that day; without it they are a fault of the row.
    pub replace: bool,
}

/// Narrows the list of roles that nobody plays.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartyGapParams {
    pub role: Vec<String>,
    /// Bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    pub programme: Vec<ProgrammeId>,
}

/// Somebody takes over all that a person does.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "01930f6e-0000-7000-8000-000000000002", "from_day": "2026-04-01", "preview": true}))]
pub struct PersonHandover {
    pub to: PersonId,
    /// Today where nothing is said.
    pub from_day: Option<NaiveDate>,
    /// Only say what would go over.
    #[serde(default)]
    pub preview: bool,
}
