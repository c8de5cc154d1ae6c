//! Status reports that are sent: what of, to whom, when; and what was sent.
use crate::columns::{
    big, create, date, drop, flag, id, index, int, key, opt, references, table, text, time, unique, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;

pub const TABLES: &[Table] = &[
    note("report", Keep::InForce, &[]),
    note("report_recipient", Keep::InForce, &[]),
    note("report_run", Keep::Days(400), &[]),
    note("report_copy", Keep::Days(400), &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![report(), recipient(), run(), copy()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn report() -> TableCreateStatement {
    let columns = [
        id(),
        text("name"),
        text("sort_key"),
        uuid("owner_id"),
        text("scope_kind"),
        uuid("scope_id"),
        text("language"),
        text("rhythm"),
        // 1 is Monday.
        opt(int("weekday")),
        opt(int("month_day")),
        // Whether a workbook goes with it.
        flag("xlsx"),
        // When it is due next; empty where it is sent by hand alone.
        opt(time("next_at")),
        // The last sending, and its day.
        opt(uuid("last_run_id")),
        opt(date("last_on")),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("report", columns)
}

/// Users and roles that get it.
fn recipient() -> TableCreateStatement {
    table("report_recipient", [uuid("report_id"), text("kind"), uuid("holder_id")])
        .primary_key(&mut key(&["report_id", "kind", "holder_id"]))
        .foreign_key(&mut references("report_id", "report", ForeignKeyAction::Cascade))
        .take()
}

/// A sending. What must not happen twice has a word of its own in `occasion`.
fn run() -> TableCreateStatement {
    table(
        "report_run",
        [id(), uuid("report_id"), text("occasion"), date("day"), uuid("started_by"), time("started_at")],
    )
    .foreign_key(&mut references("report_id", "report", ForeignKeyAction::Cascade))
    .take()
}

/// What became of it for one person.
fn copy() -> TableCreateStatement {
    table("report_copy", [uuid("run_id"), uuid("user_id"), text("outcome")])
        .primary_key(&mut key(&["run_id", "user_id"]))
        .foreign_key(&mut references("run_id", "report_run", ForeignKeyAction::Cascade))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("report", "report_sort", &["sort_key", "id"]),
        index("report", "report_owner", &["owner_id"]),
        index("report", "report_due", &["next_at"]),
        index("report_recipient", "report_recipient_holder", &["holder_id"]),
        unique("report_run", "report_run_occasion", &["report_id", "occasion"]),
        index("report_run", "report_run_started", &["started_at"]),
    ]
}
