//! What services cost in a year, for the Digitalumlage; how far a rollout has come, in both Reifegradmodelle.
use crate::columns::{
    big, create, date, drop, id, index, int, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[note("service_cost", Keep::InForce, &[])];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in maturity() {
            manager.alter_table(Alter::alter().table("rollout").add_column(column).take()).await?;
        }
        let indexes = vec![
            unique("service_cost", "service_cost_year", &["service_id", "year"]),
            index("service_cost", "service_cost_years", &["year", "id"]),
            index("service_cost", "service_cost_updated", &["updated_at", "id"]),
            index("rollout", "rollout_maturity_one", &["maturity_one_level"]),
            index("rollout", "rollout_maturity_two", &["maturity_two_level"]),
        ];
        create(manager, vec![service_cost()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["rollout_maturity_one", "rollout_maturity_two"] {
            manager.drop_index(Index::drop().name(name).table("rollout").to_owned()).await?;
        }
        for column in maturity() {
            let name = column.get_column_name();
            manager.alter_table(Alter::alter().table("rollout").drop_column(name).take()).await?;
        }
        drop(manager, TABLES).await
    }
}

/// One set for each model; the history says what it was before.
fn maturity() -> [ColumnDef; 6] {
    [
        opt(int("maturity_one_level")),
        opt(date("maturity_one_on")),
        opt(text("maturity_one_assessor")),
        opt(int("maturity_two_level")),
        opt(date("maturity_two_on")),
        opt(text("maturity_two_assessor")),
    ]
}

fn service_cost() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("service_id"),
        int("year"),
        // Euro cents.
        big("operation_cents"),
        big("first_cents"),
        // Parts of the municipal half; all empty where the level of the service in the catalogue bears it.
        opt(int("bezirk_parts")),
        opt(int("district_parts")),
        opt(int("municipality_parts")),
        date("as_of"),
        opt(text("source")),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("service_cost", columns)
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Restrict))
        .take()
}
