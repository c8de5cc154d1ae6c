//! New passwords. Hashing happens before, outside of the unit of work.
use super::session::end_sessions;
use super::{limits, links, login};
use crate::entity::user;
use crate::error::OWN_ACCOUNT;
use crate::events;
use crate::password::{PasswordHash, password_faults};
use crate::policy::{ME_READ, ME_WRITE, USER_WRITE};
use crate::service::login::LoginAttempt;
use crate::types::PermissionInfo;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text, codes};
use dienstweg_kernel::ids::{SessionId, UserId};
use dienstweg_kernel::{Reader, Tx, secret};
use sea_orm::{ActiveValue::Set, ColumnTrait};

/// Whether this may become the password of `user`, or of the caller. To be asked before hashing.
///
/// # Errors
/// `invalid` with all faults; `not-found` where the caller does not see the user.
pub async fn password_check(
    reader: &Reader,
    pointer: &str,
    user: Option<UserId>,
    password: &str,
) -> Result<()> {
    let row = match user {
        Some(user) => reader.get::<user::Entity>(user).await?,
        None => {
            let own = user::Column::Id.eq(reader.ctx().actor.id.0);
            reader
                .select_with::<user::Entity>(ME_READ)
                .filter(own)
                .one()
                .await?
                .ok_or_else(Error::not_found)?
        }
    };
    Error::check(password_faults(pointer, password, &row.login, &row.name))
}

/// The fault of a change whose current password was wrong.
pub fn password_wrong(pointer: &str) -> Error {
    let message = Text::new(
        "Das ist nicht Ihr jetziges Passwort. Bitte geben Sie es noch einmal ein.",
        "This is not your current password. Please enter it again.",
    );
    Error::invalid(vec![Fault::new(pointer, "wrong_password", message)])
}

/// Sets the password of somebody else, ends all sessions and lifts a lock.
///
/// # Errors
/// `exceeds-own-rights` where that user may do more than the caller; `own-account`: one's own needs the current one.
pub async fn password_set(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    user: UserId,
    hash: &PasswordHash,
) -> Result<()> {
    if user.0 == tx.ctx().actor.id.0 {
        return Err(Error::new(OWN_ACCOUNT));
    }
    let row = tx.lock::<user::Entity>(user, USER_WRITE, IfMatch::Any).await?;
    limits::actor_within_own(tx, catalogue, user.0).await?;
    let login_hash = secret::hash_hex(row.login.as_bytes());
    let mut change = row.change();
    change.password_hash = Set(Some(hash.0.clone()));
    change.epoch = Set(row.epoch + 1);
    change.updated_at = Set(tx.ctx().now());
    // That there is a password is part of the view, so the version counts it.
    tx.touch(row, change, events::password_set()).await?;
    end_sessions(tx, user, None).await?;
    links::links_end(tx, user).await?;
    login::forget_failures(tx, &login_hash).await
}

/// Changes one's own password after the current one was verified against `attempt` (see
/// [`crate::login_check_own`]). Ends all other sessions; the caller's access token is worthless too, so issue a new
/// one with the epoch this answers.
///
/// # Errors
/// `conflict` where the password was changed since it was verified.
pub async fn password_change(
    tx: &Tx,
    attempt: &LoginAttempt,
    hash: &PasswordHash,
    kept: Option<SessionId>,
) -> Result<i64> {
    let own = UserId(tx.ctx().actor.id.0);
    let row = tx.lock::<user::Entity>(own, ME_WRITE, IfMatch::Any).await?;
    let verified = attempt.password_hash().map(|hash| hash.0.as_str());
    if verified.is_none() || row.password_hash.as_deref() != verified {
        return Err(Error::new(codes::CONFLICT));
    }
    let mut change = row.change();
    change.password_hash = Set(Some(hash.0.clone()));
    change.epoch = Set(row.epoch + 1);
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::password_changed(kept)).await?;
    end_sessions(tx, own, kept).await?;
    links::links_end(tx, own).await?;
    Ok(row.epoch)
}
