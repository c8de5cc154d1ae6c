//! The party directory: who plays a role where, and what of it rollouts have followed.
use crate::columns::{
    big, create, date, drop, flag, id, index, int, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub const TABLES: &[Table] = &[
    note("party_entry", Keep::InForce, &["note"]),
    // Gone a month after it is done.
    note("party_sweep", Keep::Days(30), &[]),
    note("party_directory", Keep::InForce, &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![entry(), sweep(), directory()], indexes()).await?;
        for (table, column) in added() {
            manager.alter_table(TableAlterStatement::new().table(table).add_column(column).take()).await?;
        }
        create(manager, Vec::new(), indexes_of_parties()).await?;
        for sql in origins(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["rollout_party_open", "rollout_party_entry", "rollout_party_person"] {
            manager.drop_index(Index::drop().name(name).table("rollout_party").to_owned()).await?;
        }
        manager.drop_index(Index::drop().name("milestone_person").table("milestone").to_owned()).await?;
        for (table, column) in added() {
            let name = Alias::new(column.get_column_name());
            manager.alter_table(TableAlterStatement::new().table(table).drop_column(name).take()).await?;
        }
        drop(manager, TABLES).await
    }
}

fn entry() -> TableCreateStatement {
    let columns = [
        id(),
        text("role"),
        text("scope"),
        opt(uuid("programme_id")),
        opt(uuid("service_id")),
        opt(uuid("body_id")),
        // Scope with its ids, so that one index finds what may overlap.
        text("place_key"),
        uuid("organisation_id"),
        opt(uuid("person_id")),
        date("valid_from"),
        opt(date("valid_to")),
        opt(text("note")),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("party_entry", columns)
        .foreign_key(&mut references("programme_id", "programme", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Restrict))
        .take()
}

/// Rollouts in a scope that are to be looked at again from a day on, in portions by their ids.
fn sweep() -> TableCreateStatement {
    let columns = [
        id(),
        text("kind"),
        opt(uuid("entry_id")),
        opt(text("role")),
        opt(uuid("body_id")),
        opt(uuid("service_id")),
        opt(uuid("programme_id")),
        opt(uuid("from_person")),
        opt(uuid("to_person")),
        date("due_on"),
        opt(uuid("cursor")),
        int("done"),
        opt(int("total")),
        int("changed"),
        uuid("started_by"),
        time("created_at"),
        opt(time("finished_at")),
    ];
    table("party_sweep", columns)
}

/// One row: who changes the directory and who creates rollouts wait for each other there.
fn directory() -> TableCreateStatement {
    let key = ColumnDef::new("id").integer().not_null().primary_key().take();
    table("party_directory", [key, big("revision")])
}

fn added() -> Vec<(&'static str, ColumnDef)> {
    let no = |name: &'static str| flag(name).default(false).take();
    vec![
        // Where it came from: an entry, or (without one) what the template names by itself.
        ("rollout_party", opt(uuid("entry_id"))),
        // Set by hand: entries leave it alone.
        ("rollout_party", no("fixed")),
        // Whom the template names by itself, for when no entry does.
        ("rollout_party", opt(uuid("default_id"))),
        ("milestone", no("party_fixed")),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    let open = index("party_sweep", "party_sweep_due", &["due_on", "done", "id"])
        .and_where(Expr::cust("\"finished_at\" IS NULL"))
        .take();
    vec![
        unique("party_entry", "party_entry_once", &["place_key", "role", "valid_from"]),
        index("party_entry", "party_entry_role", &["role", "id"]),
        index("party_entry", "party_entry_body", &["body_id", "role"]),
        index("party_entry", "party_entry_service", &["service_id"]),
        index("party_entry", "party_entry_programme", &["programme_id"]),
        index("party_entry", "party_entry_organisation", &["organisation_id"]),
        index("party_entry", "party_entry_person", &["person_id"]),
        index("party_entry", "party_entry_from", &["valid_from", "id"]),
        index("party_entry", "party_entry_updated", &["updated_at", "id"]),
        open,
        index("party_sweep", "party_sweep_entry", &["entry_id"]),
        index("party_sweep", "party_sweep_finished", &["finished_at"]),
    ]
}

fn indexes_of_parties() -> Vec<IndexCreateStatement> {
    let open = index("rollout_party", "rollout_party_open", &["role", "rollout_id"])
        .and_where(Expr::cust("\"organisation_id\" IS NULL"))
        .take();
    let person = |table, name| {
        index(table, name, &["person_id"]).and_where(Expr::cust("\"person_id\" IS NOT NULL")).take()
    };
    vec![
        open,
        index("rollout_party", "rollout_party_entry", &["entry_id"]),
        person("rollout_party", "rollout_party_person"),
        person("milestone", "milestone_person"),
    ]
}

/// What is there already: parties that the template would have named by itself follow from now on, all others were set
/// by hand and stay. One sweep over everything gives each rollout a row for each of its roles.
fn origins(backend: DbBackend) -> Vec<String> {
    let new_id = match backend {
        DbBackend::Postgres => "gen_random_uuid()",
        _ => "randomblob(16)",
    };
    let by_itself = "person_id IS NULL AND (organisation_id IS NULL OR EXISTS (
        SELECT 1 FROM rollout r LEFT JOIN service s ON s.id = r.service_id
        WHERE r.id = rollout_party.rollout_id AND (rollout_party.organisation_id = r.body_id
            OR rollout_party.organisation_id = s.operator_id
            OR EXISTS (SELECT 1 FROM scope_closure c
                WHERE c.node = r.body_id AND c.ancestor = rollout_party.organisation_id))))";
    vec![
        format!("UPDATE rollout_party SET default_id = organisation_id WHERE {by_itself}"),
        format!("UPDATE rollout_party SET fixed = TRUE WHERE NOT ({by_itself})"),
        "UPDATE milestone SET party_fixed = TRUE WHERE party_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM rollout_party p WHERE p.rollout_id = milestone.rollout_id
            AND p.role = milestone.role AND p.organisation_id = milestone.party_id)"
            .to_owned(),
        "INSERT INTO party_directory (id, revision) VALUES (1, 0)".to_owned(),
        format!(
            "INSERT INTO party_sweep (id, kind, due_on, done, changed, started_by, created_at)
             SELECT {new_id}, 'follow', '2000-01-01', 0, 0, {new_id}, CURRENT_TIMESTAMP
             WHERE EXISTS (SELECT 1 FROM rollout)"
        ),
    ]
}
