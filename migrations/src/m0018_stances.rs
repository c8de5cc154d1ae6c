//! What changed since a moment is read before each picture of the whole.
use crate::columns::index;
use crate::retention::Table;
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("rollout", "rollout_evaluated", &["evaluated_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("rollout_evaluated").table("rollout").to_owned()).await
    }
}
