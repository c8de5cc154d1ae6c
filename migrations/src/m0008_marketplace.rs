//! Marketplaces that sign their orders, and their secrets.
use crate::columns::{big, create, drop, id, index, opt, references, table, text, time, unique, uuid};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] =
    &[note("marketplace_source", Keep::InForce, &[]), note("marketplace_secret", Keep::InForce, &[])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![source(), secret()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn source() -> TableCreateStatement {
    let columns =
        [id(), text("key"), uuid("client_id"), big("version"), time("created_at"), time("updated_at")];
    table("marketplace_source", columns)
}

/// Signing secrets, encrypted under a key of the installation.
fn secret() -> TableCreateStatement {
    let columns =
        [id(), uuid("source_id"), text("sealed_secret"), time("created_at"), opt(time("expires_at"))];
    let mut source = references("source_id", "marketplace_source", ForeignKeyAction::Cascade);
    table("marketplace_secret", columns).foreign_key(&mut source).take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("marketplace_source", "marketplace_source_key", &["key"]),
        index("marketplace_source", "marketplace_source_list", &["created_at", "id"]),
        index("marketplace_source", "marketplace_source_client", &["client_id"]),
        index("marketplace_secret", "marketplace_secret_source", &["source_id"]),
    ]
}
