//! Whether services can be found by citizens: what an index of published services says of rollouts.
use crate::columns::{create, drop, index, int, json, opt, references, table, text, time, uuid};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[note("publication", Keep::WithCase, &[])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let portal_ids = json("portal_ids").default("[]").take();
        manager.alter_table(Alter::alter().table("service").add_column(portal_ids).take()).await?;
        let indexes = vec![
            index("publication", "publication_due", &["due_at", "rollout_id"]),
            index("publication", "publication_since", &["since", "rollout_id"]),
        ];
        create(manager, vec![publication()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await?;
        manager.alter_table(Alter::alter().table("service").drop_column("portal_ids").take()).await
    }
}

fn publication() -> TableCreateStatement {
    let columns = [
        opt(uuid("rollout_id")).primary_key().take(),
        // The one it proves.
        text("milestone"),
        text("state"),
        time("since"),
        opt(text("url")),
        // The last time it was there.
        opt(time("found_at")),
        opt(time("asked_at")),
        // In a row, since it was there.
        int("misses"),
        // Why it cannot be asked for.
        opt(text("problem")),
        time("due_at"),
    ];
    let mut rollout = references("rollout_id", "rollout", ForeignKeyAction::Cascade);
    table("publication", columns).foreign_key(&mut rollout).take()
}
