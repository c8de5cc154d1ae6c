//! Short words for columns, so that a table reads like a table. All are NOT NULL unless made `.null()`.
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub fn uuid(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

/// The primary key of most tables.
pub fn id() -> ColumnDef {
    ColumnDef::new("id").uuid().not_null().primary_key().take()
}

pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// An instant, UTC, microseconds.
pub fn time(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().not_null().take()
}

pub fn date(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).date().not_null().take()
}

pub fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

pub fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

pub fn json(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).json_binary().not_null().take()
}

/// The same column, but it may be empty.
pub fn opt(column: ColumnDef) -> ColumnDef {
    let mut column = column;
    column.null().take()
}

/// A table of these columns.
pub fn table(name: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for column in columns {
        table.col(column);
    }
    table
}

/// A foreign key made with the table, the only way SQLite takes one.
pub fn references(
    column: &'static str,
    table: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.from_col(column).to(table, "id").on_delete(on_delete).take()
}

pub fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.primary();
    for column in columns {
        index.col(*column);
    }
    index
}

pub fn index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

pub fn unique(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, name, columns).unique().take()
}

/// Creates tables and indexes in order.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        let sorted = table.get_columns().iter().any(|column| column.get_column_name() == "sort_key");
        let name = table.get_table_name().cloned();
        manager.create_table(table).await?;
        if let (true, Some(name)) = (sorted && manager.get_database_backend() == DbBackend::Postgres, name) {
            sort_by_bytes(manager, name).await?;
        }
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Sort keys are folded ASCII; only byte order makes PostgreSQL list them as SQLite does.
async fn sort_by_bytes(manager: &SchemaManager<'_>, table: TableRef) -> Result<(), DbErr> {
    let mut alter = Table::alter();
    alter.table(table).modify_column(ColumnDef::new("sort_key").custom("text COLLATE \"C\""));
    manager.alter_table(alter).await
}

/// Drops tables, those first that refer to others.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[crate::Table]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.drop_table(Table::drop().table(table.name).take()).await?;
    }
    Ok(())
}
