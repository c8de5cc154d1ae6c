//! Memory and forecast: how long milestones took, what was learned of it, the forecast of each open rollout, and how the
//! rollouts stood on each day.
use crate::columns::{
    big, create, date, drop, id, index, int, json, key, opt, references, table, text, time, uuid,
};
use crate::retention::{Keep, Table, table as note};
use sea_orm_migration::prelude::{Table as Alter, *};

pub const TABLES: &[Table] = &[
    note("milestone_durations", Keep::Derived, &[]),
    note("go_live_forecast", Keep::Derived, &[]),
    note("rollout_snapshot", Keep::Derived, &[]),
    note("snapshot_day", Keep::Derived, &[]),
];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [opt(date("ready_on")), opt(int("took"))] {
            manager.alter_table(Alter::alter().table("milestone").add_column(column).take()).await?;
        }
        // The new columns follow from facts: all rollouts are computed again, in the background.
        let again = Query::update().table("rollout").value("recompute_at", Expr::col("evaluated_at")).take();
        manager.get_connection().execute(&again).await?;
        create(manager, vec![durations(), forecast(), snapshot(), day()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await?;
        let decided = Index::drop().table("milestone").name("milestone_decided").to_owned();
        manager.drop_index(decided).await?;
        for column in ["ready_on", "took"] {
            manager.alter_table(Alter::alter().table("milestone").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

/// What a milestone took, of all parties (nil) and of those known well enough.
fn durations() -> TableCreateStatement {
    let columns = [
        text("template_key"),
        text("milestone"),
        uuid("party_id"),
        // Counts by working days: {"done": {"12": 3}, "running": {}}.
        json("seen"),
        date("learned_on"),
    ];
    table("milestone_durations", columns)
        .primary_key(&mut key(&["template_key", "milestone", "party_id"]))
        .take()
}

fn forecast() -> TableCreateStatement {
    let columns = [
        opt(uuid("rollout_id")).primary_key().take(),
        date("day"),
        // Of the rollout it was computed from.
        time("evaluated_at"),
        date("planned"),
        date("p50"),
        date("p85"),
        // Twenty equally likely dates, four hexadecimal digits each.
        text("dates"),
        int("delay"),
        big("people"),
        // Delay times people; lists are sorted by it.
        big("weight"),
        opt(text("milestone")),
        opt(text("role")),
        opt(uuid("party_id")),
    ];
    let mut rollout = references("rollout_id", "rollout", ForeignKeyAction::Cascade);
    table("go_live_forecast", columns).foreign_key(&mut rollout).take()
}

/// How figures changed from one day to the next; the sum up to a day is how the rollouts stood on it.
fn snapshot() -> TableCreateStatement {
    let columns = [
        id(),
        date("day"),
        uuid("region_id"),
        opt(uuid("programme_id")),
        uuid("service_id"),
        text("standing"),
        text("phase"),
        text("light"),
        text("ball_role"),
        big("rollouts"),
        big("people"),
    ];
    table("rollout_snapshot", columns)
}

/// Days that were taken, with the population of the register they were taken by.
fn day() -> TableCreateStatement {
    table("snapshot_day", [opt(date("day")).primary_key().take(), time("taken_at"), big("people")])
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("milestone", "milestone_decided", &["decided_at"]),
        index("go_live_forecast", "go_live_forecast_weight", &["weight", "rollout_id"]),
        index("rollout_snapshot", "rollout_snapshot_day", &["day"]),
        index("rollout_snapshot", "rollout_snapshot_region", &["region_id", "day"]),
    ]
}
