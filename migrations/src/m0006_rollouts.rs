//! Rollouts with milestones, intervals, coverage and parties; orders with their positions.
use crate::columns::{
    big, create, date, drop, flag, id, index, int, json, key, opt, references, table, text, time, unique,
    uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

pub const TABLES: &[Table] = &[
    // The schedule says in words why somebody deferred or blocked.
    note(
        "rollout",
        Keep::WithCase,
        &["outcome_reason", "schedule", "maturity_one_assessor", "maturity_two_assessor"],
    ),
    note("milestone", Keep::WithCase, &["reason"]),
    note("rollout_interval", Keep::WithCase, &["reason"]),
    note("rollout_cover", Keep::WithCase, &[]),
    note("rollout_party", Keep::WithCase, &[]),
    note("service_order", Keep::WithCase, &["contacts", "note", "raw", "cancel_reason"]),
    note("order_position", Keep::WithCase, &["reason"]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, tables(), Vec::new()).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // As for `sort_key`: only byte order makes PostgreSQL list folded keys as SQLite does.
            let sql = "ALTER TABLE rollout ALTER COLUMN body_sort TYPE text COLLATE \"C\",
                       ALTER COLUMN service_sort TYPE text COLLATE \"C\"";
            manager.get_connection().execute_unprepared(sql).await?;
        }
        create(manager, Vec::new(), indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![rollout(), milestone(), interval(), cover(), party(), order(), position()]
}

/// Facts first, then what follows from them and from those of its milestones and intervals.
fn rollout() -> TableCreateStatement {
    let facts = [
        id(),
        text("number"),
        text("kind"),
        uuid("body_id"),
        opt(uuid("service_id")),
        opt(uuid("programme_id")),
        uuid("template_id"),
        opt(uuid("mother_id")),
        opt(uuid("position_id")),
        opt(date("started_on")),
        opt(text("outcome")),
        opt(time("outcome_at")),
        opt(text("outcome_reason")),
    ];
    let derived = [
        text("state"),
        opt(text("phase")),
        int("progress_done"),
        int("progress_total"),
        opt(date("plan_go_live")),
        opt(date("moved_go_live")),
        // 9999-12-31 where there is none: sort columns are never empty.
        date("forecast_go_live"),
        opt(date("live_on")),
        opt(date("ended_on")),
        opt(text("ball_role")),
        opt(uuid("ball_party_id")),
        opt(time("ball_since")),
        opt(text("next_milestone")),
        date("next_due"),
        opt(time("yellow_from")),
        opt(time("red_from")),
        flag("grey"),
        opt(time("grey_until")),
        opt(date("deferred_until")),
        opt(time("blocked_since")),
        opt(time("recompute_at")),
        time("evaluated_at"),
        json("schedule"),
        text("body_sort"),
        text("service_sort"),
        time("created_at"),
        time("updated_at"),
    ];
    table("rollout", facts.into_iter().chain(derived))
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("programme_id", "programme", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("template_id", "template", ForeignKeyAction::Restrict))
        // Not RESTRICT: SQLite could not drop a table whose rows hold each other.
        .foreign_key(&mut references("mother_id", "rollout", ForeignKeyAction::NoAction))
        .take()
}

fn milestone() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("rollout_id"),
        text("phase"),
        text("key"),
        int("position"),
        flag("required"),
        text("role"),
        opt(uuid("party_id")),
        opt(uuid("person_id")),
        text("status"),
        opt(time("decided_at")),
        opt(uuid("decided_by")),
        opt(text("reason")),
        // Everything that happened to it, in order: [{"at", "what"}].
        json("entries"),
        opt(date("due_fixed")),
        opt(date("due_original")),
        opt(date("due")),
        flag("ready"),
        // Order in which open ones are asked for: ready ones first, then by due date.
        big("rank"),
        big("version"),
    ];
    let mut rollout = references("rollout_id", "rollout", ForeignKeyAction::Cascade);
    table("milestone", columns).foreign_key(&mut rollout).take()
}

fn interval() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("rollout_id"),
        text("kind"),
        opt(text("waiting_kind")),
        opt(text("role")),
        opt(uuid("party_id")),
        time("started_at"),
        opt(time("ended_at")),
        opt(date("follow_up")),
        opt(date("until")),
        opt(text("reason")),
        uuid("started_by"),
    ];
    let mut rollout = references("rollout_id", "rollout", ForeignKeyAction::Cascade);
    table("rollout_interval", columns).foreign_key(&mut rollout).take()
}

/// The municipalities a rollout covers, `[valid_from, valid_to)`.
fn cover() -> TableCreateStatement {
    let columns = [uuid("rollout_id"), uuid("organisation_id"), date("valid_from"), opt(date("valid_to"))];
    table("rollout_cover", columns)
        .primary_key(&mut key(&["rollout_id", "organisation_id", "valid_from"]))
        .foreign_key(&mut references("rollout_id", "rollout", ForeignKeyAction::Cascade))
        .take()
}

fn party() -> TableCreateStatement {
    let columns =
        [id(), uuid("rollout_id"), text("role"), opt(uuid("organisation_id")), opt(uuid("person_id"))];
    let mut rollout = references("rollout_id", "rollout", ForeignKeyAction::Cascade);
    table("rollout_party", columns).foreign_key(&mut rollout).take()
}

fn order() -> TableCreateStatement {
    table(
        "service_order",
        [
            id(),
            text("source"),
            text("number"),
            big("revision"),
            text("content_hash"),
            time("placed_at"),
            uuid("principal"),
            json("ordering_body"),
            opt(uuid("organisation_id")),
            opt(text("contacts")),
            json("contract_refs"),
            opt(text("note")),
            text("state"),
            opt(time("cancel_requested_at")),
            opt(text("cancel_reason")),
            json("raw"),
            big("version"),
            time("created_at"),
            time("updated_at"),
        ],
    )
}

fn position() -> TableCreateStatement {
    let columns = [
        id(),
        uuid("order_id"),
        int("line"),
        opt(text("service_key")),
        opt(text("ozg_id")),
        json("leika_keys"),
        opt(text("category")),
        opt(date("wish_date")),
        opt(text("wish_wave")),
        // Keys of the body this position is for, where it is not the ordering one.
        opt(json("body_keys")),
        opt(uuid("service_id")),
        opt(uuid("body_id")),
        json("covers"),
        text("state"),
        json("problems"),
        flag("change_requested"),
        opt(uuid("rollout_id")),
        opt(uuid("clarified_by")),
        opt(uuid("checked_by")),
        opt(time("checked_at")),
        opt(uuid("released_by")),
        opt(time("released_at")),
        opt(text("reason")),
        big("version"),
        time("created_at"),
        time("updated_at"),
    ];
    table("order_position", columns)
        .foreign_key(&mut references("order_id", "service_order", ForeignKeyAction::Cascade))
        .foreign_key(&mut references("service_id", "service", ForeignKeyAction::Restrict))
        .foreign_key(&mut references("rollout_id", "rollout", ForeignKeyAction::Restrict))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    // A body has one rollout of a service, and one mother, that did not end otherwise than live.
    let one_daughter = unique("rollout", "rollout_once", &["body_id", "service_id"])
        .and_where(Expr::cust("\"state\" <> 'ended'"))
        .take();
    let one_mother = unique("rollout", "rollout_mother_once", &["body_id"])
        .and_where(Expr::cust("\"kind\" = 'mother' AND \"state\" <> 'ended'"))
        .take();
    vec![
        one_daughter,
        one_mother,
        index("rollout", "rollout_body_sort", &["body_sort", "id"]),
        index("rollout", "rollout_service_sort", &["service_sort", "id"]),
        index("rollout", "rollout_updated", &["updated_at", "id"]),
        index("rollout", "rollout_forecast", &["forecast_go_live", "id"]),
        index("rollout", "rollout_next_due", &["next_due", "id"]),
        index("rollout", "rollout_body", &["body_id", "service_sort", "id"]),
        index("rollout", "rollout_phase", &["phase"]),
        index("rollout", "rollout_service", &["service_id", "body_sort", "id"]),
        index("rollout", "rollout_programme", &["programme_id"]),
        index("rollout", "rollout_template", &["template_id"]),
        index("rollout", "rollout_mother", &["mother_id"]),
        index("rollout", "rollout_position", &["position_id"]),
        index("rollout", "rollout_recompute", &["recompute_at"]),
        index("rollout", "rollout_ball", &["ball_party_id", "next_due", "id"]),
        unique("milestone", "milestone_once", &["rollout_id", "key"]),
        index("milestone", "milestone_party", &["party_id", "status", "rank", "id"]),
        index("milestone", "milestone_rank", &["status", "rank", "id"]),
        index("rollout_interval", "rollout_interval_rollout", &["rollout_id", "started_at"]),
        index("rollout_cover", "rollout_cover_organisation", &["organisation_id"]),
        unique("rollout_party", "rollout_party_once", &["rollout_id", "role"]),
        unique("service_order", "service_order_number", &["source", "number"]),
        index("service_order", "service_order_placed", &["placed_at", "id"]),
        index("service_order", "service_order_updated", &["updated_at", "id"]),
        index("service_order", "service_order_organisation", &["organisation_id"]),
        index("service_order", "service_order_principal", &["principal"]),
        unique("order_position", "order_position_line", &["order_id", "line"]),
        index("order_position", "order_position_state", &["state"]),
        index("order_position", "order_position_service", &["service_id"]),
        index("order_position", "order_position_rollout", &["rollout_id"]),
    ]
}
