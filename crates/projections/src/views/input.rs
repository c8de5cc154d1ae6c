//! What callers may say about views.
use super::entity::view::ViewKind;
use dienstweg_kernel::ids::RoleId;
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// A new view.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "rollouts", "name": "Rot in Oberbayern", "query": "light=red&sort=next_due"}))]
pub struct SavedViewCreate {
    pub kind: ViewKind,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The query of the page's address, without the question mark.
    #[validate(length(max = 4000))]
    #[schema(max_length = 4000)]
    pub query: String,
    /// Roles whose holders see it too.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    pub roles: Vec<RoleId>,
}

/// Changes to a view (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"name": "Rot in ganz Bayern", "query": "light=red"}))]
pub struct SavedViewPatch {
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub name: Patch<String>,
    #[schema(value_type = Option<String>, max_length = 4000)]
    pub query: Patch<String>,
    #[schema(value_type = Option<Vec<RoleId>>, max_items = 50)]
    pub roles: Patch<Vec<RoleId>>,
}

/// What a view is to the caller.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"pinned": true, "standard": false}))]
pub struct SavedViewMark {
    /// Stands in the side menu.
    pub pinned: bool,
    /// Is what the page shows where its address says nothing. Of each page one view at most: another one steps back.
    pub standard: bool,
}

/// Narrows and orders the list of views.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SavedViewListParams {
    /// Of these pages; repeat for several.
    pub kind: Vec<ViewKind>,
    /// Only those that the caller has pinned, or has not.
    pub pinned: Option<bool>,
    /// `name`, `created_at` or `updated_at`; `-` in front turns the order.
    pub sort: Option<String>,
}
