//! What callers get to see of the costs of services.
use crate::levy::LevyShares;
use crate::types::ServiceLevel;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::ServiceCostId;
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// What a service costs in a year, and who bears it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServiceCostView {
    pub id: ServiceCostId,
    pub service: Named,
    /// Of the service in the catalogue.
    #[schema(required)]
    pub level: Option<ServiceLevel>,
    pub year: i32,
    /// Procurement and operation, in euro cents.
    pub operation_cents: i64,
    /// First implementation, in euro cents.
    pub first_cents: i64,
    /// As it is computed with.
    pub shares: LevyShares,
    /// The shares follow from the level of the service.
    pub by_level: bool,
    /// Borne by the State, in euro cents.
    pub state_cents: i64,
    /// Borne by municipal bodies, in euro cents.
    pub municipal_cents: i64,
    /// The day the figures are of.
    pub as_of: NaiveDate,
    #[schema(required)]
    pub source: Option<String>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
