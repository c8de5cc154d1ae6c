//! What callers may say about the costs of services.
use crate::levy::LevyShares;
use chrono::NaiveDate;
use dienstweg_kernel::ids::ServiceId;
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// What a service costs in a year.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"service_id": "01930f6e-0000-7000-8000-000000000001", "year": 2026, "operation_cents": 48_000_000,
    "first_cents": 6_000_000, "shares": {"bezirk": 0, "district": 1, "municipality": 2}, "as_of": "2026-05-01"}))]
pub struct ServiceCostCreate {
    pub service_id: ServiceId,
    /// Once for each service.
    #[schema(minimum = 2020, maximum = 2100)]
    pub year: i32,
    /// Procurement and operation, in euro cents.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub operation_cents: i64,
    /// First implementation, which the State bears alone, in euro cents.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub first_cents: i64,
    /// How the municipal levels share; the level of the service in the catalogue where nothing is said.
    pub shares: Option<LevyShares>,
    /// The day the figures are of; today where it is not said.
    pub as_of: Option<NaiveDate>,
    /// Where the figures come from.
    #[validate(length(max = 500))]
    #[schema(max_length = 500)]
    pub source: Option<String>,
}

/// Changes to what a service costs in a year (RFC 7396); service and year stay.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"operation_cents": 51_000_000}))]
pub struct ServiceCostPatch {
    #[schema(value_type = Option<i64>)]
    pub operation_cents: Patch<i64>,
    #[schema(value_type = Option<i64>)]
    pub first_cents: Patch<i64>,
    /// `null` gives it back to the level of the service.
    #[schema(value_type = Option<LevyShares>)]
    pub shares: Patch<LevyShares>,
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Patch<NaiveDate>,
    #[schema(value_type = Option<String>)]
    pub source: Patch<String>,
}

/// Narrows the list of costs.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ServiceCostListParams {
    pub year: Option<i32>,
    pub service: Vec<ServiceId>,
    /// `year`, `-year` (default), `updated_at`, `-updated_at`.
    pub sort: Option<String>,
}
