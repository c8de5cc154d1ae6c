//! When who must act became another organisation, whatever it had been owed since: the daily mail tells the new one.
use crate::columns::{opt, time};
use crate::retention::Table;
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = opt(time("ball_given_at"));
        manager.alter_table(Alter::alter().table("rollout").add_column(column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Alter::alter().table("rollout").drop_column("ball_given_at").take()).await
    }
}
