//! Files that everybody at a ticket may see are called by their names where answers name them.
use crate::retention::Table;
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "INSERT INTO label (id, kind, label, sort_key, sealed) \
            SELECT id, 'attachment', name, LOWER(name), FALSE FROM attachment WHERE audience = 'all'";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "DELETE FROM label WHERE kind = 'attachment'";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }
}
