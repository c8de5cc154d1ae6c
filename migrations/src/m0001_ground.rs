//! What every domain stands on: labels, guard tables, audit, outbox, full text, idempotency.
use crate::columns::{
    big, create, drop, flag, id, index, int, json, key, opt, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub const TABLES: &[Table] = &[
    note("label", Keep::Derived, &["label", "sort_key"]),
    note("scope_closure", Keep::Derived, &[]),
    note("actor_grant", Keep::Derived, &[]),
    note("involvement", Keep::Derived, &[]),
    note("audit_entry", Keep::Evidence, &["actor_name", "reason", "changes"]),
    note("event", Keep::Days(90), &[]),
    note("subscriber_cursor", Keep::InForce, &[]),
    note("search_doc", Keep::Derived, &["text"]),
    note("idempotency", Keep::Days(1), &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), indexes()).await?;
        full_text(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            manager
                .drop_table(sea_orm_migration::prelude::Table::drop().table("search_index").take())
                .await?;
        }
        drop(manager, TABLES).await
    }
}

fn tables() -> Vec<TableCreateStatement> {
    let mut closure = table("scope_closure", [uuid("ancestor"), uuid("node"), int("depth")]);
    let mut grants =
        table("actor_grant", [uuid("actor"), text("permission"), text("scope_kind"), uuid("scope_id")]);
    let mut involvement = table(
        "involvement",
        [text("subject_kind"), uuid("subject_id"), text("party_kind"), uuid("party_id"), text("role")],
    );
    vec![
        table(
            "label",
            [id(), text("kind"), text("label"), opt(text("key")), text("sort_key"), flag("sealed")],
        ),
        closure.primary_key(&mut key(&["ancestor", "node"])).take(),
        grants.primary_key(&mut key(&["actor", "permission", "scope_kind", "scope_id"])).take(),
        involvement
            // Not by kind first: SQLite would then take this key to find the subjects of a party, and read them all.
            .primary_key(&mut key(&["subject_id", "subject_kind", "party_kind", "party_id", "role"]))
            .take(),
        audit(),
        event(),
        table("subscriber_cursor", [opt(text("name")).primary_key().take(), big("position")]),
        table(
            "search_doc",
            [
                ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key().take(),
                text("subject_kind"),
                uuid("subject_id"),
                text("audience"),
                text("text"),
            ],
        ),
        idempotency(),
    ]
}

fn audit() -> TableCreateStatement {
    table(
        "audit_entry",
        [
            id(),
            time("at"),
            uuid("actor"),
            text("actor_kind"),
            text("actor_name"),
            text("request_id"),
            text("subject_kind"),
            uuid("subject_id"),
            text("action"),
            opt(text("reason")),
            json("changes"),
        ],
    )
}

fn event() -> TableCreateStatement {
    table(
        "event",
        [
            ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key().take(),
            uuid("id"),
            opt(big("position")),
            time("at"),
            text("name"),
            text("subject_kind"),
            uuid("subject_id"),
            uuid("actor"),
            text("request_id"),
            json("data"),
            opt(json("left")),
        ],
    )
}

fn idempotency() -> TableCreateStatement {
    let mut table = table(
        "idempotency",
        [
            uuid("principal"),
            text("route"),
            text("key"),
            text("body_hash"),
            int("status"),
            opt(text("location")),
            opt(uuid("subject_id")),
            time("created_at"),
        ],
    );
    table.primary_key(&mut key(&["principal", "route", "key"])).take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("label", "label_kind_sort", &["kind", "sort_key"]),
        index("scope_closure", "scope_closure_node", &["node"]),
        index("involvement", "involvement_party", &["party_id", "subject_kind", "role"]),
        index("audit_entry", "audit_entry_subject", &["subject_id", "subject_kind", "id"]),
        unique("event", "event_id", &["id"]),
        unique("event", "event_position", &["position"]),
        index("event", "event_subject", &["subject_id", "seq"]),
        unique("search_doc", "search_doc_subject", &["subject_id", "audience"]),
        index("idempotency", "idempotency_created", &["created_at"]),
    ]
}

/// The index over `search_doc.text`, kept by triggers (SQLite) or as an expression (PostgreSQL).
async fn full_text(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let sql = match manager.get_database_backend() {
        DbBackend::Postgres => {
            "CREATE INDEX search_doc_text ON search_doc USING gin (to_tsvector('simple', \"text\"));
             CREATE INDEX event_unstamped ON event (seq) WHERE position IS NULL"
        }
        _ => {
            "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_doc', content_rowid='id');
             CREATE TRIGGER search_doc_insert AFTER INSERT ON search_doc BEGIN
               INSERT INTO search_index(rowid, text) VALUES (new.id, new.text); END;
             CREATE TRIGGER search_doc_delete AFTER DELETE ON search_doc BEGIN
               INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text); END;
             CREATE TRIGGER search_doc_update AFTER UPDATE ON search_doc BEGIN
               INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text);
               INSERT INTO search_index(rowid, text) VALUES (new.id, new.text); END"
        }
    };
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}
