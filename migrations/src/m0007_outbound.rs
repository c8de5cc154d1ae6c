//! Webhook subscriptions, their secrets, what was delivered and each attempt at it.
use crate::columns::{
    big, create, drop, flag, id, index, int, json, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("webhook", Keep::InForce, &[]),
    note("webhook_secret", Keep::InForce, &[]),
    // What was sent and what came back is emptied after 30 days already.
    note("webhook_delivery", Keep::Days(90), &["body"]),
    note("delivery_attempt", Keep::Days(90), &["response"]),
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
    vec![webhook(), secret(), delivery(), attempt()]
}

fn webhook() -> TableCreateStatement {
    table(
        "webhook",
        [
            id(),
            text("name"),
            text("sort_key"),
            text("url"),
            // Names of events, exact or `rollout.*`.
            json("events"),
            uuid("owner_id"),
            flag("active"),
            opt(text("disabled_reason")),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

/// Signing secrets, encrypted under a key of the installation.
fn secret() -> TableCreateStatement {
    let columns =
        [id(), uuid("webhook_id"), text("sealed_secret"), time("created_at"), opt(time("expires_at"))];
    let mut webhook = references("webhook_id", "webhook", ForeignKeyAction::Cascade);
    table("webhook_secret", columns).foreign_key(&mut webhook).take()
}

fn delivery() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("webhook_id"),
        // The `webhook-id` header: the same for every attempt and every redelivery.
        text("message_id"),
        uuid("event_id"),
        big("event_position"),
        text("event_name"),
        text("subject_kind"),
        uuid("subject_id"),
        text("state"),
        opt(text("reason")),
        int("attempts"),
        time("due_at"),
        opt(time("leased_until")),
        opt(uuid("lease")),
        opt(text("body")),
        time("created_at"),
        opt(time("finished_at")),
    ];
    let mut webhook = references("webhook_id", "webhook", ForeignKeyAction::Cascade);
    table("webhook_delivery", columns).foreign_key(&mut webhook).take()
}

fn attempt() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("delivery_id"),
        time("at"),
        big("duration_ms"),
        opt(int("status")),
        opt(text("error")),
        opt(text("response")),
    ];
    let mut delivery = references("delivery_id", "webhook_delivery", ForeignKeyAction::Cascade);
    table("delivery_attempt", columns).foreign_key(&mut delivery).take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("webhook", "webhook_sort", &["sort_key", "id"]),
        unique("webhook", "webhook_name", &["name"]),
        index("webhook_secret", "webhook_secret_webhook", &["webhook_id"]),
        index("webhook_delivery", "webhook_delivery_list", &["webhook_id", "created_at", "id"]),
        index("webhook_delivery", "webhook_delivery_due", &["state", "due_at"]),
        index(
            "webhook_delivery",
            "webhook_delivery_order",
            &["webhook_id", "subject_id", "state", "event_position"],
        ),
        index("webhook_delivery", "webhook_delivery_lease", &["lease"]),
        index("webhook_delivery", "webhook_delivery_created", &["created_at"]),
        index("delivery_attempt", "delivery_attempt_delivery", &["delivery_id", "at"]),
    ]
}
