//! What is stored follows from the facts: after a long random history, nothing differs from what is computed anew.
use super::stage::{ALONE, ASSOCIATION, Stage, text};
use crate::stage::sql;
use chrono::Duration;
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_rollouts::policy::{ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_rollouts::service::rebuild_check;
use dienstweg_testkit::on_both;
use dienstweg_tickets::policy::{ARTICLE_WRITE, TICKET_READ, TICKET_WRITE};
use dienstweg_tickets::service::watchers_check;
use dienstweg_workflows::rollouts::{RolloutAct, of, recompute_due, rollout_act};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

const SEED: u64 = 20_260_302;
const COMMANDS: usize = 200;
pub const KEYS: &[&str] = &[
    "M0.1", "M0.2", "M1.3", "M2.1", "M2.2", "M2.3", "M2.4", "M3.1", "M3.2", "M3.3", "M3.4", "M4.1", "M4.2",
    "M5.1", "M5.2", "M6.1", "M6.2", "M6.3",
];

const KINDS: [&str; 3] = ["body", "it_provider", "software_vendor"];

pub fn command(dice: &mut StdRng, today: chrono::NaiveDate, it: uuid::Uuid) -> Value {
    let key = KEYS[dice.random_range(0..KEYS.len())];
    let day = today + Duration::days(dice.random_range(1..40));
    let party = dice.random_bool(0.5).then_some(it);
    match dice.random_range(0..100) {
        0..55 => json!({"command": "complete", "milestone": key}),
        55..60 => json!({"command": "reopen", "milestone": key, "reason": "doch nicht"}),
        60..65 => json!({"command": "skip", "milestone": key, "reason": "entfällt"}),
        65..69 => {
            json!({"command": "set_due", "milestone": key, "due": dice.random_bool(0.7).then_some(day)})
        }
        69..72 => json!({"command": "set_responsible", "milestone": key, "organisation_id": party}),
        72..76 => json!({"command": "set_party", "role": "it_provider", "organisation_id": party}),
        76..81 => json!({"command": "start_waiting", "kind": KINDS[dice.random_range(0..3)]}),
        81..86 => json!({"command": "end_waiting"}),
        86..89 => json!({"command": "defer", "until": day, "reason": "später"}),
        89..92 => json!({"command": "resume"}),
        92..95 => json!({"command": "block", "reason": "Streit"}),
        95 => json!({"command": "unblock"}),
        96 => json!({"command": "move_start", "start": day, "reason": "verschoben"}),
        97 => json!({"command": "change_coverage", "end": [it], "reason": "nie abgedeckt"}),
        98 => json!({"command": "set_outcome", "outcome": "live"}),
        _ => json!({"command": "set_outcome", "outcome": "cancelled", "reason": "nein"}),
    }
}

/// Broken by hand, found by the check: a role that is gone, one too many, a watcher nobody made.
async fn involvement_is_compared(stage: &Stage, ctx: Ctx) {
    let reader = stage.world.db().read(&ctx);
    let (drift, _) = rebuild_check(&reader, None, 200, &of).await.unwrap();
    assert!(drift.is_empty(), "{drift:#?}");
    assert!(watchers_check(&reader, 10).await.unwrap().is_empty());
    sql(&stage.world, "UPDATE involvement SET role = 'king' WHERE role = 'covered'").await;
    let (drift, _) = rebuild_check(&reader, None, 200, &of).await.unwrap();
    assert!(drift.iter().any(|one| one.field.starts_with("involvement king")), "{drift:#?}");
    assert!(drift.iter().any(|one| one.field.starts_with("involvement covered")), "{drift:#?}");
    assert_eq!(drift.len() % 2, 0, "one too many for one that is gone");
    sql(&stage.world, "UPDATE involvement SET role = 'covered' WHERE role = 'king'").await;
    sql(&stage.world, "UPDATE involvement SET role = 'watcher' WHERE role = 'covered'").await;
    let watchers = watchers_check(&reader, 1_000).await.unwrap();
    assert!(!watchers.is_empty() && watchers.iter().all(|one| !one.missing), "{watchers:#?}");
    sql(&stage.world, "UPDATE involvement SET role = 'covered' WHERE role = 'watcher'").await;
    let (drift, _) = rebuild_check(&reader, None, 200, &of).await.unwrap();
    assert!(drift.is_empty(), "{drift:#?}");
}

on_both! {
    async fn a_random_history_leaves_no_drift(world) {
        let stage = Stage::set(world).await;
        let own = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}, {"service_key": "GEWERBE"}]})).await.expect(201);
        stage.release(&own).await;
        stage.release(&stage.order(ALONE, &["EWA", "HUND", "GEWERBE"]).await).await;
        let all = stage.manager.get("/rollouts?limit=200").await.expect(200);
        let ids: Vec<RolloutId> = all["items"].as_array().unwrap().iter().map(|row| text(&row["id"]).parse().unwrap()).collect();
        let rights = [ROLLOUT_READ, ROLLOUT_STEER, dienstweg_rollouts::policy::MILESTONE_COMPLETE, TICKET_READ, TICKET_WRITE, ARTICLE_WRITE];
        let ctx = || Ctx::system(Actor::system("test", &rights), stage.world.clock.clone());
        let (mut dice, mut done) = (StdRng::seed_from_u64(SEED), 0);
        for number in 0..COMMANDS {
            stage.world.clock.advance(Duration::minutes(dice.random_range(1..1500)));
            let ctx = ctx();
            let command = command(&mut dice, ctx.today(), stage.it);
            let act: RolloutAct = serde_json::from_value(json!({"command": command})).unwrap();
            let id = ids[dice.random_range(0..ids.len())];
            let acted = stage.world.db().write(&ctx, async |tx| rollout_act(tx, id, IfMatch::Any, &act).await).await;
            match acted {
                Ok(_) => done += 1,
                Err(error) => assert!((400..500).contains(&error.code().status), "seed {SEED}, command {number}: {command} {error}"),
            }
            if number % 20 == 19 {
                recompute_due(stage.world.db(), stage.world.clock.clone()).await.unwrap();
                let (drift, _) = rebuild_check(&stage.world.db().read(&ctx), None, 200, &of).await.unwrap();
                assert!(drift.is_empty(), "seed {SEED}, after command {number}: {drift:#?}");
            }
        }
        assert!(done > COMMANDS / 6, "only {done} commands were possible");
        involvement_is_compared(&stage, ctx()).await;
        // The page computes, the list reads what is stored: both say the same.
        let stage = Stage { manager: stage.world.login("manager").await, ..stage };
        let rows = stage.manager.get("/rollouts?limit=200").await.expect(200);
        for row in rows["items"].as_array().unwrap() {
            let page = stage.manager.get(&format!("/rollouts/{}", text(&row["id"]))).await.expect(200);
            for member in ["state", "ball", "plan", "light", "outcome"] {
                let of_page = if member == "outcome" { &page["outcome"]["key"] } else { &page[member] };
                assert_eq!(&row[member], of_page, "seed {SEED}: {member} of {}", row["number"]);
            }
        }
    }
}
