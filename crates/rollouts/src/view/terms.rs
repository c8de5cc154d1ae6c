//! What callers get to see of terms.
use crate::types::{TermKind, TermState};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::TermId;
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that holds until a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TermView {
    pub id: TermId,
    pub kind: TermKind,
    pub title: String,
    /// Whom it concerns.
    pub body: Named,
    /// Who renews it.
    pub party: Named,
    #[schema(required)]
    pub service: Option<Named>,
    pub valid_until: NaiveDate,
    pub lead_days: i32,
    /// The day from which renewing it is a task.
    pub raise_on: NaiveDate,
    pub state: TermState,
    #[schema(required)]
    pub note: Option<String>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
