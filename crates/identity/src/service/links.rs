//! Links that set a password once: invitations, and resets for those who have forgotten theirs.
//!
//! A token follows from the id of its row and a key of the installation, so it stands in no queue and no log; the row
//! holds its hash. A new link takes the place of older ones of the same user, and so does any new password.
use super::super::store;
use super::limits;
use super::login::{failure_count, forget_failures};
use super::session::end_sessions;
use crate::entity::{link, user};
use crate::error::LINK_OVER;
use crate::events;
use crate::lockout::seconds_left;
use crate::password::{PasswordHash, password_faults};
use crate::policy::{EVERYBODY, ME_WRITE, USER_WRITE};
use crate::service::notices::{Addressee, addressees};
use crate::types::{LinkPurpose, PermissionInfo, UserStatus, fold_login};
use crate::view::{InviteOutcome, UserInvited};
use chrono::Duration;
use dienstweg_kernel::ctx::{Actor, ActorKind, Extent};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text, codes};
use dienstweg_kernel::guard::{Guarded, Subject};
use dienstweg_kernel::ids::{LinkTokenId, UserId};
use dienstweg_kernel::secret::{self, Key};
use dienstweg_kernel::{Reader, Tx};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

/// A link that is to be mailed.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub id: LinkTokenId,
    pub to: Addressee,
}

/// What stands in the mail with a link.
#[derive(Clone, Debug)]
pub struct OpenLink {
    pub token: String,
    pub name: String,
    pub login: String,
    pub hours: i64,
}

/// Makes links for these users. Answers what became of each, and the links.
///
/// # Errors
/// `forbidden` for those who manage no users.
pub async fn users_invite(
    tx: &Tx,
    key: &Key,
    catalogue: &[PermissionInfo],
    ids: &[UserId],
) -> Result<(Vec<UserInvited>, Vec<NewLink>)> {
    let outcomes = users_invitable(tx, catalogue, ids).await?;
    let invited = outcomes.iter().filter(|one| one.outcome == InviteOutcome::Invited);
    let links =
        links_make(tx, key, invited.map(|one| one.user_id).collect(), LinkPurpose::Invitation).await?;
    for link in &links {
        tx.emit(Subject { kind: user::Entity::KIND, id: link.to.user.0 }, events::user_invited());
    }
    Ok((outcomes, links))
}

/// What would become of each, in the order asked for.
///
/// # Errors
/// `forbidden` for those who manage no users.
pub async fn users_invitable(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    ids: &[UserId],
) -> Result<Vec<UserInvited>> {
    if !tx.ctx().actor.has(USER_WRITE) {
        return Err(Error::forbidden(USER_WRITE));
    }
    let mine = user::Column::Id.is_in(ids.iter().copied());
    let rows = tx.lock_all::<user::Entity>(USER_WRITE, mine).await?;
    let rows: HashMap<UserId, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    let beyond = limits::beyond_own(tx, catalogue, rows.keys().map(|id| id.0).collect()).await?;
    let outcome = |id: &UserId| match rows.get(id) {
        None => InviteOutcome::NotFound,
        Some(_) if id.0 == tx.ctx().actor.id.0 => InviteOutcome::OwnAccount,
        Some(row) if row.status != UserStatus::Active => InviteOutcome::Inactive,
        Some(row) if row.email.is_none() => InviteOutcome::NoAddress,
        Some(_) if beyond.contains(&id.0) => InviteOutcome::ExceedsOwnRights,
        Some(_) => InviteOutcome::Invited,
    };
    Ok(ids.iter().map(|id| UserInvited { user_id: *id, outcome: outcome(id) }).collect())
}

/// Notes that somebody has forgotten a password. What follows, if anything, is done by others later: neither the answer
/// nor its time tells whether the login is known.
///
/// # Errors
/// `too-many-requests` after several for the same login, known or not.
pub async fn reset_request(tx: &Tx, login: &str) -> Result<()> {
    let login = fold_login(login);
    let counted = secret::hash_hex(format!("reset:{login}").as_bytes());
    let locked = store::attempt(tx, &counted).await?.and_then(|row| row.locked_until);
    if let Some(seconds) = seconds_left(locked, tx.ctx().now()) {
        let text = Text::new(
            format!("Bitte in {seconds} Sekunden noch einmal versuchen."),
            format!("Please try again in {seconds} seconds."),
        );
        let fault = Fault::new(seconds.to_string(), "retry_after", text);
        return Err(Error::new(codes::TOO_MANY_REQUESTS).with_faults(vec![fault]));
    }
    failure_count(tx, &counted).await?;
    let user = store::user_where(tx, user::Column::Login.eq(login.as_str())).await?;
    let (subject, fact) = events::reset_requested(user.map(|user| user.id), &counted);
    tx.emit(subject, fact);
    Ok(())
}

/// Makes links for those who asked for a new password and can get one.
pub async fn resets_answer(tx: &Tx, key: &Key, users: Vec<UserId>) -> Result<Vec<NewLink>> {
    links_make(tx, key, users, LinkPurpose::Reset).await
}

async fn links_make(tx: &Tx, key: &Key, users: Vec<UserId>, purpose: LinkPurpose) -> Result<Vec<NewLink>> {
    let mut to: Vec<Addressee> = addressees(tx, users).await?.into_values().collect();
    to.sort_unstable_by_key(|one| one.user);
    if to.is_empty() {
        return Ok(Vec::new());
    }
    links_end_all(tx, to.iter().map(|one| one.user).collect()).await?;
    let now = tx.ctx().now();
    let links: Vec<NewLink> = to.into_iter().map(|to| NewLink { id: tx.ctx().new_id(), to }).collect();
    let rows = links.iter().map(|link| link::ActiveModel {
        id: Set(link.id),
        user_id: Set(link.to.user),
        purpose: Set(purpose),
        token_hash: Set(secret::hash_hex(token_of(key, link.id).as_bytes())),
        created_at: Set(now),
        expires_at: Set(now + Duration::hours(purpose.hours())),
        used_at: Set(None),
    });
    let write = tx.unscoped_write("links are proof by themselves, there may be no caller");
    write.insert_many(rows.collect()).await?;
    Ok(links)
}

fn token_of(key: &Key, id: LinkTokenId) -> String {
    key.sign(id.0.as_bytes())
}

/// What is mailed of a link; nothing where it does not work (any more).
pub async fn link_open(reader: &Reader, key: &Key, id: LinkTokenId) -> Result<Option<OpenLink>> {
    let Some((link, user)) = usable(reader, id).await? else { return Ok(None) };
    let hours = link.purpose.hours();
    Ok(Some(OpenLink { token: token_of(key, id), name: user.name, login: user.login, hours }))
}

/// Whose password a token sets.
#[derive(Clone, Debug)]
pub struct LinkUser {
    id: LinkTokenId,
    user: user::Model,
}

impl LinkUser {
    /// The user, with no rights but to its own account.
    pub fn actor(&self) -> Actor {
        let own = EVERYBODY.iter().map(|permission| (permission.0.to_owned(), Extent::Scoped)).collect();
        Actor::new(self.user.id.into(), ActorKind::User, &self.user.name, own)
    }

    pub fn id(&self) -> UserId {
        self.user.id
    }
}

/// Whom a token speaks for, where the password may be its new one. To be asked before hashing.
///
/// # Errors
/// `link-over` where the token is none of ours, or was used, replaced or is too old; `invalid` with all faults.
pub async fn link_check(reader: &Reader, key: &Key, token: &str, password: &str) -> Result<LinkUser> {
    let over = || Error::new(LINK_OVER);
    let id = key.open(token).and_then(|bytes| Uuid::from_slice(&bytes).ok()).ok_or_else(over)?;
    let (link, user) = usable(reader, LinkTokenId(id)).await?.ok_or_else(over)?;
    if !secret::equal(link.token_hash.as_bytes(), secret::hash_hex(token.as_bytes()).as_bytes()) {
        return Err(over());
    }
    Error::check(password_faults("/password", password, &user.login, &user.name))?;
    Ok(LinkUser { id: link.id, user })
}

/// Sets the password and uses the link up. `tx` acts for [`LinkUser::actor`]. Answers the login.
///
/// # Errors
/// `link-over` where another was faster.
pub async fn link_use(tx: &Tx, of: &LinkUser, hash: &PasswordHash) -> Result<String> {
    use link::Column as C;
    let now = tx.ctx().now();
    let row = tx.lock::<user::Entity>(of.user.id, ME_WRITE, IfMatch::Any).await?;
    let mut used = Query::update();
    used.table(link::Entity)
        .value(C::UsedAt, now)
        .and_where(C::Id.eq(of.id))
        .and_where(C::UsedAt.is_null())
        .and_where(C::ExpiresAt.gt(now));
    let write = tx.unscoped_write("links are proof by themselves, there may be no caller");
    if row.status != UserStatus::Active || write.run(&used).await? != 1 {
        return Err(Error::new(LINK_OVER));
    }
    let (login, mut change) = (row.login.clone(), row.change());
    change.password_hash = Set(Some(hash.0.clone()));
    change.epoch = Set(row.epoch + 1);
    change.updated_at = Set(now);
    tx.touch(row, change, events::password_set()).await?;
    end_sessions(tx, of.user.id, None).await?;
    links_end(tx, of.user.id).await?;
    forget_failures(tx, &secret::hash_hex(login.as_bytes())).await?;
    Ok(login)
}

/// Ends all links of a user, who has a new password.
pub(super) async fn links_end(tx: &Tx, user: UserId) -> Result<()> {
    links_end_all(tx, vec![user]).await
}

async fn links_end_all(tx: &Tx, users: Vec<UserId>) -> Result<()> {
    use link::Column as C;
    let end = Query::update()
        .table(link::Entity)
        .value(C::UsedAt, tx.ctx().now())
        .and_where(C::UserId.is_in(users))
        .and_where(C::UsedAt.is_null())
        .take();
    let write = tx.unscoped_write("links are proof by themselves, there may be no caller");
    write.run(&end).await.map(|_| ())
}

/// A link that works, with its user.
async fn usable(reader: &Reader, id: LinkTokenId) -> Result<Option<(link::Model, user::Model)>> {
    use link::Column as C;
    let select = link::Entity::find()
        .filter(C::Id.eq(id))
        .filter(C::UsedAt.is_null())
        .filter(C::ExpiresAt.gt(reader.ctx().now()));
    let unscoped = reader.unscoped("links are proof by themselves, there may be no caller");
    let Some(link) = unscoped.one(select).await? else { return Ok(None) };
    let user = store::user_where(reader, user::Column::Id.eq(link.user_id)).await?;
    Ok(user.filter(|user| user.status == UserStatus::Active).map(|user| (link, user)))
}
