//! Who is involved in what is answered by the index alone: row rules ask it for every list.
use crate::columns::index;
use crate::retention::Table;
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[];

const NAME: &str = "involvement_party";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        again(manager, &["party_id", "subject_kind", "role", "subject_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        again(manager, &["party_id", "subject_kind", "role"]).await
    }
}

async fn again(manager: &SchemaManager<'_>, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name(NAME).table("involvement").to_owned()).await?;
    manager.create_index(index("involvement", NAME, columns)).await
}
