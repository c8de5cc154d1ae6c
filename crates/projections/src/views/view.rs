//! What callers get to see of views.
use super::entity::shared;
use super::entity::view::{self, ViewKind};
use super::policy::{SAVED_VIEW_SHARE, manages};
use chrono::{DateTime, Utc};
use dienstweg_kernel::Result;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::Whole;
use dienstweg_kernel::ids::SavedViewId;
use dienstweg_kernel::labels::{Labels, Named};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Names of the computed columns that say what a view is to the caller.
pub(super) const PINNED: &str = "pinned_";
pub(super) const STANDARD: &str = "standard_";

/// A view of a list or picture that somebody keeps.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SavedView)]
pub struct SavedViewView {
    pub id: SavedViewId,
    pub kind: ViewKind,
    pub name: String,
    /// The query of the page's address, without the question mark.
    pub query: String,
    pub owner: Named,
    /// Whether it is the caller's own.
    pub own: bool,
    /// Roles whose holders see it too.
    pub roles: Vec<Named>,
    /// Whether it stands in the caller's side menu.
    pub pinned: bool,
    /// Whether it is what the page shows to the caller where its address says nothing.
    pub standard: bool,
    /// `update`, `delete`, `share`.
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What a view names.
pub(super) fn named(whole: &Whole<view::Entity>) -> Result<Vec<Uuid>> {
    let roles = whole.parts::<shared::Entity>()?.into_iter().map(|role| role.role_id.0);
    Ok(roles.chain([whole.row.owner_id.0]).collect())
}

impl SavedViewView {
    pub(super) fn new(whole: &Whole<view::Entity>, labels: &Labels, actor: &Actor) -> Result<Self> {
        let row = &whole.row;
        let own = row.owner_id == actor.id;
        let mut roles: Vec<Named> =
            whole.parts::<shared::Entity>()?.into_iter().map(|role| labels.named(role.role_id)).collect();
        roles.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        let mut can = if own || manages(actor) { vec!["update", "delete"] } else { Vec::new() };
        if !can.is_empty() && actor.has(SAVED_VIEW_SHARE) {
            can.push("share");
        }
        Ok(Self {
            id: row.id,
            kind: row.kind,
            name: row.name.clone(),
            query: row.query.clone(),
            owner: labels.named(row.owner_id),
            own,
            roles,
            pinned: whole.flag(PINNED),
            standard: whole.flag(STANDARD),
            can,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
