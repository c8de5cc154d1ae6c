//! Users.
use super::super::store;
use super::administrators::Administrators;
use super::session::end_sessions;
use super::{limits, patched_name, reaches_all, taken};
use crate::entity::{member, user};
use crate::error::OWN_ACCOUNT;
use crate::events;
use crate::input::{UserCreate, UserListParams, UserPatch};
use crate::password::{PasswordHash, password_faults};
use crate::policy::{GRANT_WRITE, SESSION_REVOKE, USER_WRITE};
use crate::types::{
    Notify, PermissionInfo, UserStatus, keep, language_of, language_text, parse_email, parse_login,
    parse_name,
};
use crate::view::UserView;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Guarded, Locked, Sealed, Visible};
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::search::{SearchDoc, found};
use dienstweg_kernel::{Reader, Tx, text};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::HashMap;
use uuid::Uuid;

const SORTS: &[(&str, user::Column)] = &[
    ("name", user::Column::SortKey),
    ("login", user::Column::Login),
    ("created_at", user::Column::CreatedAt),
];

/// Users the caller sees.
pub async fn user_list(
    reader: &Reader,
    params: &UserListParams,
    request: &PageRequest,
) -> Result<Page<UserView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SORTS)?;
    let mut select = reader
        .select::<user::Entity>()
        .filter_any(user::Column::Status, params.status.clone())
        .filter_opt(params.q.as_deref(), |q| found(user::Column::Id, reader.find(user::Entity::KIND, q)));
    if !params.team.is_empty() {
        let members = Query::select()
            .column(member::Column::UserId)
            .from(member::Entity)
            .and_where(member::Column::TeamId.is_in(params.team.clone()))
            .take();
        select = select.filter(user::Column::Id.in_subquery(members));
    }
    let page = select.page(sort, request).await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// One user.
pub async fn user_get(reader: &Reader, id: UserId) -> Result<UserView> {
    view(reader, &reader.get::<user::Entity>(id).await?).await
}

/// The history of a user, newest first, older than `before` where given.
pub async fn user_history(
    reader: &Reader,
    id: UserId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<user::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

/// Everything that is wrong with a new user, the password included. To be asked before hashing.
pub fn user_create_faults(input: &UserCreate) -> Vec<Fault> {
    let mut faults = Vec::new();
    keep(&mut faults, parse_login("/login", &input.login));
    keep(&mut faults, parse_name("/name", &input.name));
    if let Some(email) = &input.email {
        keep(&mut faults, parse_email("/email", email));
    }
    if let Some(password) = &input.password {
        faults.extend(password_faults("/password", password, &input.login, &input.name));
    }
    faults
}

/// Creates a user. `hash` is that of `input.password`, made outside of the unit of work.
pub async fn user_create(tx: &Tx, input: &UserCreate, hash: Option<&PasswordHash>) -> Result<UserView> {
    Error::check(user_create_faults(input))?;
    let name = parse_name("/name", &input.name).map_err(|fault| Error::invalid(vec![fault]))?;
    let login = parse_login("/login", &input.login).map_err(|fault| Error::invalid(vec![fault]))?;
    let now = tx.ctx().now();
    let row = user::ActiveModel {
        id: Set(tx.ctx().new_id()),
        login: Set(login),
        sort_key: Set(text::sort_key(&name)),
        name: Set(name),
        email: Set(input.email.as_deref().map(|email| Sealed::new(email.trim()))),
        language: Set(language_text(input.language).to_owned()),
        password_hash: Set(hash.map(|hash| hash.0.clone())),
        status: Set(UserStatus::Active),
        notify: Set(Notify::default()),
        deputy_id: Set(None),
        absent_from: Set(None),
        absent_until: Set(None),
        epoch: Set(1),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx
        .insert::<user::Entity>(USER_WRITE, row, Fact::new(events::USER_CREATED))
        .await
        .map_err(taken("/login"))?;
    name_for_others(tx, &row);
    Ok(built(&tx.ctx().actor, &row, Vec::new()))
}

/// Changes login, name, address or language.
///
/// # Errors
/// `exceeds-own-rights` for the address of somebody who may do more than the caller: links that set a password go there.
pub async fn user_patch(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    id: UserId,
    patch: UserPatch,
    seen: IfMatch,
) -> Result<UserView> {
    let row = tx.lock::<user::Entity>(id, USER_WRITE, seen).await?;
    if patch.email != Patch::Absent && id.0 != tx.ctx().actor.id.0 {
        limits::actor_within_own(tx, catalogue, id.0).await?;
    }
    let change = patched(&row, patch, tx)?;
    let row = tx.update(row, change, Fact::new(events::USER_UPDATED)).await.map_err(taken("/login"))?;
    name_for_others(tx, &row);
    view(tx, &row).await
}

fn patched(row: &Locked<user::Entity>, patch: UserPatch, tx: &Tx) -> Result<user::ActiveModel> {
    let (mut change, mut faults) = (row.change(), Vec::new());
    match patch.login {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/login")),
        Patch::Value(login) => {
            keep(&mut faults, parse_login("/login", &login))
                .into_iter()
                .for_each(|login| change.login = Set(login));
        }
    }
    if let Some(name) = patched_name(&mut faults, "/name", patch.name) {
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    match patch.email {
        Patch::Absent => {}
        Patch::Null => change.email = Set(None),
        Patch::Value(email) => keep(&mut faults, parse_email("/email", &email))
            .into_iter()
            .for_each(|email| change.email = Set(Some(Sealed::new(email)))),
    }
    match patch.language {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/language")),
        Patch::Value(language) => change.language = Set(language_text(language).to_owned()),
    }
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    Ok(change)
}

/// Ends all access of a user at once. Grants stay, for when the user comes back.
///
/// # Errors
/// `own-account`: nobody locks themselves out; `last-administrator`.
pub async fn user_deactivate(tx: &Tx, id: UserId, seen: IfMatch) -> Result<UserView> {
    if id.0 == tx.ctx().actor.id.0 {
        return Err(Error::new(OWN_ACCOUNT));
    }
    store::lock_rights(tx, None).await?;
    let administrators = Administrators::before(tx).await?;
    let row = tx.lock::<user::Entity>(id, USER_WRITE, seen).await?;
    let mut change = row.change();
    if row.status == UserStatus::Active {
        change.status = Set(UserStatus::Inactive);
        change.epoch = Set(row.epoch + 1);
        change.updated_at = Set(tx.ctx().now());
    }
    let row = tx.update(row, change, Fact::new(events::USER_DEACTIVATED)).await?;
    administrators.kept(tx).await?;
    end_sessions(tx, id, None).await?;
    view(tx, &row).await
}

/// Lets a deactivated user log in again.
pub async fn user_activate(tx: &Tx, id: UserId, seen: IfMatch) -> Result<UserView> {
    let row = tx.lock::<user::Entity>(id, USER_WRITE, seen).await?;
    let mut change = row.change();
    if row.status != UserStatus::Active {
        change.status = Set(UserStatus::Active);
        change.updated_at = Set(tx.ctx().now());
    }
    let row = tx.update(row, change, Fact::new(events::USER_ACTIVATED)).await?;
    view(tx, &row).await
}

fn name_for_others(tx: &Tx, row: &Visible<user::Entity>) {
    tx.label(Label::new(user::Entity::KIND, row.id, row.name.as_str()));
    tx.index(SearchDoc::new(user::Entity::subject(row), &[&row.name, &row.login]));
}

async fn view(reader: &Reader, row: &Visible<user::Entity>) -> Result<UserView> {
    let views = views(reader, std::slice::from_ref(row)).await?;
    views.into_iter().next().ok_or_else(|| Error::internal("a user without a view"))
}

async fn views(reader: &Reader, rows: &[Visible<user::Entity>]) -> Result<Vec<UserView>> {
    let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let memberships = store::memberships(reader, member::Column::UserId.is_in(ids)).await?;
    let labels = reader.labels(memberships.iter().map(|membership| membership.team_id.0)).await?;
    let mut teams: HashMap<UserId, Vec<_>> = HashMap::new();
    for membership in memberships {
        teams.entry(membership.user_id).or_default().push(labels.named(membership.team_id));
    }
    let actor = &reader.ctx().actor;
    Ok(rows.iter().map(|row| built(actor, row, teams.remove(&row.id).unwrap_or_default())).collect())
}

fn built(
    actor: &Actor,
    row: &Visible<user::Entity>,
    teams: Vec<dienstweg_kernel::labels::Named>,
) -> UserView {
    let hidden = if row.opens() { Vec::new() } else { vec!["email".to_owned()] };
    UserView {
        id: row.id,
        login: row.login.clone(),
        name: row.name.clone(),
        email: row.open(|row| row.email.as_ref()),
        hidden,
        language: language_of(&row.language),
        status: row.status,
        has_password: row.password_hash.is_some(),
        teams,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        can: can(actor, row),
    }
}

fn can(actor: &Actor, row: &user::Model) -> Vec<String> {
    let own = actor.id.0 == row.id.0;
    let writes = reaches_all(actor, USER_WRITE);
    let active = row.status == UserStatus::Active;
    let actions = [
        ("update", writes),
        ("set_password", writes && !own),
        ("invite", writes && active && !own && row.email.is_some()),
        ("deactivate", writes && active && !own),
        ("activate", writes && !active),
        ("change_password", own),
        ("grant", reaches_all(actor, GRANT_WRITE)),
        ("end_sessions", own || reaches_all(actor, SESSION_REVOKE)),
    ];
    actions.into_iter().filter(|(_, may)| *may).map(|(name, _)| name.to_owned()).collect()
}
