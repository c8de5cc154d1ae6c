//! What callers may say about orders. The content is what marketplaces send and what the form sends.
use crate::types::{OrderState, PositionState, Problem};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::{ActorId, OrganisationId, PositionId, RolloutId, ServiceId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// Names a body by the keys it is known by; one of them is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"ars": "091755153", "name": "VG Aßling"}))]
pub struct BodyKeys {
    /// Regionalschlüssel, 12 digits or cut to the level.
    #[validate(length(max = 12))]
    pub ars: Option<String>,
    /// Gemeindeschlüssel, 8 digits.
    #[validate(length(max = 8))]
    pub ags: Option<String>,
    /// 8 digits a project gave to an authority without a key of its own.
    #[validate(length(max = 8))]
    pub fictive_ags: Option<String>,
    #[validate(length(max = 60))]
    pub own_key: Option<String>,
    #[validate(length(max = 200))]
    pub name: Option<String>,
}

impl BodyKeys {
    /// The keys that are there, the safest first.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        [&self.fictive_ags, &self.own_key, &self.ars, &self.ags].into_iter().filter_map(|key| key.as_deref())
    }
}

/// Somebody to talk to about the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Łucja Müller", "email": "l.mueller@vg.example", "function": "digital_officer"}))]
pub struct OrderContact {
    #[validate(length(min = 1, max = 200))]
    pub name: String,
    #[validate(email)]
    pub email: Option<String>,
    #[validate(length(max = 60))]
    pub phone: Option<String>,
    #[validate(length(max = 100))]
    pub function: Option<String>,
}

/// What is ordered, once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"line": 1, "service_key": "EWA", "leika_keys": ["99115005060000"], "category": "efa"}))]
pub struct OrderLine {
    /// Unique in the order and the same in all its revisions; the place in the list where it is missing.
    #[validate(range(min = 1, max = 100_000))]
    #[schema(minimum = 1)]
    pub line: Option<i32>,
    #[validate(length(max = 60))]
    pub service_key: Option<String>,
    #[validate(length(max = 60))]
    pub ozg_id: Option<String>,
    #[validate(length(max = 50))]
    pub leika_keys: Vec<String>,
    #[validate(length(max = 100))]
    pub category: Option<String>,
    pub wish_date: Option<NaiveDate>,
    #[validate(length(max = 100))]
    pub wish_wave: Option<String>,
    /// The body this position is for, where it is not the ordering one.
    #[validate(nested)]
    pub body: Option<BodyKeys>,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "number": "DM-2026-0815", "revision": 1, "placed_at": "2026-03-02T08:15:00Z",
    "body": {"ars": "091755153", "name": "VG Aßling"},
    "contacts": [{"name": "Łucja Müller", "email": "l.mueller@vg.example"}],
    "positions": [{"line": 1, "service_key": "EWA", "category": "efa"}]
}))]
pub struct OrderContent {
    /// Unique per source.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// Counts the changes the source made to the order.
    #[validate(range(min = 1))]
    #[schema(minimum = 1)]
    pub revision: Option<i64>,
    pub placed_at: DateTime<Utc>,
    #[validate(nested)]
    pub body: BodyKeys,
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub contacts: Vec<OrderContact>,
    #[validate(length(min = 1, max = 500), nested)]
    #[schema(min_items = 1, max_items = 500)]
    pub positions: Vec<OrderLine>,
    #[serde(default)]
    #[validate(length(max = 20))]
    pub contract_refs: Vec<String>,
    #[validate(length(max = 5000))]
    pub note: Option<String>,
}

impl OrderContent {
    /// The line of the position at this place of the list.
    pub fn line(&self, index: usize) -> i32 {
        let at = || i32::try_from(index + 1).unwrap_or(i32::MAX);
        self.positions.get(index).and_then(|position| position.line).unwrap_or_else(at)
    }
}

/// What a position was found to mean. Ready where service and body are there and no problem is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PositionMatch {
    pub service_id: Option<ServiceId>,
    /// The responsible body.
    pub body_id: Option<OrganisationId>,
    /// Municipalities the rollout shall cover.
    pub covers: Vec<OrganisationId>,
    pub problems: Vec<Problem>,
}

/// An order with what it was found to mean.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// The marketplace, or `manual`.
    pub source: String,
    pub content: OrderContent,
    pub principal: ActorId,
    /// The ordering body, where it is known for certain.
    pub organisation_id: Option<OrganisationId>,
    /// One per position, in the same order.
    pub matches: Vec<PositionMatch>,
    /// Names and keys of what was found, for full text.
    pub words: Vec<String>,
}

/// What a position means, as people found out.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PositionClarify)]
pub struct PositionClarify {
    /// Stays as it is where it is missing.
    pub service_id: Option<ServiceId>,
    pub body_id: Option<OrganisationId>,
}

/// Why.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrderReason, example = json!({"reason": "Der Landkreis hat schon eine eigene Lösung."}))]
pub struct ReasonGiven {
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// What people decide about a requested cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CancellationDecision {
    Accept,
    Refuse,
}

/// The rollout a released position got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionRollout {
    pub position_id: PositionId,
    pub rollout_id: RolloutId,
    /// It was there before.
    pub linked: bool,
}

/// Narrows the list of orders. Repeat a parameter for several values.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct OrderListParams {
    pub state: Vec<OrderState>,
    /// Has a position in this state.
    pub position_state: Vec<PositionState>,
    pub source: Option<String>,
    /// Of bodies in the subtree of this organisation.
    pub organisation: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    /// Full text: number, keys, names.
    pub q: Option<String>,
    /// `-placed_at` (default), `placed_at`, `-updated_at`, `updated_at`.
    pub sort: Option<String>,
}
