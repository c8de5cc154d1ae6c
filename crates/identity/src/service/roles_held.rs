//! Which roles somebody has, for what is meant for roles.
use crate::entity::{grant, member, role};
use crate::store::{self, Holders};
use crate::types::HolderKind;
use dienstweg_kernel::Reader;
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::{ActorId, RoleId, UserId};
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};
use std::collections::HashSet;

/// The ids of the roles an actor holds, alone or through a team, wherever they were given; for use as a sub-select.
pub fn roles_held(actor: ActorId) -> SelectStatement {
    let teams = Query::select()
        .column(member::Column::TeamId)
        .from(member::Entity)
        .and_where(member::Column::UserId.eq(actor.0))
        .take();
    let holder = Condition::any()
        .add(grant::Column::HolderId.eq(actor.0))
        .add(grant::Column::HolderId.in_subquery(teams));
    Query::select().column(grant::Column::RoleId).from(grant::Entity).cond_where(holder).take()
}

/// Those of these roles that the caller holds or sees. Two statements.
pub async fn roles_known(reader: &Reader, ids: &[RoleId]) -> Result<HashSet<RoleId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let seen = reader.select::<role::Entity>().filter_any(role::Column::Id, ids.to_vec()).all().await?;
    let held = store::rights(reader, &Holders::Actor(reader.ctx().actor.id.0)).await?;
    let known: HashSet<RoleId> =
        seen.iter().map(|row| row.id).chain(held.into_iter().map(|right| right.role_id)).collect();
    Ok(ids.iter().copied().filter(|id| known.contains(id)).collect())
}

/// The users who hold one of these roles, alone or through a team, wherever they were given. One statement.
pub async fn role_holders(reader: &Reader, roles: &[RoleId]) -> Result<Vec<UserId>> {
    #[derive(FromQueryResult)]
    struct Row {
        user: UserId,
    }
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let given = |kind: HolderKind| {
        Condition::all()
            .add(grant::Column::RoleId.is_in(roles.iter().copied()))
            .add(grant::Column::HolderKind.eq(kind))
    };
    let alone = Query::select()
        .expr_as(store::col(grant::Column::HolderId), "user")
        .from(grant::Entity)
        .cond_where(given(HolderKind::User))
        .take();
    let through = Query::select()
        .expr_as(store::col(member::Column::UserId), "user")
        .from(grant::Entity)
        .inner_join(
            member::Entity,
            store::col(member::Column::TeamId).equals(grant::Column::HolderId.as_column_ref()),
        )
        .cond_where(given(HolderKind::Team))
        .take();
    let both = alone.clone().union(UnionType::Distinct, through).take();
    let rows: Vec<Row> =
        reader.unscoped("whom a role stands for is not a question of who asks").rows(&both).await?;
    Ok(rows.into_iter().map(|row| row.user).collect())
}
