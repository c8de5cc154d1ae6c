//! Teams and who is in them. Members hold the grants of their teams.
use super::super::store::{self, Holders};
use super::administrators::Administrators;
use super::{limits, patched_name, reaches_all, rights, taken};
use crate::entity::{member, team, user};
use crate::events;
use crate::input::{TeamCreate, TeamListParams, TeamPatch};
use crate::policy::USER_WRITE;
use crate::types::{PermissionInfo, keep, parse_name};
use crate::view::TeamView;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Guarded, Locked, Visible};
use dienstweg_kernel::ids::{TeamId, UserId};
use dienstweg_kernel::labels::{Label, Named};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::{SearchDoc, found};
use dienstweg_kernel::{Reader, Tx, text};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryTrait};
use std::collections::{BTreeSet, HashMap};

const SORTS: &[(&str, team::Column)] =
    &[("name", team::Column::SortKey), ("created_at", team::Column::CreatedAt)];

/// Teams the caller sees.
pub async fn team_list(
    reader: &Reader,
    params: &TeamListParams,
    request: &PageRequest,
) -> Result<Page<TeamView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SORTS)?;
    let of_member = |user: UserId| {
        let teams = Query::select()
            .column(member::Column::TeamId)
            .from(member::Entity)
            .and_where(member::Column::UserId.eq(user))
            .take();
        team::Column::Id.in_subquery(teams)
    };
    let page = reader
        .select::<team::Entity>()
        .filter_opt(params.q.as_deref(), |q| found(team::Column::Id, reader.find(team::Entity::KIND, q)))
        .filter_opt(params.member, of_member)
        .page(sort, request)
        .await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// One team.
pub async fn team_get(reader: &Reader, id: TeamId) -> Result<TeamView> {
    view(reader, &reader.get::<team::Entity>(id).await?).await
}

/// Creates a team with its first members. It holds no grants yet, so no rights change.
pub async fn team_create(tx: &Tx, input: &TeamCreate) -> Result<TeamView> {
    let mut faults = Vec::new();
    let name = keep(&mut faults, parse_name("/name", &input.name));
    let members: BTreeSet<UserId> = input.members.iter().copied().collect();
    faults.extend(unknown_members(tx, input, &members).await?);
    let (Some(name), true) = (name, faults.is_empty()) else { return Err(Error::invalid(faults)) };
    let now = tx.ctx().now();
    let row = team::ActiveModel {
        id: Set(tx.ctx().new_id()),
        sort_key: Set(text::sort_key(&name)),
        name: Set(name),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx
        .insert::<team::Entity>(USER_WRITE, row, Fact::new(events::TEAM_CREATED))
        .await
        .map_err(taken("/name"))?;
    let rows = members
        .iter()
        .map(|user| member::ActiveModel { team_id: Set(row.id), user_id: Set(*user) })
        .collect();
    tx.unscoped_write("members of a team the caller has locked").insert_many(rows).await?;
    for user in &members {
        tx.emit(team::Entity::subject(&row), events::member_added(*user));
    }
    name_for_others(tx, &row);
    view(tx, &row).await
}

async fn unknown_members(tx: &Tx, input: &TeamCreate, members: &BTreeSet<UserId>) -> Result<Vec<Fault>> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let ids = members.iter().copied().collect();
    let seen = tx.select::<user::Entity>().filter_any(user::Column::Id, ids).all().await?;
    let seen: BTreeSet<UserId> = seen.iter().map(|row| row.id).collect();
    let pointers = input.members.iter().enumerate().filter(|(_, user)| !seen.contains(user));
    Ok(pointers.map(|(index, _)| Fault::unknown_reference(format!("/members/{index}"))).collect())
}

/// Renames a team.
pub async fn team_patch(tx: &Tx, id: TeamId, patch: TeamPatch, seen: IfMatch) -> Result<TeamView> {
    let row = tx.lock::<team::Entity>(id, USER_WRITE, seen).await?;
    let (mut change, mut faults) = (row.change(), Vec::new());
    if let Some(name) = patched_name(&mut faults, "/name", patch.name) {
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, Fact::new(events::TEAM_UPDATED)).await.map_err(taken("/name"))?;
    name_for_others(tx, &row);
    view(tx, &row).await
}

/// Takes a user into a team; nothing happens where it is in it.
///
/// # Errors
/// `exceeds-own-rights` where the team may do more than the caller.
pub async fn team_member_add(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    id: TeamId,
    user: UserId,
    seen: IfMatch,
) -> Result<TeamView> {
    store::lock_rights(tx, None).await?;
    let row = tx.lock::<team::Entity>(id, USER_WRITE, seen).await?;
    if !tx.select::<user::Entity>().filter(user::Column::Id.eq(user)).exists().await? {
        return Err(Error::invalid(vec![Fault::unknown_reference("/user_id")]));
    }
    let there = member::Column::TeamId.eq(id).and(member::Column::UserId.eq(user));
    if !store::memberships(tx, there).await?.is_empty() {
        return view(tx, &row.unchanged()).await;
    }
    let membership = member::ActiveModel { team_id: Set(id), user_id: Set(user) };
    let insert = QueryTrait::into_query(member::Entity::insert(membership));
    tx.unscoped_write("members of a team the caller has locked").run(&insert).await?;
    // With the new member in it, the rights that come through this team are among those of the member.
    let gained = store::rights(tx, &Holders::Actor(user.0)).await?;
    let gained =
        gained.iter().filter(|right| right.team_id == Some(id.0)).flat_map(|right| &right.permissions.0);
    limits::within_own(&tx.ctx().actor, catalogue, gained)?;
    let row = members_changed(tx, row, events::member_added(user)).await?;
    rights::add(tx, &Holders::Actor(user.0)).await?;
    view(tx, &row).await
}

/// Takes a user out of a team; nothing happens where it is not in it.
///
/// # Errors
/// `last-administrator`.
pub async fn team_member_remove(tx: &Tx, id: TeamId, user: UserId, seen: IfMatch) -> Result<TeamView> {
    store::lock_rights(tx, None).await?;
    let administrators = Administrators::before(tx).await?;
    let row = tx.lock::<team::Entity>(id, USER_WRITE, seen).await?;
    let delete = Query::delete()
        .from_table(member::Entity)
        .and_where(member::Column::TeamId.eq(id))
        .and_where(member::Column::UserId.eq(user))
        .take();
    if tx.unscoped_write("members of a team the caller has locked").run(&delete).await? == 0 {
        return view(tx, &row.unchanged()).await;
    }
    let row = members_changed(tx, row, events::member_removed(user)).await?;
    rights::rebuild(tx, &Holders::Actor(user.0)).await?;
    administrators.kept(tx).await?;
    view(tx, &row).await
}

/// Members are part of the view, so the version counts them.
async fn members_changed(tx: &Tx, row: Locked<team::Entity>, fact: Fact) -> Result<Visible<team::Entity>> {
    let mut change = row.change();
    change.version = Set(row.version + 1);
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, fact).await
}

fn name_for_others(tx: &Tx, row: &Visible<team::Entity>) {
    tx.label(Label::new(team::Entity::KIND, row.id, row.name.as_str()));
    tx.index(SearchDoc::new(team::Entity::subject(row), &[&row.name]));
}

async fn view(reader: &Reader, row: &Visible<team::Entity>) -> Result<TeamView> {
    let views = views(reader, std::slice::from_ref(row)).await?;
    views.into_iter().next().ok_or_else(|| Error::internal("a team without a view"))
}

async fn views(reader: &Reader, rows: &[Visible<team::Entity>]) -> Result<Vec<TeamView>> {
    let ids: Vec<TeamId> = rows.iter().map(|row| row.id).collect();
    let memberships = store::memberships(reader, member::Column::TeamId.is_in(ids)).await?;
    let labels = reader.labels(memberships.iter().map(|membership| membership.user_id.0)).await?;
    let mut members: HashMap<TeamId, Vec<Named>> = HashMap::new();
    for membership in memberships {
        members.entry(membership.team_id).or_default().push(labels.named(membership.user_id));
    }
    let actor = &reader.ctx().actor;
    Ok(rows.iter().map(|row| built(actor, row, members.remove(&row.id).unwrap_or_default())).collect())
}

fn built(actor: &Actor, row: &team::Model, mut members: Vec<Named>) -> TeamView {
    members.sort_by_cached_key(|named| named.name.as_deref().map(text::sort_key));
    let can: &[&str] =
        if reaches_all(actor, USER_WRITE) { &["update", "add_member", "remove_member"] } else { &[] };
    TeamView {
        id: row.id,
        name: row.name.clone(),
        members,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        can: can.iter().map(|action| (*action).to_owned()).collect(),
    }
}
