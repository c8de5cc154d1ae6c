//! Certificates, contracts and entries that hold until a day, and when somebody has to think of it.
use crate::columns::{big, create, date, drop, id, index, int, opt, table, text, time, uuid};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[note("term", Keep::InForce, &["title", "note"])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = vec![
            index("term", "term_valid_until", &["valid_until", "id"]),
            index("term", "term_raise_on", &["raise_on"]),
            index("term", "term_body", &["body_id"]),
            index("term", "term_party", &["party_id"]),
        ];
        create(manager, vec![term()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn term() -> TableCreateStatement {
    let columns = [
        id(),
        text("kind"),
        text("title"),
        // Whom it concerns, and who renews it.
        uuid("body_id"),
        uuid("party_id"),
        opt(uuid("service_id")),
        date("valid_until"),
        int("lead_days"),
        // So many days before.
        date("raise_on"),
        opt(time("raised_at")),
        opt(time("ended_at")),
        opt(text("note")),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("term", columns)
}
