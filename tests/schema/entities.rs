//! The migrated schema is the one the entities expect: tables, columns, nullability, families of types.
use crate::stage::sql;
use dienstweg_testkit::{Backend, World, on_both};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use std::collections::BTreeMap;

/// `table.column` → family of the type and whether it may be empty.
pub type Columns = BTreeMap<String, (String, bool)>;

/// Names of types differ between databases, and within one between ways to say the same.
fn family(name: &str) -> &'static str {
    let name = name.to_lowercase();
    match name.as_str() {
        name if name.contains("uuid") || name.contains("blob") || name.contains("bytea") => "uuid",
        name if name.contains("timestamp") || name.contains("datetime") => "time",
        name if name.contains("date") => "date",
        name if name.contains("json") => "json",
        name if name.contains("bool") => "flag",
        name if name.contains("int") || name.contains("serial") => "number",
        name if name.contains("char") || name.contains("text") => "text",
        _ => "other",
    }
}

fn collected(rows: Vec<QueryResult>) -> Columns {
    let text = |row: &QueryResult, name: &str| row.try_get::<String>("", name).unwrap();
    rows.iter()
        .map(|row| {
            let optional = row.try_get::<i64>("", "optional").unwrap() != 0;
            (
                format!("{}.{}", text(row, "table_name"), text(row, "column_name")),
                (family(&text(row, "type")).to_owned(), optional),
            )
        })
        .filter(|(name, _)| !name.starts_with("seaql_migrations"))
        .collect()
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, c.type AS type, (c.\"notnull\" = 0 AND c.pk = 0) AS optional
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text AS type, (is_nullable = 'YES')::int::bigint AS optional
    FROM information_schema.columns WHERE table_schema = 'public'";

/// The schema as it is.
pub async fn columns(world: &World) -> Columns {
    collected(sql(world, if world.backend == Backend::Sqlite { SQLITE } else { POSTGRES }).await)
}

/// The schema as the entities of all crates expect it: made by them in an empty database of the same kind.
async fn expected() -> Columns {
    let folder = tempfile::TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("expected.sqlite").display());
    let db = dienstweg_kernel::Db::connect(&dienstweg_kernel::db::Settings::new(&url)).await.unwrap();
    let empty = db.for_migrations();
    let mut all = Columns::new();
    for prefix in [
        "dienstweg_kernel",
        "dienstweg_identity",
        "dienstweg_customers",
        "dienstweg_tickets",
        "dienstweg_rollouts",
        "dienstweg_outbound",
        "dienstweg_projections",
        "dienstweg_worker",
    ] {
        let schema = empty.get_schema_registry(&format!("{prefix}::*"));
        schema.apply(empty).await.unwrap_or_else(|error| panic!("{prefix}: {error}"));
    }
    let rows =
        empty.query_all_raw(Statement::from_string(empty.get_database_backend(), SQLITE)).await.unwrap();
    all.extend(collected(rows));
    db.close().await;
    all
}

on_both! {
    async fn entities_and_tables_agree(world) {
        let expected = expected().await;
        let found = columns(&world).await;
        assert!(expected.len() > 200, "only {} columns are known to entities", expected.len());
        let text_or_json = |family: &str| if family == "json" { "text".to_owned() } else { family.to_owned() };
        let mut faults = Vec::new();
        for (name, (family, optional)) in &expected {
            match found.get(name) {
                None => faults.push(format!("{name} is expected and missing")),
                // SQLite has no JSON of its own, and knows instants and days as text.
                Some((other, null)) => {
                    let same = text_or_json(family) == text_or_json(other) || (other == "text" && ["time", "date", "uuid"].contains(&family.as_str()));
                    if !same || null != optional {
                        faults.push(format!("{name}: expected {family} optional={optional}, found {other} optional={null}"));
                    }
                }
            }
        }
        // Tables that some entity knows have no column it does not know.
        for name in found.keys().filter(|name| !expected.contains_key(*name)) {
            let table = name.split('.').next().unwrap();
            if expected.keys().any(|known| known.split('.').next() == Some(table)) {
                faults.push(format!("{name} is there and not expected"));
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }
}
