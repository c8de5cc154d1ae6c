//! Mail out: the queue and its log, reminders, days of digests, links that set a password once; and what people have
//! chosen about their mail and their absence.
use crate::columns::{
    big, create, date, drop, id, index, int, json, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[
    note("mail", Keep::Days(90), &["address", "answer"]),
    note("reminder", Keep::Days(90), &["text"]),
    note("mail_digest", Keep::Days(90), &[]),
    note("password_link", Keep::Days(30), &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![mail(), reminder(), digest(), link()], indexes()).await?;
        for column in choices() {
            manager.alter_table(Alter::alter().table("app_user").add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["notify", "deputy_id", "absent_from", "absent_until"] {
            manager.alter_table(Alter::alter().table("app_user").drop_column(column).take()).await?;
        }
        drop(manager, TABLES).await
    }
}

/// What a user has chosen. The last day of absence belongs to it.
fn choices() -> Vec<ColumnDef> {
    vec![
        text("notify").default("daily").take(),
        opt(uuid("deputy_id")),
        opt(date("absent_from")),
        opt(date("absent_until")),
    ]
}

fn mail() -> TableCreateStatement {
    table(
        "mail",
        [
            id(),
            uuid("recipient_id"),
            // Whom the recipient stands in for.
            opt(uuid("absent_id")),
            text("address"),
            text("language"),
            text("template"),
            // Ids and keys; texts are made when it is sent.
            json("data"),
            text("dedup_key"),
            time("not_before"),
            text("state"),
            opt(text("reason")),
            int("attempts"),
            opt(time("leased_until")),
            opt(uuid("lease")),
            // What the server said last.
            opt(text("answer")),
            time("created_at"),
            opt(time("sent_at")),
            big("version"),
        ],
    )
}

/// The text somebody sends to those who hold the ball of several rollouts, once for all of them.
fn reminder() -> TableCreateStatement {
    table("reminder", [id(), text("text"), uuid("sender_id"), time("created_at")])
}

/// Days whose digests are queued.
fn digest() -> TableCreateStatement {
    table("mail_digest", [opt(date("day")).primary_key().take(), time("made_at")])
}

fn link() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("user_id"),
        text("purpose"),
        text("token_hash"),
        time("created_at"),
        time("expires_at"),
        opt(time("used_at")),
    ];
    let mut user = references("user_id", "app_user", ForeignKeyAction::Cascade);
    table("password_link", columns).foreign_key(&mut user).take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("mail", "mail_dedup", &["dedup_key"]),
        index("mail", "mail_due", &["state", "not_before"]),
        index("mail", "mail_list", &["created_at", "id"]),
        index("mail", "mail_lease", &["lease"]),
        index("mail", "mail_recipient", &["recipient_id"]),
        index("password_link", "password_link_user", &["user_id"]),
        index("password_link", "password_link_expires", &["expires_at"]),
    ]
}
