//! The queries of this domain that are more than a scoped select.
use crate::entity::{attempt, client, client_secret, grant, member, role, session, user};
use crate::types::{HolderKind, Names, UserStatus};
use chrono::{DateTime, Utc};
use dienstweg_kernel::Reader;
use dienstweg_kernel::Tx;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::error::Result;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::guard::tables::{ScopeKind, actor_grant, is_narrow};
use dienstweg_kernel::ids::{ActorId, ApiClientId, GrantId, RoleId, SessionId, TeamId};
use dienstweg_kernel::labels::{Named, label};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// The role whose row serialises changes of rights, and that may everything.
pub const ADMINISTRATOR: &str = "administrator";

/// Whose rights are meant.
#[derive(Clone, Debug)]
pub enum Holders {
    Actor(Uuid),
    Actors(Vec<Uuid>),
    /// All members of a team.
    Team(TeamId),
    /// Everyone who holds one of these roles, alone or through a team.
    Roles(Vec<RoleId>),
    All,
}

/// One grant as it reaches one actor.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Right {
    pub actor: Uuid,
    /// The team through which it comes.
    pub team_id: Option<Uuid>,
    pub grant_id: GrantId,
    pub scope_kind: String,
    pub scope_id: Uuid,
    pub role_id: RoleId,
    pub role_key: String,
    pub name_de: String,
    pub name_en: String,
    pub permissions: Names,
}

pub fn col(column: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref())
}

/// Every grant of these holders with its role, in one statement.
pub async fn rights(reader: &Reader, holders: &Holders) -> Result<Vec<Right>> {
    let mut direct = right_columns(col(grant::Column::HolderId), Expr::cust("NULL"));
    direct
        .from(grant::Entity)
        .and_where(grant::Column::HolderKind.ne(HolderKind::Team))
        .cond_where(is_any_of(grant::Column::HolderId, holders));
    let mut through_team = right_columns(col(member::Column::UserId), col(member::Column::TeamId));
    through_team
        .from(grant::Entity)
        .inner_join(
            member::Entity,
            col(member::Column::TeamId).equals(grant::Column::HolderId.as_column_ref()),
        )
        .and_where(grant::Column::HolderKind.eq(HolderKind::Team))
        .cond_where(is_any_of(member::Column::UserId, holders));
    let query = joined_role(direct).union(UnionType::All, joined_role(through_team)).take();
    reader.unscoped("rights are computed from all grants of an actor").rows(&query).await
}

fn right_columns(actor: Expr, team: Expr) -> SelectStatement {
    Query::select()
        .expr_as(actor, "actor")
        .expr_as(team, "team_id")
        .expr_as(col(grant::Column::Id), "grant_id")
        .expr_as(col(grant::Column::ScopeKind), "scope_kind")
        .expr_as(col(grant::Column::ScopeId), "scope_id")
        .expr_as(col(role::Column::Id), "role_id")
        .expr_as(col(role::Column::Key), "role_key")
        .expr_as(col(role::Column::NameDe), "name_de")
        .expr_as(col(role::Column::NameEn), "name_en")
        .expr_as(col(role::Column::Permissions), "permissions")
        .take()
}

fn joined_role(mut select: SelectStatement) -> SelectStatement {
    select
        .inner_join(role::Entity, col(role::Column::Id).equals(grant::Column::RoleId.as_column_ref()))
        .take()
}

fn is_any_of(column: impl ColumnTrait, holders: &Holders) -> Condition {
    let column = col(column);
    let any = match holders {
        Holders::Actor(actor) => column.eq(*actor),
        Holders::Actors(actors) => column.is_in(actors.iter().copied()),
        Holders::Team(team) => column.in_subquery(members_of(member::Column::TeamId.eq(*team))),
        Holders::Roles(roles) => {
            let holds = || Condition::all().add(grant::Column::RoleId.is_in(roles.clone()));
            let holder = |kinds: Expr| {
                let select = Query::select()
                    .column(grant::Column::HolderId)
                    .from(grant::Entity)
                    .cond_where(holds())
                    .take();
                select.clone().and_where(kinds).take()
            };
            let teams = holder(grant::Column::HolderKind.eq(HolderKind::Team));
            let alone = holder(grant::Column::HolderKind.ne(HolderKind::Team));
            let members = members_of(member::Column::TeamId.in_subquery(teams));
            return Condition::any().add(column.clone().in_subquery(alone)).add(column.in_subquery(members));
        }
        Holders::All => return Condition::all(),
    };
    Condition::all().add(any)
}

fn members_of(teams: Expr) -> SelectStatement {
    Query::select().column(member::Column::UserId).from(member::Entity).and_where(teams).take()
}

/// What is stored as the rights of these holders.
pub async fn actor_grants(reader: &Reader, holders: &Holders) -> Result<Vec<actor_grant::Model>> {
    let select = actor_grant::Entity::find().filter(is_any_of(actor_grant::Column::Actor, holders));
    reader.unscoped("the owner of the guard table keeps it").all(select).await
}

/// Makes changes of rights wait for each other, and gives the role meant by `id` where the caller sees it.
pub async fn lock_rights(tx: &Tx, id: Option<RoleId>) -> Result<Option<role::Model>> {
    let mut wanted = Condition::any().add(role::Column::Key.eq(ADMINISTRATOR));
    if let Some(id) = id {
        wanted = wanted.add(role::Column::Id.eq(id));
    }
    let select = role::Entity::find().filter(wanted).order_by_asc(role::Column::Id).lock_exclusive();
    let rows = tx.unscoped("one row serialises changes of rights").all(select).await?;
    // Roles are seen all or not at all.
    let sees = tx.ctx().actor.extent(role::Entity::READ) == Some(Extent::Everything);
    Ok(rows.into_iter().find(|row| sees && Some(row.id) == id))
}

/// The names of these things with the kind of thing each is.
pub async fn kinds_and_names(reader: &Reader, ids: Vec<Uuid>) -> Result<HashMap<Uuid, (String, Named)>> {
    let select = label::Entity::find().filter(label::Column::Id.is_in(ids));
    let rows = reader.unscoped("labels of what a grant names, with their kind").all(select).await?;
    let named = |row: label::Model| {
        let open = !row.sealed;
        Named { id: row.id, name: open.then_some(row.label), key: row.key.filter(|_| open) }
    };
    Ok(rows.into_iter().map(|row| (row.id, (row.kind.clone(), named(row)))).collect())
}

/// Who is in these teams, and in which teams these users are.
pub async fn memberships(reader: &Reader, condition: Expr) -> Result<Vec<member::Model>> {
    let select = member::Entity::find().filter(condition);
    reader.unscoped("memberships of users or teams the caller sees").all(select).await
}

/// The secrets of these clients that still hold.
pub async fn secrets(
    reader: &Reader,
    clients: Vec<ApiClientId>,
    now: DateTime<Utc>,
) -> Result<Vec<client_secret::Model>> {
    use client_secret::Column as C;
    let holds = Condition::any().add(C::ExpiresAt.is_null()).add(C::ExpiresAt.gt(now));
    let select = client_secret::Entity::find()
        .filter(C::ApiClientId.is_in(clients))
        .filter(holds)
        .order_by_asc(C::CreatedAt)
        .order_by_asc(C::Id);
    reader.unscoped("secrets of API clients the caller sees or claims to be").all(select).await
}

/// The user who meets the condition, whoever asks.
pub async fn user_where(reader: &Reader, condition: Expr) -> Result<Option<user::Model>> {
    let select = user::Entity::find().filter(condition);
    reader.unscoped("who the caller is, is found before there is a caller").one(select).await
}

pub async fn client_by_id(reader: &Reader, id: ApiClientId) -> Result<Option<client::Model>> {
    let select = client::Entity::find().filter(client::Column::Id.eq(id));
    reader.unscoped("which program calls, is found before there is a caller").one(select).await
}

/// The failures counted for a login.
pub async fn attempt(reader: &Reader, login_hash: &str) -> Result<Option<attempt::Model>> {
    let select = attempt::Entity::find().filter(attempt::Column::LoginHash.eq(login_hash));
    reader.unscoped("failures are counted before there is a caller").one(select).await
}

/// The session, locked for its change.
pub async fn session_locked(tx: &Tx, id: SessionId) -> Result<Option<session::Model>> {
    let select = session::Entity::find().filter(session::Column::Id.eq(id)).lock_exclusive();
    tx.unscoped("the refresh token is the proof, there is no caller yet").one(select).await
}

/// A user by its session, if both are good at `now`.
pub async fn user_in_session(
    reader: &Reader,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<Option<user::Model>> {
    let session = Query::select()
        .column(session::Column::UserId)
        .from(session::Entity)
        .and_where(session::Column::Id.eq(id))
        .and_where(session::Column::RevokedAt.is_null())
        .and_where(session::Column::ExpiresAt.gt(now))
        .take();
    user_where(reader, user::Column::Id.in_subquery(session)).await
}

/// One permission of an actor with one kind of scope it has it in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Permitted {
    pub permission: String,
    pub scope_kind: String,
    /// Of the actor as a whole, the same in every row.
    pub narrow: bool,
}

pub async fn permitted(reader: &Reader, actor: ActorId) -> Result<Vec<Permitted>> {
    use actor_grant::Column as C;
    let select = Query::select()
        .distinct()
        .columns([C::Permission, C::ScopeKind])
        .expr_as(is_narrow(actor), "narrow")
        .from(actor_grant::Entity)
        .and_where(C::Actor.eq(actor.0))
        .take();
    reader.unscoped("permissions are loaded before there is a caller").rows(&select).await
}

/// What the shipped administrator role allows.
pub async fn administrator_rights(reader: &Reader) -> Result<Names> {
    let select = role::Entity::find().filter(role::Column::Key.eq(ADMINISTRATOR));
    let row = reader.unscoped("the last administrator is kept, whoever asks").one(select).await?;
    Ok(row.map(|row| row.permissions).unwrap_or_default())
}

/// Whether an active user who can log in has all these rights on everything.
pub async fn administrator_exists(reader: &Reader, rights: &Names) -> Result<bool> {
    use actor_grant::Column as C;
    let count = i64::try_from(rights.0.len()).unwrap_or(i64::MAX);
    // Of everything there is one row per actor and permission.
    let holders = Query::select()
        .column(C::Actor)
        .from(actor_grant::Entity)
        .and_where(C::ScopeKind.eq(ScopeKind::Everything.as_str()))
        .and_where(C::Permission.is_in(rights.0.clone()))
        .group_by_col(C::Actor)
        .and_having(Func::count(Expr::col(C::Permission)).eq(count))
        .take();
    let select = user::Entity::find()
        .filter(user::Column::Status.eq(UserStatus::Active))
        .filter(user::Column::PasswordHash.is_not_null())
        .filter(user::Column::Id.in_subquery(holders))
        .limit(1);
    Ok(reader.unscoped("the last administrator is kept, whoever asks").one(select).await?.is_some())
}

/// All roles by key.
pub async fn roles(reader: &Reader) -> Result<Vec<role::Model>> {
    let select = role::Entity::find().order_by_asc(role::Column::Key);
    reader.unscoped("the names of roles are no secret when asking who may").all(select).await
}
