//! The EfA service catalogue, overrides of competence, phase templates, programmes.
use crate::columns::{
    big, create, date, drop, id, index, int, json, key, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub const TABLES: &[Table] = &[
    note("service", Keep::InForce, &[]),
    note("service_leika", Keep::Derived, &[]),
    note("competence_override", Keep::InForce, &["reason"]),
    note("template", Keep::InForce, &[]),
    note("programme", Keep::InForce, &[]),
    note("programme_service", Keep::Derived, &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), indexes()).await?;
        keys_by_bytes(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

/// Lists are sorted by own keys too; only byte order makes PostgreSQL list them as SQLite does.
async fn keys_by_bytes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        for table in ["service", "programme"] {
            let key = ColumnDef::new("key").custom("text COLLATE \"C\"").take();
            manager
                .alter_table(
                    sea_orm_migration::prelude::Table::alter().table(table).modify_column(key).take(),
                )
                .await?;
        }
    }
    Ok(())
}

fn tables() -> Vec<TableCreateStatement> {
    vec![service(), leika(), competence_override(), template(), programme(), programme_service()]
}

fn service() -> TableCreateStatement {
    table(
        "service",
        [
            id(),
            text("key"),
            text("name"),
            text("sort_key"),
            opt(text("ozg_id")),
            text("package"),
            text("level"),
            opt(uuid("provider_id")),
            opt(uuid("operator_id")),
            opt(text("implementing_land")),
            opt(text("maturity_model")),
            opt(int("maturity_level")),
            opt(date("maturity_date")),
            json("interfaces"),
            json("leika_keys"),
            opt(text("routing")),
            opt(date("active_from")),
            opt(date("active_to")),
            opt(text("note")),
            opt(text("source")),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
    .foreign_key(&mut references("provider_id", "organisation", ForeignKeyAction::Restrict))
    .foreign_key(&mut references("operator_id", "organisation", ForeignKeyAction::Restrict))
    .take()
}

/// Follows from `service.leika_keys`, to find services by key.
fn leika() -> TableCreateStatement {
    table("service_leika", [uuid("service_id"), text("leika_key")])
        .primary_key(&mut key(&["service_id", "leika_key"]))
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Cascade))
        .take()
}

fn competence_override() -> TableCreateStatement {
    let columns = [
        id(),
        // Empty: for every service.
        opt(uuid("service_id")),
        uuid("organisation_id"),
        uuid("responsible_id"),
        date("valid_from"),
        opt(date("valid_to")),
        text("reason"),
        time("created_at"),
    ];
    table("competence_override", columns)
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("organisation_id", "organisation", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("responsible_id", "organisation", ForeignKeyAction::Restrict))
        .take()
}

fn template() -> TableCreateStatement {
    table(
        "template",
        [
            id(),
            text("key"),
            big("version"),
            text("name_de"),
            text("name_en"),
            text("sort_key"),
            json("definition"),
            text("definition_hash"),
            text("status"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

fn programme() -> TableCreateStatement {
    table(
        "programme",
        [
            id(),
            text("key"),
            text("name"),
            text("sort_key"),
            uuid("template_id"),
            opt(uuid("region_id")),
            text("four_eyes"),
            opt(date("started_on")),
            text("status"),
            json("service_ids"),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
    .foreign_key(&mut references("template_id", "template", ForeignKeyAction::Restrict))
    .foreign_key(&mut references("region_id", "organisation", ForeignKeyAction::Restrict))
    .take()
}

/// Follows from `programme.service_ids`, to find programmes by service.
fn programme_service() -> TableCreateStatement {
    table("programme_service", [uuid("programme_id"), uuid("service_id")])
        .primary_key(&mut key(&["programme_id", "service_id"]))
        .foreign_key(&mut references("programme_id", "programme", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Restrict))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("service", "service_key", &["key"]),
        index("service", "service_sort", &["sort_key", "id"]),
        index("service", "service_updated", &["updated_at", "id"]),
        index("service", "service_ozg", &["ozg_id"]),
        index("service_leika", "service_leika_key", &["leika_key"]),
        index("competence_override", "competence_override_organisation", &["organisation_id", "service_id"]),
        index("competence_override", "competence_override_created", &["created_at", "id"]),
        unique("template", "template_version", &["key", "version"]),
        unique("template", "template_content", &["key", "definition_hash"]),
        index("template", "template_sort", &["sort_key", "id"]),
        index("template", "template_updated", &["updated_at", "id"]),
        unique("programme", "programme_key", &["key"]),
        index("programme", "programme_sort", &["sort_key", "id"]),
        index("programme", "programme_updated", &["updated_at", "id"]),
        index("programme_service", "programme_service_service", &["service_id"]),
    ]
}
