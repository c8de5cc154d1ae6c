//! Forms with their versions, and what is answered to them.
use crate::columns::{
    big, create, drop, id, index, json, key, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("form", Keep::InForce, &[]),
    note("questionnaire", Keep::WithCase, &[]),
    note("questionnaire_answer", Keep::WithCase, &["value"]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![form(), questionnaire(), answer()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn form() -> TableCreateStatement {
    table(
        "form",
        [
            id(),
            text("key"),
            big("version"),
            text("title_de"),
            text("title_en"),
            text("sort_key"),
            text("attached_to"),
            json("definition"),
            text("definition_hash"),
            text("status"),
            // Counts the changes of this row; `version` counts those of the form.
            big("revision"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

fn questionnaire() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("form_id"),
        text("form_key"),
        uuid("rollout_id"),
        opt(uuid("milestone_id")),
        uuid("body_id"),
        text("state"),
        opt(time("submitted_at")),
        opt(uuid("submitted_by")),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("questionnaire", columns)
        .foreign_key(&mut references("form_id", "form", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("rollout_id", "rollout", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("milestone_id", "milestone", ForeignKeyAction::Cascade))
        .take()
}

/// One row per field, so that several people can answer at the same time.
fn answer() -> TableCreateStatement {
    let columns = [
        uuid("questionnaire_id"),
        text("field"),
        // Empty where an answer was taken back.
        opt(json("value")),
        text("origin"),
        uuid("answered_by"),
        time("answered_at"),
        big("version"),
    ];
    table("questionnaire_answer", columns)
        .primary_key(&mut key(&["questionnaire_id", "field"]))
        .foreign_key(&mut references("questionnaire_id", "questionnaire", ForeignKeyAction::Cascade))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("form", "form_version", &["key", "version"]),
        index("form", "form_sort", &["sort_key", "id"]),
        index("form", "form_updated", &["updated_at", "id"]),
        unique("questionnaire", "questionnaire_rollout", &["rollout_id", "form_key"]),
        index("questionnaire", "questionnaire_form", &["form_key", "id"]),
        index("questionnaire", "questionnaire_form_version", &["form_id"]),
        index("questionnaire", "questionnaire_milestone", &["milestone_id"]),
        index("questionnaire", "questionnaire_body", &["body_id", "form_key"]),
    ]
}
