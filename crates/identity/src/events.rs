//! What happens here, for history and for others. No names, logins or addresses in them.
//!
//! Whoever holds live streams ends them on `session.ended` (one session), and on `user.deactivated`,
//! `user.password_set`, `user.password_changed` and `user.sessions_ended` (all of the user's; `kept` names one that
//! goes on), and on `api_client.updated` and `api_client.retired` (its epoch may have risen).
use crate::entity::grant;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Subject;
use dienstweg_kernel::ids::{ApiClientId, SessionId, UserId};
use uuid::Uuid;

pub(crate) const USER_CREATED: &str = "user.created";
pub(crate) const USER_UPDATED: &str = "user.updated";
pub(crate) const USER_DEACTIVATED: &str = "user.deactivated";
pub(crate) const USER_ACTIVATED: &str = "user.activated";
/// Answered by a mail with a link.
pub const PASSWORD_RESET_REQUESTED: &str = "user.password_reset_requested";
pub(crate) const TEAM_CREATED: &str = "team.created";
pub(crate) const TEAM_UPDATED: &str = "team.updated";
pub(crate) const ROLE_CREATED: &str = "role.created";
pub(crate) const ROLE_UPDATED: &str = "role.updated";
pub(crate) const ROLE_DELETED: &str = "role.deleted";
pub(crate) const CLIENT_CREATED: &str = "api_client.created";
pub(crate) const CLIENT_UPDATED: &str = "api_client.updated";
pub(crate) const CLIENT_RETIRED: &str = "api_client.retired";

pub(crate) fn password_set() -> Fact {
    Fact::new("user.password_set")
}

pub(crate) fn password_changed(kept: Option<SessionId>) -> Fact {
    Fact::new("user.password_changed").with("kept", kept)
}

/// A link went out by which the user sets a password.
pub(crate) fn user_invited() -> Fact {
    Fact::new("user.invited")
}

/// What asks for a new password, of a user or of an unknown login: nobody can tell the two apart.
pub(crate) fn reset_requested(user: Option<UserId>, login_hash: &str) -> (Subject, Fact) {
    let subject = match user {
        Some(id) => Subject { kind: "user", id: id.0 },
        None => Subject { kind: "login", id: id_of_login(login_hash) },
    };
    (subject, Fact::new(PASSWORD_RESET_REQUESTED))
}

pub(crate) fn sessions_ended() -> Fact {
    Fact::new("user.sessions_ended")
}

pub(crate) fn session_started(user: UserId) -> Fact {
    Fact::new("session.started").with("user_id", user)
}

/// `why` is one of `logout`, `revoked`, `reuse`.
pub(crate) fn session_ended(user: UserId, why: &'static str) -> Fact {
    Fact::new("session.ended").with("user_id", user).with("why", why)
}

/// Somebody used a refresh token that had long been replaced: it may have been stolen.
pub(crate) fn reuse_detected(user: UserId) -> Fact {
    Fact::new("session.reuse_detected").with("user_id", user)
}

pub(crate) fn member_added(user: UserId) -> Fact {
    Fact::new("team.member_added").with("user_id", user)
}

pub(crate) fn member_removed(user: UserId) -> Fact {
    Fact::new("team.member_removed").with("user_id", user)
}

pub(crate) fn secret_added(secret: Uuid) -> Fact {
    Fact::new("api_client.secret_added").with("secret_id", secret)
}

pub(crate) fn secret_removed(secret: Uuid) -> Fact {
    Fact::new("api_client.secret_removed").with("secret_id", secret)
}

/// A grant came or went; `what` is `grant.created` or `grant.deleted`.
pub(crate) fn grant(what: &'static str, role: Uuid, holder: Uuid, scope_kind: &str, scope: Uuid) -> Fact {
    Fact::new(what)
        .with("role_id", role)
        .with("holder_id", holder)
        .with("scope_kind", scope_kind)
        .with("scope_id", (!scope.is_nil()).then_some(scope))
}

/// A grant is withdrawn, by itself or with its role or holder.
pub(crate) fn grant_gone(row: &grant::Model) -> Fact {
    grant("grant.deleted", row.role_id.0, row.holder_id, &row.scope_kind, row.scope_id)
}

/// A failed attempt: of a user where the login is one's, else of the login itself by its hash.
pub(crate) fn login_refused(user: Option<UserId>, login_hash: &str, locked: bool) -> (Subject, Fact) {
    match user {
        Some(user) => {
            let name = if locked { "user.login_locked" } else { "user.login_failed" };
            (Subject { kind: "user", id: user.0 }, Fact::new(name))
        }
        None => {
            let name = if locked { "login.locked" } else { "login.failed" };
            (Subject { kind: "login", id: id_of_login(login_hash) }, Fact::new(name))
        }
    }
}

/// The same for a program.
pub(crate) fn client_refused(client: Option<ApiClientId>, hash: &str, locked: bool) -> (Subject, Fact) {
    match client {
        Some(client) => {
            let name = if locked { "api_client.login_locked" } else { "api_client.login_failed" };
            (Subject { kind: "api_client", id: client.0 }, Fact::new(name))
        }
        None => login_refused(None, hash, locked),
    }
}

/// The same login gives the same id (UUIDv8), and no way leads back.
fn id_of_login(login_hash: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&dienstweg_kernel::secret::hash(login_hash.as_bytes())[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
