//! Who may see and change what in this domain: permissions and row rules.
//!
//! Users, teams, roles, grants and API clients belong to no organisation, so their permissions reach all rows or,
//! given with a scope, only what is one's own. Nobody hands out rights beyond their own: see `service/limits.rs`.
use crate::entity::{client, grant, member, role, session, team, user};
use crate::types::PermissionInfo;
use dienstweg_kernel::ctx::{Actor, Extent, JOB_OWN, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject};
use dienstweg_kernel::ids::{ApiClientId, GrantId, RoleId, SessionId, TeamId, UserId};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition};

pub const USER_READ: Permission = Permission("user:read");
/// Opens the sealed contact data of users.
pub const USER_CONTACT: Permission = Permission("user:contact");
/// Users, their passwords, teams and who is in them.
pub const USER_WRITE: Permission = Permission("user:write");
pub const ROLE_READ: Permission = Permission("role:read");
pub const ROLE_WRITE: Permission = Permission("role:write");
pub const GRANT_WRITE: Permission = Permission("grant:write");
pub const API_CLIENT_READ: Permission = Permission("api_client:read");
pub const API_CLIENT_WRITE: Permission = Permission("api_client:write");
/// Ends sessions of others.
pub const SESSION_REVOKE: Permission = Permission("session:revoke");
/// Everybody's: to read one's own account.
pub const ME_READ: Permission = Permission("me:read");
/// Everybody's: to change one's own password and language.
pub const ME_WRITE: Permission = Permission("me:write");
/// Everybody's: to see and end one's own sessions.
pub const SESSION_OWN: Permission = Permission("session:own");
/// Everybody's: to see views of one's own and those shared with a role one has. The rows are ruled by `projections`.
pub const SAVED_VIEW_READ: Permission = Permission("saved_view:read");
/// Everybody's: to keep views of one's own.
pub const SAVED_VIEW_WRITE: Permission = Permission("saved_view:write");

/// What everyone who is logged in may, whatever their grants. They reach one's own rows only.
pub const EVERYBODY: &[Permission] =
    &[ME_READ, ME_WRITE, SESSION_OWN, JOB_OWN, SAVED_VIEW_READ, SAVED_VIEW_WRITE];

const fn info(permission: Permission, de: &'static str, en: &'static str) -> PermissionInfo {
    PermissionInfo { name: permission.0, de, en }
}

/// The permissions of this domain that roles can give.
pub const PERMISSIONS: &[PermissionInfo] = &[
    info(USER_READ, "Benutzer und Teams sehen", "See users and teams"),
    info(USER_CONTACT, "Kontaktdaten von Benutzern sehen", "See contact data of users"),
    info(USER_WRITE, "Benutzer und Teams verwalten", "Manage users and teams"),
    info(ROLE_READ, "Rollen und Rechtevergaben sehen", "See roles and grants"),
    info(ROLE_WRITE, "Rollen anlegen und ändern", "Create and change roles"),
    info(GRANT_WRITE, "Rechte vergeben und entziehen", "Give and withdraw grants"),
    info(API_CLIENT_READ, "API-Zugänge sehen", "See API clients"),
    info(API_CLIENT_WRITE, "API-Zugänge verwalten", "Manage API clients"),
    info(SESSION_REVOKE, "Sitzungen anderer beenden", "End sessions of others"),
];

impl Guarded for user::Entity {
    const KIND: &'static str = "user";
    const READ: Permission = USER_READ;
    type Id = UserId;
    const ID: user::Column = user::Column::Id;
    const SEALED: &'static [user::Column] = &[user::Column::Email];
    const VERSION: Option<user::Column> = Some(user::Column::Version);
    const UNAUDITED: &'static [user::Column] = &[
        user::Column::PasswordHash,
        user::Column::Epoch,
        user::Column::SortKey,
        user::Column::CreatedAt,
        user::Column::UpdatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        let reach = Reach::of(actor, permission);
        // One's own row is seen and kept by everybody, but `user:write` within a scope opens no back door to it.
        let own = [USER_READ, ME_READ, ME_WRITE, SESSION_OWN].contains(&permission);
        if own { reach.own(user::Column::Id).rows() } else { reach.rows() }
    }

    fn opens(actor: &Actor) -> Condition {
        if actor.extent(USER_CONTACT) == Some(Extent::Everything) {
            return Condition::all();
        }
        Condition::all().add(user::Column::Id.eq(actor.id.0))
    }

    fn subject(row: &user::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for session::Entity {
    const KIND: &'static str = "session";
    const READ: Permission = SESSION_OWN;
    type Id = SessionId;
    const ID: session::Column = session::Column::Id;
    const UNAUDITED: &'static [session::Column] = &[
        session::Column::UserAgent,
        session::Column::RefreshHash,
        session::Column::PreviousHash,
        session::Column::RotatedAt,
        session::Column::CreatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).own(session::Column::UserId).rows()
    }

    fn subject(row: &session::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for team::Entity {
    const KIND: &'static str = "team";
    const READ: Permission = USER_READ;
    type Id = TeamId;
    const ID: team::Column = team::Column::Id;
    const VERSION: Option<team::Column> = Some(team::Column::Version);
    const UNAUDITED: &'static [team::Column] =
        &[team::Column::SortKey, team::Column::CreatedAt, team::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        let reach = Reach::of(actor, permission);
        if permission != USER_READ {
            return reach.rows();
        }
        let own = Query::select()
            .column(member::Column::TeamId)
            .from(member::Entity)
            .and_where(member::Column::UserId.eq(actor.id.0))
            .take();
        reach.team(team::Column::Id).also(Condition::all().add(team::Column::Id.in_subquery(own))).rows()
    }

    fn subject(row: &team::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for role::Entity {
    const KIND: &'static str = "role";
    const READ: Permission = ROLE_READ;
    type Id = RoleId;
    const ID: role::Column = role::Column::Id;
    const VERSION: Option<role::Column> = Some(role::Column::Version);
    const UNAUDITED: &'static [role::Column] = &[role::Column::CreatedAt, role::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).rows()
    }

    fn subject(row: &role::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for grant::Entity {
    const KIND: &'static str = "grant";
    const READ: Permission = ROLE_READ;
    type Id = GrantId;
    const ID: grant::Column = grant::Column::Id;
    const UNAUDITED: &'static [grant::Column] = &[grant::Column::CreatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        let reach = Reach::of(actor, permission);
        if permission == ROLE_READ { reach.own(grant::Column::HolderId).rows() } else { reach.rows() }
    }

    fn subject(row: &grant::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl Guarded for client::Entity {
    const KIND: &'static str = "api_client";
    const READ: Permission = API_CLIENT_READ;
    type Id = ApiClientId;
    const ID: client::Column = client::Column::Id;
    const VERSION: Option<client::Column> = Some(client::Column::Version);
    const UNAUDITED: &'static [client::Column] = &[
        client::Column::Epoch,
        client::Column::SortKey,
        client::Column::LastUsedAt,
        client::Column::CreatedAt,
        client::Column::UpdatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        let reach = Reach::of(actor, permission);
        if permission == API_CLIENT_READ { reach.own(client::Column::Id).rows() } else { reach.rows() }
    }

    fn subject(row: &client::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
