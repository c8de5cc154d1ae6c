//! Waves: services for bodies, live by one day.
use crate::columns::{
    big, create, date, drop, id, index, int, json, opt, references, table, text, time, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[note("wave", Keep::InForce, &[])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![wave()], vec![index("wave", "wave_key_date", &["key_date", "id"])]).await?;
        let column = Alter::alter().table("rollout").add_column(opt(uuid("wave_id"))).take();
        manager.alter_table(column).await?;
        manager.create_index(index("rollout", "rollout_wave", &["wave_id", "body_sort", "id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().table("rollout").name("rollout_wave").to_owned()).await?;
        manager.alter_table(Alter::alter().table("rollout").drop_column("wave_id").take()).await?;
        drop(manager, TABLES).await
    }
}

fn wave() -> TableCreateStatement {
    let mut wave = table(
        "wave",
        [
            id(),
            text("name"),
            text("sort_key"),
            uuid("programme_id"),
            // Bodies of this subtree.
            opt(uuid("region_id")),
            json("service_ids"),
            json("body_ids"),
            date("key_date"),
            opt(int("capacity_per_week")),
            opt(time("started_at")),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    wave.foreign_key(&mut references("programme_id", "programme", ForeignKeyAction::Restrict)).take()
}
