//! Renewing and ending a session by its refresh token.
//!
//! Each use replaces the secret. The one before it is good for a moment more and then gives an access token only: two
//! tabs that renew at the same time share one cookie, the slower one must not throw both out. A secret older than that
//! has been copied (OAuth 2.0 Security BCP, RFC 9700 § 4.14.2), so the session ends.
use super::super::store;
use crate::entity::{session, user};
use crate::error::SESSION_OVER;
use crate::events;
use crate::tokens::{self, TokenSubject};
use crate::types::UserStatus;
use chrono::{DateTime, Duration, Utc};
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::guard::{Guarded, Subject};
use dienstweg_kernel::ids::{SessionId, UserId};
use dienstweg_kernel::{Tx, secret};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Query, UpdateStatement};

/// The replaced secret is good for this long.
pub const OVERLAP_SECONDS: i64 = 30;
/// A session that was not renewed for this long is over.
pub const IDLE_HOURS: i64 = 4;

/// A session that goes on.
#[derive(Clone)]
pub struct SessionRenewed {
    /// For [`crate::Tokens::issue`].
    pub subject: TokenSubject,
    /// For the cookie; `None` leaves the cookie as it is: another tab has just set it.
    pub refresh_token: Option<String>,
    /// When the session ends at the latest.
    pub expires_at: DateTime<Utc>,
}

/// The outcome of [`session_refresh`]. The end of a session commits too.
pub enum SessionRefresh {
    Renewed(SessionRenewed),
    /// Answer with [`SessionRefresh::over`] and remove the cookie.
    Over,
}

impl SessionRefresh {
    /// `session-over` (401).
    pub fn over() -> Error {
        Error::new(SESSION_OVER)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Rotate,
    Overlap,
    Reuse,
    Over,
}

fn verdict(session: &session::Model, hash: &str, now: DateTime<Utc>) -> Verdict {
    let is = |stored: &str| secret::equal(stored.as_bytes(), hash.as_bytes());
    let idle_since = session.rotated_at + Duration::hours(IDLE_HOURS);
    if session.revoked_at.is_some() || session.expires_at <= now || idle_since <= now {
        Verdict::Over
    } else if is(&session.refresh_hash) {
        Verdict::Rotate
    } else if session.previous_hash.as_deref().is_some_and(is)
        && now <= session.rotated_at + Duration::seconds(OVERLAP_SECONDS)
    {
        Verdict::Overlap
    } else {
        Verdict::Reuse
    }
}

/// Renews a session. `tx` acts for nobody: the token is the proof.
pub async fn session_refresh(tx: &Tx, token: &str) -> Result<SessionRefresh> {
    let Some((id, hash)) = tokens::read_refresh_token(token) else { return Ok(SessionRefresh::Over) };
    let Some(session) = store::session_locked(tx, id).await? else { return Ok(SessionRefresh::Over) };
    let verdict = verdict(&session, &hash, tx.ctx().now());
    if verdict == Verdict::Reuse {
        tx.emit(subject(&session), events::reuse_detected(session.user_id));
        end(tx, &session, "reuse").await?;
    }
    if matches!(verdict, Verdict::Reuse | Verdict::Over) {
        return Ok(SessionRefresh::Over);
    }
    let user = store::user_where(tx, user::Column::Id.eq(session.user_id)).await?;
    let Some(user) = user.filter(|user| user.status == UserStatus::Active) else {
        return Ok(SessionRefresh::Over);
    };
    let refresh_token = match verdict {
        Verdict::Rotate => Some(rotate(tx, &session).await?),
        _ => None,
    };
    let subject = TokenSubject {
        id: user.id.into(),
        kind: ActorKind::User,
        session: Some(session.id),
        epoch: user.epoch,
    };
    Ok(SessionRefresh::Renewed(SessionRenewed { subject, refresh_token, expires_at: session.expires_at }))
}

/// Ends the session of a refresh token, whether its access token is still good or not, and answers whose and which it
/// was. Nothing to end is fine too.
pub async fn session_logout(tx: &Tx, token: &str) -> Result<Option<(UserId, SessionId)>> {
    let Some((id, hash)) = tokens::read_refresh_token(token) else { return Ok(None) };
    let Some(session) = store::session_locked(tx, id).await? else { return Ok(None) };
    if verdict(&session, &hash, tx.ctx().now()) == Verdict::Over {
        return Ok(None);
    }
    end(tx, &session, "logout").await?;
    Ok(Some((session.user_id, session.id)))
}

async fn rotate(tx: &Tx, session: &session::Model) -> Result<String> {
    use session::Column as C;
    let secret = tokens::new_secret(tx.ctx());
    let change = change(session)
        .value(C::RefreshHash, secret::hash_hex(secret.as_bytes()))
        .value(C::PreviousHash, session.refresh_hash.as_str())
        .value(C::RotatedAt, tx.ctx().now())
        .take();
    tx.unscoped_write("the refresh token is the proof, there is no caller yet").run(&change).await?;
    Ok(tokens::refresh_token(session.id, &secret))
}

async fn end(tx: &Tx, session: &session::Model, why: &'static str) -> Result<()> {
    let change = change(session).value(session::Column::RevokedAt, Expr::val(tx.ctx().now())).take();
    tx.unscoped_write("the refresh token is the proof, there is no caller yet").run(&change).await?;
    tx.emit(subject(session), events::session_ended(session.user_id, why));
    Ok(())
}

fn change(session: &session::Model) -> UpdateStatement {
    Query::update().table(session::Entity).and_where(session::Column::Id.eq(session.id)).take()
}

fn subject(session: &session::Model) -> Subject {
    session::Entity::subject(session)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn session() -> session::Model {
        session::Model {
            id: SessionId(Uuid::nil()),
            user_id: UserId(Uuid::nil()),
            user_agent: String::new(),
            refresh_hash: "new".into(),
            previous_hash: Some("old".into()),
            rotated_at: now(),
            created_at: now(),
            expires_at: now() + Duration::hours(12),
            revoked_at: None,
        }
    }

    #[test]
    fn two_tabs_keep_each_other_and_a_thief_ends_the_session() {
        let after = |hash, seconds| verdict(&session(), hash, now() + Duration::seconds(seconds));
        assert_eq!(after("new", 0), Verdict::Rotate);
        assert_eq!(after("new", 14_399), Verdict::Rotate);
        assert_eq!(after("old", 30), Verdict::Overlap);
        assert_eq!(after("old", 31), Verdict::Reuse);
        assert_eq!(after("older", 1), Verdict::Reuse);
    }

    #[test]
    fn idle_expired_and_revoked_sessions_are_over() {
        assert_eq!(verdict(&session(), "new", now() + Duration::hours(IDLE_HOURS)), Verdict::Over);
        let expired = session::Model { expires_at: now(), ..session() };
        assert_eq!(verdict(&expired, "new", now()), Verdict::Over);
        let revoked = session::Model { revoked_at: Some(now()), ..session() };
        assert_eq!(verdict(&revoked, "new", now()), Verdict::Over);
    }
}
