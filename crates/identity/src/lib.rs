//! Who may log in and what they may do.
//!
//! Owns users, sessions, log-in attempts, teams, roles, grants, API clients and the derived guard table `actor_grant`.
//!
//! *States*: a user or API client is active or inactive; a session holds until it is revoked, idle too long or over.
//!
//! *Invariants*
//! - `actor_grant` is the product of roles, teams and grants in every commit ([`actor_grants_expected`]).
//! - Nobody gives or takes over rights beyond their own (`exceeds-own-rights`).
//! - There is always an active user who may everything (`last-administrator`).
//! - An access token of an older epoch is worthless; deactivation, a new password and "log out everywhere" raise it.
//! - Unknown logins take as long, count and lock like known ones.
//! - Passwords, refresh secrets, client secrets and the tokens of links are stored as hashes only.
//!
//! *Events*: see `events.rs`; subjects are `user`, `session`, `team`, `role`, `grant`, `api_client` and, for log-ins
//! under unknown names, `login`.
mod entity;
mod error;
mod events;
mod input;
mod lockout;
mod password;
mod policy;
mod service;
mod shipped;
mod store;
mod tokens;
mod types;
mod view;

pub use error::*;
pub use events::PASSWORD_RESET_REQUESTED;
pub use input::*;
pub use lockout::{lock_after, seconds_left};
pub use password::{PasswordHash, password_faults, password_hash, password_verify};
pub use policy::*;
pub use service::actor::{LoadedActor, actor_in_session, actor_load, actor_of};
pub use service::client::{client_create, client_get, client_list, client_patch};
pub use service::client_login::{
    AuthenticatedClient, ClientLogin, client_authenticate, client_refused, client_touch,
};
pub use service::client_retire::client_retire;
pub use service::client_secret::{client_secret_remove, client_secret_rotate};
pub use service::deputies::{absences_hand_over, absences_of_deputy, deputies};
pub use service::explain::explain;
pub use service::grant::{grant_create, grant_delete, grant_get, grant_list};
pub use service::leftovers::leftovers_forget;
pub use service::links::{
    LinkUser, NewLink, OpenLink, link_check, link_open, link_use, reset_request, resets_answer,
    users_invitable, users_invite,
};
pub use service::login::{
    LoginAttempt, LoginRefused, SESSION_HOURS, SessionStart, SessionStarted, login_check, login_check_own,
    login_failed, session_start,
};
pub use service::me::{me_get, me_patch};
pub use service::notices::{
    Addressee, Deputy, addressees, addressees_at, holders_at, holders_everywhere, notices_get, notices_patch,
    users_at,
};
pub use service::password::{password_change, password_check, password_set, password_wrong};
pub use service::refresh::{
    IDLE_HOURS, OVERLAP_SECONDS, SessionRefresh, SessionRenewed, session_logout, session_refresh,
};
pub use service::rights::{ActorGrant, actor_grants_expected, actor_grants_rebuild, actor_grants_stored};
pub use service::role::{role_create, role_delete, role_get, role_list, role_patch, roles_seed};
pub use service::roles_held::{role_holders, roles_held, roles_known};
pub use service::session::{session_end_all, session_list, session_revoke};
pub use service::team::{team_create, team_get, team_list, team_member_add, team_member_remove, team_patch};
pub use service::user::{
    user_activate, user_create, user_create_faults, user_deactivate, user_get, user_history, user_list,
    user_patch,
};
pub use service::visible::{KINDS, reached, visible};
pub use shipped::{Permissions as ShippedPermissions, SHIPPED, ShippedRole};
pub use tokens::{ACCESS_TOKEN_SECONDS, AccessToken, TokenSubject, Tokens};
pub use types::{ClientStatus, HolderKind, Notify, PermissionInfo, UserStatus, fold_login};
pub use view::*;
