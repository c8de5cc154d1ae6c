//! What callers may say of waves.
use chrono::NaiveDate;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// Services for bodies, live by one day.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Oberland, Frühjahr", "programme_id": "01930f6e-0000-7000-8000-000000000001",
    "region_id": "01930f6e-0000-7000-8000-000000000002", "key_date": "2027-03-01", "capacity_per_week": 40}))]
pub struct WaveCreate {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    pub programme_id: ProgrammeId,
    /// Bodies in the subtree of this organisation; all where there is none.
    pub region_id: Option<OrganisationId>,
    /// Of the programme; all of them where none is named.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub service_ids: Vec<ServiceId>,
    /// Responsible bodies; all that do the services' tasks where none is named.
    #[serde(default)]
    #[validate(length(max = 3_000))]
    #[schema(max_items = 3_000)]
    pub body_ids: Vec<OrganisationId>,
    /// The day by which all is to be live.
    pub key_date: NaiveDate,
    /// Go-lives of one week at most; those that do not fit come in the weeks before.
    #[validate(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity_per_week: Option<i32>,
}

/// Changes a wave that has not begun.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"key_date": "2027-04-01", "capacity_per_week": null}))]
pub struct WavePatch {
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub name: Patch<String>,
    #[schema(value_type = Option<NaiveDate>)]
    pub key_date: Patch<NaiveDate>,
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10_000)]
    pub capacity_per_week: Patch<i32>,
}

/// Another day for a wave that has begun.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key_date": "2027-05-03", "reason": "Schnittstelle verspätet"}))]
pub struct WavePostpone {
    pub key_date: NaiveDate,
    #[validate(length(min = 1, max = 1_000))]
    #[schema(min_length = 1, max_length = 1_000)]
    pub reason: String,
}

/// Narrows the list of waves.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WaveListParams {
    pub programme: Vec<ProgrammeId>,
}
