//! Who sees and changes which views.
use super::entity::{shared, view};
use dienstweg_identity::{SAVED_VIEW_READ, SAVED_VIEW_WRITE, roles_held};
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::guard::{Guarded, PartOf, Reach, Subject};
use dienstweg_kernel::ids::SavedViewId;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

/// To share views of one's own with roles.
pub const SAVED_VIEW_SHARE: Permission = Permission("saved_view:share");
/// To change and remove what others have shared.
pub const SAVED_VIEW_MANAGE: Permission = Permission("saved_view:manage");

/// The permissions that roles can give; to see and keep views is everybody's.
pub const PERMISSIONS: &[Permission] = &[SAVED_VIEW_SHARE, SAVED_VIEW_MANAGE];

impl Guarded for view::Entity {
    const KIND: &'static str = "saved_view";
    const READ: Permission = SAVED_VIEW_READ;
    type Id = SavedViewId;
    const ID: Self::Column = view::Column::Id;
    const VERSION: Option<Self::Column> = Some(view::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[view::Column::SortKey, view::Column::CreatedAt, view::Column::UpdatedAt];

    /// One's own; seen beside them is what is shared with a role one holds. Who manages them sees and changes all that are
    /// shared, but nobody's own.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        if !actor.has(permission) {
            return Reach::of(actor, permission).rows();
        }
        let mut roles = Condition::all();
        if !manages(actor) {
            roles = roles.add(shared::Column::RoleId.in_subquery(roles_held(actor.id)));
        }
        let seen = permission == SAVED_VIEW_READ;
        let changed = [SAVED_VIEW_WRITE, SAVED_VIEW_MANAGE].contains(&permission) && manages(actor);
        let shared = (seen || changed).then(|| view::Column::Id.in_subquery(shared_with(roles)));
        let own = view::Column::OwnerId.eq(actor.id);
        Condition::all().add(Condition::any().add(own).add_option(shared))
    }

    fn subject(row: &view::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl PartOf<view::Entity> for shared::Entity {
    const ROOTS: &'static [Self::Column] = &[shared::Column::ViewId];
}

pub(super) fn manages(actor: &Actor) -> bool {
    actor.extent(SAVED_VIEW_MANAGE) == Some(Extent::Everything)
}

fn shared_with(roles: Condition) -> SelectStatement {
    Query::select().column(shared::Column::ViewId).from(shared::Entity).cond_where(roles).take()
}
