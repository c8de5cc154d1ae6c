//! `actor_grant`: roles, teams and grants multiplied out, kept in the commit of their change.
use super::super::store::{self, Holders, Right};
use dienstweg_kernel::error::Result;
use dienstweg_kernel::guard::tables::actor_grant;
use dienstweg_kernel::{Reader, Tx};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryTrait};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One row of `actor_grant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorGrant {
    pub actor: Uuid,
    pub permission: String,
    pub scope_kind: String,
    pub scope_id: Uuid,
}

impl ActorGrant {
    fn into_row(self) -> actor_grant::ActiveModel {
        actor_grant::ActiveModel {
            actor: Set(self.actor),
            permission: Set(self.permission),
            scope_kind: Set(self.scope_kind),
            scope_id: Set(self.scope_id),
        }
    }
}

impl From<actor_grant::Model> for ActorGrant {
    fn from(row: actor_grant::Model) -> Self {
        Self {
            actor: row.actor,
            permission: row.permission,
            scope_kind: row.scope_kind,
            scope_id: row.scope_id,
        }
    }
}

/// What `actor_grant` must hold by users, teams, roles and grants. For a test that rebuilds and compares.
pub async fn actor_grants_expected(reader: &Reader) -> Result<BTreeSet<ActorGrant>> {
    Ok(multiplied(&store::rights(reader, &Holders::All).await?))
}

/// What `actor_grant` holds.
pub async fn actor_grants_stored(reader: &Reader) -> Result<BTreeSet<ActorGrant>> {
    Ok(store::actor_grants(reader, &Holders::All).await?.into_iter().map(Into::into).collect())
}

/// Rebuilds all of `actor_grant`, as after a restore. Answers the number of actors whose rights were wrong.
pub async fn actor_grants_rebuild(tx: &Tx) -> Result<usize> {
    store::lock_rights(tx, None).await?;
    rebuild(tx, &Holders::All).await
}

fn multiplied(rights: &[Right]) -> BTreeSet<ActorGrant> {
    let rows = |right: &Right| {
        let right = right.clone();
        right.permissions.0.into_iter().map(move |permission| ActorGrant {
            actor: right.actor,
            permission,
            scope_kind: right.scope_kind.clone(),
            scope_id: right.scope_id,
        })
    };
    rights.iter().flat_map(rows).collect()
}

/// After something came that only adds rights. The caller holds [`store::lock_rights`].
pub(super) async fn add(tx: &Tx, holders: &Holders) -> Result<()> {
    insert(tx, multiplied(&store::rights(tx, holders).await?).into_iter().collect()).await
}

/// After any other change; answers the number of actors whose rights are others now. The caller holds
/// [`store::lock_rights`].
pub(super) async fn rebuild(tx: &Tx, holders: &Holders) -> Result<usize> {
    let expected = by_actor(multiplied(&store::rights(tx, holders).await?));
    let stored = by_actor(store::actor_grants(tx, holders).await?.into_iter().map(Into::into));
    let none = BTreeSet::new();
    let actors: BTreeSet<Uuid> = expected.keys().chain(stored.keys()).copied().collect();
    let (mut stale, mut missing) = (Vec::new(), Vec::new());
    for actor in actors {
        let (wanted, there) = (expected.get(&actor).unwrap_or(&none), stored.get(&actor).unwrap_or(&none));
        if wanted == there {
            continue;
        }
        stale.push(actor);
        missing.extend(wanted.iter().cloned());
    }
    for portion in stale.chunks(500) {
        let delete = Query::delete()
            .from_table(actor_grant::Entity)
            .and_where(actor_grant::Column::Actor.is_in(portion.to_vec()))
            .take();
        tx.unscoped_write("identity keeps actor_grant").run(&delete).await?;
    }
    insert(tx, missing).await?;
    Ok(stale.len())
}

fn by_actor(rows: impl IntoIterator<Item = ActorGrant>) -> BTreeMap<Uuid, BTreeSet<ActorGrant>> {
    let mut map: BTreeMap<Uuid, BTreeSet<ActorGrant>> = BTreeMap::new();
    for row in rows {
        map.entry(row.actor).or_default().insert(row);
    }
    map
}

async fn insert(tx: &Tx, rows: Vec<ActorGrant>) -> Result<()> {
    use actor_grant::Column as C;
    for portion in rows.chunks(500) {
        let rows = portion.iter().cloned().map(ActorGrant::into_row);
        let there =
            OnConflict::columns([C::Actor, C::Permission, C::ScopeKind, C::ScopeId]).do_nothing().to_owned();
        let insert = QueryTrait::into_query(actor_grant::Entity::insert_many(rows).on_conflict(there));
        tx.unscoped_write("identity keeps actor_grant").run(&insert).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Names;
    use dienstweg_kernel::ids::{GrantId, RoleId};

    #[test]
    fn the_same_permission_by_two_ways_counts_once_and_by_two_scopes_twice() {
        let right = |team: Option<u128>, scope: u128| Right {
            actor: Uuid::from_u128(1),
            team_id: team.map(Uuid::from_u128),
            grant_id: GrantId(Uuid::nil()),
            scope_kind: "organisation".into(),
            scope_id: Uuid::from_u128(scope),
            role_id: RoleId(Uuid::nil()),
            role_key: "reader".into(),
            name_de: String::new(),
            name_en: String::new(),
            permissions: Names::of(["rollout:read", "ticket:read"]),
        };
        assert_eq!(multiplied(&[right(None, 5), right(Some(9), 5)]).len(), 2);
        assert_eq!(multiplied(&[right(None, 5), right(None, 6)]).len(), 4);
    }
}
