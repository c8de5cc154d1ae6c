//! Logging in with a password.
//!
//! 1. [`login_check`] with a reader; stop at [`LoginAttempt::refused`].
//! 2. [`crate::password_verify`] against [`LoginAttempt::password_hash`], on a blocking thread, whatever the check said.
//! 3. Right: [`session_start`] on behalf of [`LoginAttempt::actor`]. Wrong: [`login_failed`] on behalf of nobody.
use super::super::store;
use crate::entity::{attempt, session, user};
use crate::error::{LOGIN_FAILED, LOGIN_LOCKED};
use crate::events;
use crate::lockout::{forgotten_before, lock_after, seconds_left};
use crate::password::PasswordHash;
use crate::policy::{EVERYBODY, ME_READ, SESSION_OWN};
use crate::tokens::{self, TokenSubject};
use crate::types::{UserStatus, fold_login};
use chrono::{DateTime, Duration, Utc};
use dienstweg_kernel::ctx::{Actor, ActorKind, Extent};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text};
use dienstweg_kernel::ids::{SessionId, UserId};
use dienstweg_kernel::{Reader, Tx, secret};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryTrait};

/// However often it is renewed, a session ends after this long.
pub const SESSION_HOURS: i64 = 12;

/// What is known of a log-in before the password is compared.
#[derive(Clone, Debug)]
pub struct LoginAttempt {
    login_hash: String,
    user: Option<user::Model>,
    hash: Option<PasswordHash>,
    locked: Option<u32>,
}

/// Why somebody is not logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginRefused {
    /// Whole seconds until the next attempt makes sense, where the log-in is locked: `Retry-After`.
    pub retry_after_seconds: Option<u32>,
}

impl LoginRefused {
    /// `login-locked` (429; its fault `retry_after` has the seconds as pointer) or `login-failed` (401).
    pub fn error(self) -> Error {
        match self.retry_after_seconds {
            None => Error::new(LOGIN_FAILED),
            Some(seconds) => {
                let text = Text::new(
                    format!("Bitte in {seconds} Sekunden noch einmal versuchen."),
                    format!("Please try again in {seconds} seconds."),
                );
                Error::new(LOGIN_LOCKED)
                    .detail(text.de.clone(), text.en.clone())
                    .with_faults(vec![Fault::new(seconds.to_string(), "retry_after", text)])
            }
        }
    }
}

/// A new session.
#[derive(Clone)]
pub struct SessionStarted {
    /// For [`crate::Tokens::issue`].
    pub subject: TokenSubject,
    /// For the cookie; stored only as hash.
    pub refresh_token: String,
    /// When the session ends at the latest.
    pub expires_at: DateTime<Utc>,
}

/// The outcome of [`session_start`]. A refusal commits too.
pub enum SessionStart {
    Started(SessionStarted),
    Refused(LoginRefused),
}

impl LoginAttempt {
    /// Refused without looking at the password.
    pub fn refused(&self) -> Option<LoginRefused> {
        self.locked.map(|seconds| LoginRefused { retry_after_seconds: Some(seconds) })
    }

    /// What to verify against. Unknown and inactive users have none.
    pub fn password_hash(&self) -> Option<&PasswordHash> {
        self.hash.as_ref()
    }

    /// The user whose password was right, with no rights but to begin a session; nobody for an unknown login.
    pub fn actor(&self) -> Actor {
        let Some(user) = &self.user else { return Actor::anonymous() };
        let own = EVERYBODY.iter().map(|permission| (permission.0.to_owned(), Extent::Scoped)).collect();
        Actor::new(user.id.into(), ActorKind::User, &user.name, own)
    }
}

/// Looks up a login. Two statements, whether it exists or not.
pub async fn login_check(reader: &Reader, login: &str) -> Result<LoginAttempt> {
    let login = fold_login(login);
    let user = store::user_where(reader, user::Column::Login.eq(login.as_str())).await?;
    attempt_of(reader, &login, user).await
}

/// The same for the caller, who gives the own password once more to change it.
///
/// # Errors
/// `not-found` where the caller is no user.
pub async fn login_check_own(reader: &Reader) -> Result<LoginAttempt> {
    let own = reader
        .select_with::<user::Entity>(ME_READ)
        .filter(user::Column::Id.eq(reader.ctx().actor.id.0))
        .one();
    let user = own.await?.ok_or_else(Error::not_found)?;
    attempt_of(reader, &user.login.clone(), Some((*user).clone())).await
}

async fn attempt_of(reader: &Reader, login: &str, user: Option<user::Model>) -> Result<LoginAttempt> {
    let login_hash = secret::hash_hex(login.as_bytes());
    let row = store::attempt(reader, &login_hash).await?;
    let locked = seconds_left(row.and_then(|row| row.locked_until), reader.ctx().now());
    let active = user.as_ref().filter(|user| user.status == UserStatus::Active);
    let hash = active.and_then(|user| user.password_hash.clone()).map(PasswordHash);
    Ok(LoginAttempt { login_hash, user, hash, locked })
}

/// Counts a failure and says how to answer it. Not an error, as the count is to be committed.
pub async fn login_failed(tx: &Tx, attempt: &LoginAttempt) -> Result<LoginRefused> {
    let now = tx.ctx().now();
    let lock = failure_count(tx, &attempt.login_hash).await?;
    let user = attempt.user.as_ref().map(|user| user.id);
    let (subject, fact) = events::login_refused(user, &attempt.login_hash, lock.is_some());
    tx.emit(subject, fact);
    Ok(LoginRefused { retry_after_seconds: seconds_left(lock.map(|lock| now + lock), now) })
}

/// Counts a failure; answers for how long there is a lock now.
pub(super) async fn failure_count(tx: &Tx, login_hash: &str) -> Result<Option<Duration>> {
    let now = tx.ctx().now();
    count_failure(tx, login_hash, now).await?;
    let Some(row) = store::attempt(tx, login_hash).await? else {
        return Err(Error::internal("a counted failure is gone"));
    };
    let lock = lock_after(row.failures);
    if let Some(lock) = lock {
        let lock = Query::update()
            .table(attempt::Entity)
            .value(attempt::Column::LockedUntil, now + lock)
            .and_where(attempt::Column::LoginHash.eq(login_hash))
            .take();
        tx.unscoped_write("failures are counted before there is a caller").run(&lock).await?;
    }
    Ok(lock)
}

/// One statement that also locks the row, so failures at the same time are all counted.
async fn count_failure(tx: &Tx, login_hash: &str, now: DateTime<Utc>) -> Result<()> {
    use attempt::Column as C;
    let row = attempt::ActiveModel {
        login_hash: Set(login_hash.to_owned()),
        failures: Set(1),
        last_at: Set(now),
        locked_until: Set(None),
    };
    let there = |column: C| Expr::col(column.as_column_ref());
    let recent = there(C::LastAt).gt(forgotten_before(now));
    let counted = Expr::case(recent, there(C::Failures).add(1)).finally(1);
    let mut conflict = OnConflict::column(C::LoginHash);
    conflict.value(C::Failures, counted).value(C::LastAt, now);
    let upsert = QueryTrait::into_query(attempt::Entity::insert(row).on_conflict(conflict));
    tx.unscoped_write("failures are counted before there is a caller").run(&upsert).await?;
    Ok(())
}

/// Forgets the failures of a login: it was right after all, or its password is a new one.
pub(super) async fn forget_failures(tx: &Tx, login_hash: &str) -> Result<()> {
    let forget = Query::delete()
        .from_table(attempt::Entity)
        .and_where(attempt::Column::LoginHash.eq(login_hash))
        .take();
    tx.unscoped_write("failures are counted before there is a caller").run(&forget).await?;
    Ok(())
}

/// Begins a session for the user whose password was right. `tx` acts for [`LoginAttempt::actor`].
///
/// Refused where a lock came or the account changed since the check: guessing in parallel gains nothing.
pub async fn session_start(tx: &Tx, attempt: &LoginAttempt, user_agent: &str) -> Result<SessionStart> {
    let refused = |retry_after_seconds| Ok(SessionStart::Refused(LoginRefused { retry_after_seconds }));
    let Some(checked) = &attempt.user else { return refused(None) };
    let now = tx.ctx().now();
    let failures = store::attempt(tx, &attempt.login_hash).await?;
    if let Some(seconds) = seconds_left(failures.as_ref().and_then(|row| row.locked_until), now) {
        return refused(Some(seconds));
    }
    let user = tx.lock::<user::Entity>(checked.id, ME_READ, IfMatch::Any).await?;
    let unchanged = user.epoch == checked.epoch && user.password_hash == checked.password_hash;
    if user.status != UserStatus::Active || !unchanged {
        return refused(None);
    }
    if failures.is_some() {
        forget_failures(tx, &attempt.login_hash).await?;
    }
    Ok(SessionStart::Started(session_insert(tx, user.id, user.epoch, user_agent).await?))
}

async fn session_insert(tx: &Tx, user: UserId, epoch: i64, user_agent: &str) -> Result<SessionStarted> {
    let now = tx.ctx().now();
    let id: SessionId = tx.ctx().new_id();
    let secret = tokens::new_secret(tx.ctx());
    let expires_at = now + Duration::hours(SESSION_HOURS);
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        user_agent: Set(user_agent.chars().filter(|c| !c.is_control()).take(200).collect()),
        refresh_hash: Set(secret::hash_hex(secret.as_bytes())),
        previous_hash: Set(None),
        rotated_at: Set(now),
        created_at: Set(now),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
    };
    tx.insert::<session::Entity>(SESSION_OWN, row, events::session_started(user)).await?;
    let subject = TokenSubject { id: user.into(), kind: ActorKind::User, session: Some(id), epoch };
    Ok(SessionStarted { subject, refresh_token: tokens::refresh_token(id, &secret), expires_at })
}
