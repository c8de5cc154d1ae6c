//! What callers may say about subscriptions.
use super::types::DeliveryState;
use dienstweg_kernel::ids::ActorId;
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// A new subscription.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Marktplatz", "url": "https://markt.example.org/hooks/dienstweg",
    "events": ["rollout.*", "order.released"]}))]
pub struct WebhookCreate {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// https only; no address in a private network unless the operator allows it.
    #[validate(length(max = 2000))]
    #[schema(format = "uri", max_length = 2000)]
    pub url: String,
    /// Names of events, exact (`order.released`) or all of a kind (`rollout.*`).
    #[validate(length(min = 1, max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub events: Vec<String>,
    /// The API client or user whose rights decide what is sent; the caller where absent.
    #[serde(default)]
    pub owner_id: Option<ActorId>,
}

/// Changes to a subscription (RFC 7396). Its owner stays.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"active": false}))]
pub struct WebhookPatch {
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub name: Patch<String>,
    #[schema(value_type = Option<String>, format = "uri", max_length = 2000)]
    pub url: Patch<String>,
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 100)]
    pub events: Patch<Vec<String>>,
    /// `true` switches it on again, also after the receiver answered 410.
    #[schema(value_type = Option<bool>)]
    pub active: Patch<bool>,
}

/// How a secret is replaced.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"overlap_seconds": 86400}))]
#[schema(as = WebhookSecretRotate)]
pub struct SecretRotate {
    /// For so long the old secrets sign beside the new one; at most a week.
    #[validate(range(max = 604_800))]
    #[schema(maximum = 604_800)]
    pub overlap_seconds: u32,
}

impl Default for SecretRotate {
    fn default() -> Self {
        Self { overlap_seconds: 86_400 }
    }
}

/// Narrows and orders the list of subscriptions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WebhookListParams {
    pub active: Option<bool>,
    /// `name`, `created_at` or `updated_at`; `-` in front turns the order.
    pub sort: Option<String>,
}

/// Narrows and orders the log of deliveries.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DeliveryListParams {
    /// Where they stand; repeat for several.
    pub state: Vec<DeliveryState>,
    /// `created_at` or `-created_at` (newest first, the default).
    pub sort: Option<String>,
}
