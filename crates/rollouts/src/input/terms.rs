//! What callers may say of terms.
use crate::types::{TermKind, TermState};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// Narrows the list of terms.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TermListParams {
    pub state: Vec<TermState>,
    pub kind: Vec<TermKind>,
    /// Bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    /// Who renews it.
    pub party: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    /// The last day is this one or before.
    pub until: Option<NaiveDate>,
    /// Whose task was raised from this instant on and before that one.
    #[serde(skip)]
    #[param(ignore)]
    pub raised_between: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// `valid_until` (default); with `-` descending.
    pub sort: Option<String>,
}

/// Something that holds until a day.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "certificate", "title": "OSCI-Zertifikat der V-PKI",
    "body_id": "01930f6e-0000-7000-8000-000000000001", "valid_until": "2027-03-31"}))]
pub struct TermCreate {
    pub kind: TermKind,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Whom it concerns.
    pub body_id: OrganisationId,
    /// Who renews it; the body itself where it is not said.
    pub party_id: Option<OrganisationId>,
    pub service_id: Option<ServiceId>,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
    /// So many days before, renewing it is a task; 30 where it is not said.
    #[validate(range(min = 1, max = 730))]
    #[schema(minimum = 1, maximum = 730)]
    pub lead_days: Option<i32>,
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub note: Option<String>,
}

/// Changes a term (RFC 7396); its last day is changed by renewing it.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"lead_days": 60}))]
pub struct TermPatch {
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub title: Patch<String>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub party_id: Patch<OrganisationId>,
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 730)]
    pub lead_days: Patch<i32>,
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2_000)]
    pub note: Patch<String>,
}

/// It holds longer.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"valid_until": "2029-03-31"}))]
pub struct TermRenew {
    /// The new last day; after the old one.
    pub valid_until: NaiveDate,
}

/// It is needed no more.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Umstieg auf FIT-Connect"}))]
pub struct TermEnd {
    #[validate(length(min = 1, max = 1_000))]
    #[schema(min_length = 1, max_length = 1_000)]
    pub reason: String,
}
