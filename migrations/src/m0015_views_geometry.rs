//! Views people keep of lists and pictures, and the shapes of organisations on maps.
use crate::columns::{big, create, drop, flag, id, index, int, key, references, table, text, time, uuid};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("saved_view", Keep::InForce, &[]),
    note("saved_view_role", Keep::InForce, &[]),
    note("saved_view_mark", Keep::InForce, &[]),
    note("geometry", Keep::InForce, &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![view(), shared(), mark(), geometry()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn view() -> TableCreateStatement {
    let columns = [
        id(),
        text("kind"),
        text("name"),
        text("sort_key"),
        // The query of the page's address, without "?".
        text("query"),
        uuid("owner_id"),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("saved_view", columns)
}

/// The roles whose holders see a view.
fn shared() -> TableCreateStatement {
    table("saved_view_role", [uuid("view_id"), uuid("role_id")])
        .primary_key(&mut key(&["view_id", "role_id"]))
        .foreign_key(&mut references("view_id", "saved_view", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("role_id", "role", ForeignKeyAction::Cascade))
        .take()
}

/// What a view is to one person.
fn mark() -> TableCreateStatement {
    table("saved_view_mark", [uuid("view_id"), uuid("user_id"), flag("pinned"), flag("standard")])
        .primary_key(&mut key(&["view_id", "user_id"]))
        .foreign_key(&mut references("view_id", "saved_view", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("user_id", "app_user", ForeignKeyAction::Cascade))
        .take()
}

/// One shape per organisation and level: what is drawn among districts may be drawn finer among municipalities.
fn geometry() -> TableCreateStatement {
    let columns = [
        uuid("organisation_id"),
        text("level"),
        text("path"),
        int("min_x"),
        int("min_y"),
        int("max_x"),
        int("max_y"),
        int("label_x"),
        int("label_y"),
        text("source"),
    ];
    table("geometry", columns)
        .primary_key(&mut key(&["organisation_id", "level"]))
        .foreign_key(&mut references("organisation_id", "organisation", ForeignKeyAction::Cascade))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("saved_view", "saved_view_owner", &["owner_id", "kind"]),
        index("saved_view", "saved_view_sort", &["sort_key", "id"]),
        index("saved_view_role", "saved_view_role_role", &["role_id"]),
        index("saved_view_mark", "saved_view_mark_user", &["user_id"]),
        index("geometry", "geometry_level", &["level"]),
    ]
}
