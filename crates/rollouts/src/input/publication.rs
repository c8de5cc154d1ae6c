//! What callers may say about what an index of published services says.
use crate::types::PublicationState;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, ServiceId};
use serde::Deserialize;
use utoipa::IntoParams;

/// Narrows the list of publications.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PublicationListParams {
    pub state: Vec<PublicationState>,
    /// Only where the milestone counts as done, and the index says otherwise (or not: `false`).
    pub contradicted: Option<bool>,
    /// Bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    pub rollout: Option<RolloutId>,
    /// `since` (default: `-since`); with `-` descending.
    pub sort: Option<String>,
}
