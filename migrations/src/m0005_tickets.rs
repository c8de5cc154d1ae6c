//! Tickets, their numbers, conversation, attachments, watchers, links.
use crate::columns::{
    big, create, drop, id, index, int, key, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("ticket_number", Keep::InForce, &[]),
    note("ticket", Keep::WithCase, &["title", "search_extra"]),
    note("article", Keep::WithCase, &["author_name", "text"]),
    note("attachment", Keep::WithCase, &["name"]),
    note("ticket_watcher", Keep::WithCase, &[]),
    note("ticket_link", Keep::WithCase, &[]),
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
    let mut numbers = table("ticket_number", [text("prefix"), int("year"), big("next")]);
    vec![
        numbers.primary_key(&mut key(&["prefix", "year"])).take(),
        ticket(),
        article(),
        attachment(),
        watcher(),
        link(),
    ]
}

fn ticket() -> TableCreateStatement {
    table(
        "ticket",
        [
            id(),
            text("number"),
            text("sort_key"),
            text("ticket_type"),
            text("title"),
            uuid("organisation_id"),
            text("state"),
            opt(uuid("parent_id")),
            opt(uuid("assignee_id")),
            opt(uuid("team_id")),
            uuid("created_by"),
            text("search_extra"),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
    // Not RESTRICT: SQLite could not drop a table whose rows hold each other.
    .foreign_key(&mut references("parent_id", "ticket", ForeignKeyAction::NoAction))
    .take()
}

fn article() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("ticket_id"),
        uuid("author_id"),
        text("author_name"),
        text("audience"),
        text("channel"),
        text("text"),
        time("created_at"),
    ];
    let mut ticket = references("ticket_id", "ticket", ForeignKeyAction::Cascade);
    table("article", columns).foreign_key(&mut ticket).take()
}

fn attachment() -> TableCreateStatement {
    table(
        "attachment",
        [
            id(),
            uuid("ticket_id"),
            opt(uuid("article_id")),
            text("audience"),
            text("name"),
            big("size"),
            text("media_type"),
            text("sha256"),
            text("stored_at"),
            uuid("uploaded_by"),
            time("created_at"),
        ],
    )
    .foreign_key(&mut references("ticket_id", "ticket", ForeignKeyAction::Cascade))
    .foreign_key(&mut references("article_id", "article", ForeignKeyAction::Restrict))
    .take()
}

fn watcher() -> TableCreateStatement {
    let columns = [id(), uuid("ticket_id"), uuid("user_id"), uuid("added_by"), time("created_at")];
    let mut ticket = references("ticket_id", "ticket", ForeignKeyAction::Cascade);
    table("ticket_watcher", columns).foreign_key(&mut ticket).take()
}

fn link() -> TableCreateStatement {
    let columns =
        [id(), uuid("from_id"), uuid("to_id"), text("kind"), uuid("created_by"), time("created_at")];
    table("ticket_link", columns)
        .foreign_key(&mut references("from_id", "ticket", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("to_id", "ticket", ForeignKeyAction::Cascade))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    // A responsible body has one mother.
    let one_mother = unique("ticket", "ticket_mother", &["organisation_id"])
        .and_where(Expr::cust("\"ticket_type\" = 'rollout_mother'"))
        .take();
    vec![
        unique("ticket", "ticket_number_text", &["number"]),
        one_mother,
        index("ticket", "ticket_sort", &["sort_key", "id"]),
        index("ticket", "ticket_updated", &["updated_at", "id"]),
        index("ticket", "ticket_created", &["created_at", "id"]),
        index("ticket", "ticket_organisation", &["organisation_id", "updated_at", "id"]),
        index("ticket", "ticket_parent", &["parent_id"]),
        index("ticket", "ticket_assignee", &["assignee_id", "updated_at", "id"]),
        index("ticket", "ticket_team", &["team_id", "updated_at", "id"]),
        index("ticket", "ticket_creator", &["created_by"]),
        index("article", "article_ticket", &["ticket_id", "created_at", "id"]),
        index("attachment", "attachment_ticket", &["ticket_id", "created_at", "id"]),
        index("attachment", "attachment_article", &["article_id"]),
        index("attachment", "attachment_file", &["stored_at"]),
        unique("ticket_watcher", "ticket_watcher_once", &["ticket_id", "user_id"]),
        index("ticket_watcher", "ticket_watcher_user", &["user_id"]),
        unique("ticket_link", "ticket_link_once", &["from_id", "to_id", "kind"]),
        index("ticket_link", "ticket_link_to", &["to_id"]),
    ]
}
