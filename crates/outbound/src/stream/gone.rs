//! Who could see a subject before, and does not now.
use super::batch::Merged;
use dienstweg_kernel::ctx::{Extent, Permission};
use dienstweg_kernel::guard::tables::{ScopeKind, actor_grant, scope_closure};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Those of the subjects that are not visible (any more) and that the caller of `reader` could see before: an
/// unlimited reader sees all there is, so what it does not see was removed; others must be among those who lost it.
pub(super) async fn gone(
    reader: &Reader,
    permission: Permission,
    subjects: &BTreeMap<Uuid, Merged>,
    visible: &HashSet<Uuid>,
) -> Result<HashSet<Uuid>> {
    let actor = &reader.ctx().actor;
    let lost = || subjects.iter().filter(|(id, _)| !visible.contains(id));
    if actor.extent(permission) == Some(Extent::Everything) {
        return Ok(lost().map(|(id, _)| *id).collect());
    }
    let mut own: HashSet<Uuid> = lost().flat_map(|(_, merged)| merged.left.iter().copied()).collect();
    if own.is_empty() {
        return Ok(own);
    }
    let reached = reached(reader, permission, own.iter().copied().collect()).await?;
    own.retain(|scope| reached.contains(scope) || *scope == actor.id.0);
    Ok(lost()
        .filter(|(_, merged)| merged.left.iter().any(|scope| own.contains(scope)))
        .map(|(id, _)| *id)
        .collect())
}

#[derive(FromQueryResult)]
struct Node {
    node: Uuid,
}

/// Those of these organisations to which the caller's grants of `permission` reach.
async fn reached(reader: &Reader, permission: Permission, organisations: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    let select = reach_query(reader.ctx().actor.id.0, permission, organisations);
    let own_grants = reader.unscoped("live streams ask which organisations the caller's own grants reach");
    Ok(own_grants.rows::<Node>(&select).await?.into_iter().map(|row| row.node).collect())
}

fn reach_query(actor: Uuid, permission: Permission, organisations: Vec<Uuid>) -> SelectStatement {
    use {actor_grant::Column as G, scope_closure::Column as S};
    let subtree = Condition::any()
        .add(G::ScopeKind.eq(ScopeKind::Organisation.as_str()))
        .add(G::ScopeKind.eq(ScopeKind::Involved.as_str()).and(S::Depth.eq(0)));
    Query::select()
        .distinct()
        .column((scope_closure::Entity, S::Node))
        .from(scope_closure::Entity)
        .inner_join(
            actor_grant::Entity,
            Expr::col((scope_closure::Entity, S::Ancestor)).equals((actor_grant::Entity, G::ScopeId)),
        )
        .cond_where(
            Condition::all()
                .add(S::Node.is_in(organisations))
                .add(G::Actor.eq(actor))
                .add(G::Permission.eq(permission.0))
                .add(subtree),
        )
        .take()
}
