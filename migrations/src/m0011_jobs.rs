//! Long work on many things, with what becomes of each.
use crate::columns::{big, create, drop, id, index, int, json, opt, references, table, text, time, uuid};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] =
    &[note("job", Keep::Days(30), &["params"]), note("job_item", Keep::Days(30), &["effect", "undo"])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![job(), item()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn job() -> TableCreateStatement {
    table(
        "job",
        [
            id(),
            text("kind"),
            uuid("owner"),
            text("state"),
            json("params"),
            int("total"),
            int("passed"),
            int("done"),
            int("refused"),
            time("created_at"),
            opt(time("started_at")),
            opt(time("finished_at")),
            big("version"),
        ],
    )
}

fn item() -> TableCreateStatement {
    let mut item = table(
        "job_item",
        [
            id(),
            uuid("job_id"),
            int("position"),
            opt(uuid("subject_id")),
            opt(text("key")),
            opt(json("data")),
            text("state"),
            opt(json("refusal")),
            opt(json("effect")),
            opt(json("undo")),
        ],
    );
    item.foreign_key(&mut references("job_id", "job", ForeignKeyAction::Cascade));
    item
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("job", "job_owner", &["owner", "created_at", "id"]),
        index("job", "job_state", &["state", "created_at"]),
        index("job_item", "job_item_position", &["job_id", "position", "id"]),
        index("job_item", "job_item_state", &["job_id", "state", "position"]),
    ]
}
