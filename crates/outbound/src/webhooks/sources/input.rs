//! What callers may say about signing marketplaces.
use dienstweg_kernel::ids::ActorId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// A new marketplace that signs.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MarketplaceSourceCreate, example = json!({"key": "digitalmarkt", "client_id": "01930f6e-0000-7000-8000-000000000001"}))]
pub struct SourceCreate {
    /// As in `/marketplace/{source}/orders`: lower case letters, digits and hyphens.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z0-9-]+$")]
    pub key: String,
    /// The API client on whose behalf it orders.
    pub client_id: ActorId,
}

/// Orders the list of marketplaces.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SourceListParams {
    /// `created_at` (default) or `-created_at`.
    pub sort: Option<String>,
}
