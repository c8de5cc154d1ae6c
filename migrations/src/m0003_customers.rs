//! Organisations, their history, persons and their functions, register imports.
use crate::columns::{
    big, create, date, drop, id, index, int, json, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("organisation", Keep::InForce, &[]),
    note("organisation_place", Keep::InForce, &[]),
    note("organisation_succession", Keep::InForce, &[]),
    note(
        "person",
        Keep::InForce,
        &["given_name", "family_name", "title", "search_form", "sort_key", "email", "phone"],
    ),
    note("person_function", Keep::InForce, &[]),
    note("register_import", Keep::Evidence, &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![organisation(), place(), succession(), person(), function(), import()]
}

fn organisation() -> TableCreateStatement {
    table(
        "organisation",
        [
            id(),
            opt(uuid("parent_id")),
            text("kind"),
            text("name"),
            text("official_name"),
            text("sort_key"),
            // The register's key: ARS cut to the level (2, 3, 5, 9 or 12 digits), or the body's own key.
            opt(text("register_key")),
            opt(text("ags")),
            opt(text("ars")),
            opt(text("fictive_ags")),
            opt(text("own_key")),
            opt(text("designation")),
            opt(text("seat")),
            opt(text("postal_code")),
            big("population"),
            opt(text("assumption_day")),
            opt(text("peace_festival")),
            opt(text("corpus_christi")),
            opt(date("valid_from")),
            opt(date("valid_to")),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
    .foreign_key(&mut references("parent_id", "organisation", ForeignKeyAction::NoAction))
    .take()
}

/// Where an organisation stood in the tree, from when to when.
fn place() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("organisation_id"),
        opt(uuid("parent_id")),
        opt(date("valid_from")),
        opt(date("valid_to")),
    ];
    let mut organisation = references("organisation_id", "organisation", ForeignKeyAction::Cascade);
    table("organisation_place", columns).foreign_key(&mut organisation).take()
}

fn succession() -> TableCreateStatement {
    table("organisation_succession", [id(), uuid("predecessor_id"), uuid("successor_id"), date("on_date")])
        .foreign_key(&mut references("predecessor_id", "organisation", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("successor_id", "organisation", ForeignKeyAction::Cascade))
        .take()
}

fn person() -> TableCreateStatement {
    table(
        "person",
        [
            id(),
            opt(text("title")),
            opt(text("given_name")),
            text("family_name"),
            text("search_form"),
            text("sort_key"),
            opt(text("email")),
            opt(text("phone")),
            opt(uuid("user_id")),
            opt(date("valid_to")),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

fn function() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("person_id"),
        uuid("organisation_id"),
        text("function"),
        opt(date("valid_from")),
        opt(date("valid_to")),
    ];
    table("person_function", columns)
        .foreign_key(&mut references("person_id", "person", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("organisation_id", "organisation", ForeignKeyAction::Restrict))
        .take()
}

fn import() -> TableCreateStatement {
    table(
        "register_import",
        [
            id(),
            text("file_name"),
            text("file_key"),
            date("state_date"),
            text("status"),
            int("done"),
            int("total"),
            json("records"),
            json("difference"),
            json("changes"),
            uuid("actor"),
            time("created_at"),
            opt(time("finished_at")),
        ],
    )
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("organisation", "organisation_parent", &["parent_id", "sort_key", "id"]),
        index("organisation", "organisation_sort", &["sort_key", "id"]),
        index("organisation", "organisation_kind", &["kind", "sort_key", "id"]),
        unique("organisation", "organisation_register_key", &["register_key", "kind"]),
        index("organisation", "organisation_ags", &["ags"]),
        index("organisation", "organisation_ars", &["ars"]),
        index("organisation", "organisation_fictive_ags", &["fictive_ags"]),
        unique("organisation", "organisation_own_key", &["own_key"]),
        index("organisation_place", "organisation_place_organisation", &["organisation_id"]),
        index("organisation_succession", "organisation_succession_old", &["predecessor_id"]),
        index("organisation_succession", "organisation_succession_new", &["successor_id"]),
        index("person", "person_sort", &["sort_key", "id"]),
        index("person", "person_search", &["search_form"]),
        index("person_function", "person_function_person", &["person_id"]),
        index("person_function", "person_function_organisation", &["organisation_id", "function"]),
    ]
}
