//! Users, sessions, teams, roles, grants, API clients.
use crate::columns::{
    big, create, drop, flag, id, index, int, json, key, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("app_user", Keep::InForce, &["login", "name", "email"]),
    note("login_attempt", Keep::Days(1), &[]),
    note("user_session", Keep::Days(30), &["user_agent"]),
    note("team", Keep::InForce, &[]),
    note("team_member", Keep::InForce, &[]),
    note("role", Keep::InForce, &[]),
    note("role_grant", Keep::InForce, &[]),
    note("api_client", Keep::InForce, &[]),
    note("api_client_secret", Keep::InForce, &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![user(), attempts(), session(), team(), member(), role(), grant(), client(), secret()]
}

fn user() -> TableCreateStatement {
    table(
        "app_user",
        [
            id(),
            text("login"),
            text("name"),
            text("sort_key"),
            opt(text("email")),
            text("language"),
            opt(text("password_hash")),
            text("status"),
            big("epoch"),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

/// Failed log-ins by the hash of what was typed, so unknown names lock like known ones.
fn attempts() -> TableCreateStatement {
    let hash = opt(text("login_hash")).primary_key().take();
    table("login_attempt", [hash, int("failures"), time("last_at"), opt(time("locked_until"))])
}

fn session() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("user_id"),
        text("user_agent"),
        text("refresh_hash"),
        opt(text("previous_hash")),
        time("rotated_at"),
        time("created_at"),
        time("expires_at"),
        opt(time("revoked_at")),
    ];
    let mut user = references("user_id", "app_user", ForeignKeyAction::Cascade);
    table("user_session", columns).foreign_key(&mut user).take()
}

fn team() -> TableCreateStatement {
    table(
        "team",
        [id(), text("name"), text("sort_key"), big("version"), time("created_at"), time("updated_at")],
    )
}

fn member() -> TableCreateStatement {
    table("team_member", [uuid("team_id"), uuid("user_id")])
        .primary_key(&mut key(&["team_id", "user_id"]))
        .foreign_key(&mut references("team_id", "team", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("user_id", "app_user", ForeignKeyAction::Cascade))
        .take()
}

fn role() -> TableCreateStatement {
    table(
        "role",
        [
            id(),
            text("key"),
            text("name_de"),
            text("name_en"),
            json("permissions"),
            flag("shipped"),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

fn grant() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("role_id"),
        text("holder_kind"),
        uuid("holder_id"),
        text("scope_kind"),
        uuid("scope_id"),
        time("created_at"),
    ];
    let mut role = references("role_id", "role", ForeignKeyAction::Restrict);
    table("role_grant", columns).foreign_key(&mut role).take()
}

fn client() -> TableCreateStatement {
    table(
        "api_client",
        [
            id(),
            text("name"),
            text("sort_key"),
            text("status"),
            json("scopes"),
            big("epoch"),
            opt(time("expires_at")),
            opt(time("last_used_at")),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

fn secret() -> TableCreateStatement {
    let columns =
        [id(), uuid("api_client_id"), text("secret_hash"), time("created_at"), opt(time("expires_at"))];
    let mut client = references("api_client_id", "api_client", ForeignKeyAction::Cascade);
    table("api_client_secret", columns).foreign_key(&mut client).take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("app_user", "app_user_login", &["login"]),
        index("app_user", "app_user_sort", &["sort_key", "id"]),
        index("user_session", "user_session_user", &["user_id"]),
        unique("team", "team_name", &["name"]),
        index("team_member", "team_member_user", &["user_id"]),
        unique("role", "role_key", &["key"]),
        unique("role_grant", "role_grant_once", &["holder_id", "role_id", "scope_kind", "scope_id"]),
        index("role_grant", "role_grant_role", &["role_id"]),
        index("api_client_secret", "api_client_secret_client", &["api_client_id"]),
    ]
}
