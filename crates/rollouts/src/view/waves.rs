//! What callers get to see of waves.
use super::RollupRow;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::WaveId;
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// Services for bodies, live by one day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WaveView {
    pub id: WaveId,
    pub name: String,
    pub programme: Named,
    /// Bodies of this subtree; `null`: all.
    #[schema(required)]
    pub region: Option<Named>,
    pub services: Vec<Named>,
    /// Bodies named one by one; none: all that do the services' tasks.
    pub bodies: Vec<Named>,
    pub key_date: NaiveDate,
    #[schema(required)]
    pub capacity_per_week: Option<i32>,
    /// When it was let go for the first time.
    #[schema(required)]
    pub started_at: Option<DateTime<Utc>>,
    /// Its rollouts, as far as the caller sees them.
    pub counts: RollupRow,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
