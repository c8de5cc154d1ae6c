//! Daily figures: what is taken day by day is what the facts say of those days, whoever looks later; and who sees them.
use super::drift::command;
use super::stage::{ALONE, ASSOCIATION, DISTRICT, Stage, text};
use crate::stage::{count, local, sql};
use chrono::{Days, Duration, NaiveDate};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_projections::snapshots::{figures_rebuilt, figures_stored, snapshots_rebuild};
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_testkit::{Client, World, on_both};
use dienstweg_tickets::policy::{ARTICLE_WRITE, TICKET_READ, TICKET_WRITE};
use dienstweg_workflows::memory::snapshots_take;
use dienstweg_workflows::rollouts::{RolloutAct, recompute_due, rollout_act};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

const SEED: u64 = 20_260_315;
const COMMANDS: usize = 150;

fn ctx(world: &World) -> Ctx {
    let rights = [ROLLOUT_READ, ROLLOUT_STEER, MILESTONE_COMPLETE, TICKET_READ, TICKET_WRITE, ARTICLE_WRITE];
    Ctx::system(Actor::system("test", &rights), world.clock.clone())
}

/// Days on which stored and rebuilt figures differ.
async fn differences(world: &World, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    let reader = world.db().read(&ctx(world));
    let mut differ = Vec::new();
    for (day, rebuilt) in figures_rebuilt(&reader, from, until).await.unwrap() {
        if figures_stored(&reader, day).await.unwrap() != rebuilt {
            differ.push(day);
        }
    }
    differ
}

/// Weeks of random work; days are taken now and then, as a process that was down would.
async fn play(stage: &Stage, ids: &[RolloutId]) -> usize {
    let world = &stage.world;
    let (mut dice, mut done) = (StdRng::seed_from_u64(SEED), 0);
    for _ in 0..COMMANDS {
        world.clock.advance(Duration::minutes(dice.random_range(1..1500)));
        let ctx = ctx(world);
        let command = command(&mut dice, ctx.today(), stage.it);
        let act: RolloutAct = serde_json::from_value(json!({"command": command})).unwrap();
        let id = ids[dice.random_range(0..ids.len())];
        let acted = world.db().write(&ctx, async |tx| rollout_act(tx, id, IfMatch::Any, &act).await).await;
        done += usize::from(acted.is_ok());
        if dice.random_bool(0.3) {
            recompute_due(world.db(), world.clock.clone()).await.unwrap();
        }
        if dice.random_bool(0.2) {
            snapshots_take(world.db(), world.clock.clone()).await.unwrap();
        }
    }
    world.clock.advance(Duration::days(2));
    snapshots_take(world.db(), world.clock.clone()).await.unwrap();
    done
}

async fn items(who: &Client, path: &str) -> Vec<Value> {
    who.get(path).await.expect(200)["items"].as_array().unwrap().clone()
}

on_both! {
    async fn days_taken_are_days_rebuilt(world) {
        let stage = Stage::set(world).await;
        let own = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}, {"service_key": "GEWERBE"}]})).await.expect(201);
        stage.release(&own).await;
        stage.release(&stage.order(ALONE, &["EWA", "HUND"]).await).await;
        let all = stage.manager.get("/rollouts?limit=200&kind=daughter").await.expect(200);
        let ids: Vec<RolloutId> = all["items"].as_array().unwrap().iter().map(|row| text(&row["id"]).parse().unwrap()).collect();
        let done = play(&stage, &ids).await;
        assert!(done > COMMANDS / 6, "only {done} commands were possible");
        let world = &stage.world;
        let (first, last) = ("2026-03-02".parse().unwrap(), ctx(world).today() - Days::new(1));
        assert_eq!(differences(world, first, last).await, Vec::<NaiveDate>::new(), "seed {SEED}");
        let rows = count(world, "SELECT id FROM rollout_snapshot").await;
        assert!(rows > 20, "only {rows} changes");
        assert_eq!(snapshots_take(world.db(), world.clock.clone()).await.unwrap(), 0, "each day once");
        // What is broken by hand is found from its day on, and taking all anew mends it.
        sql(world, "UPDATE rollout_snapshot SET rollouts = rollouts + 1 WHERE day = (SELECT MIN(day) FROM rollout_snapshot)").await;
        assert!(!differences(world, first, last).await.is_empty());
        world.db().write(&ctx(world), async |tx| snapshots_rebuild(tx).await).await.unwrap();
        snapshots_take(world.db(), world.clock.clone()).await.unwrap();
        assert_eq!(differences(world, first, last).await, Vec::<NaiveDate>::new());
    }

    /// When the register counts people otherwise, the next day says so, and rollouts that move later do not count twice.
    async fn people_follow_the_register(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let world = &stage.world;
        let take = async || {
            world.clock.advance(Duration::days(1));
            snapshots_take(world.db(), world.clock.clone()).await.unwrap();
            let day = ctx(world).today() - Days::new(1);
            let figures = figures_stored(&world.db().read(&ctx(world)), day).await.unwrap();
            figures.values().map(|figure| (figure.rollouts, figure.people)).collect::<Vec<_>>()
        };
        let before = take().await;
        assert_eq!(before.len(), 1);
        assert_eq!(before[0].0, 1);
        assert!(before[0].1 > 0);
        sql(world, "UPDATE organisation SET population = population + 100 WHERE ags = '09875112'").await;
        assert_eq!(take().await, [(1, before[0].1 + 100)]);
        let stage = Stage { manager: stage.world.login("manager").await, ..stage };
        stage.complete(&stage.manager, &rollout, &["M1.3"]).await;
        let world = &stage.world;
        world.clock.advance(Duration::days(1));
        snapshots_take(world.db(), world.clock.clone()).await.unwrap();
        let day = ctx(world).today() - Days::new(1);
        let figures = figures_stored(&world.db().read(&ctx(world)), day).await.unwrap();
        assert_eq!(figures.values().map(|figure| figure.people).collect::<Vec<_>>(), [before[0].1 + 100]);
    }

    /// A region's figures are for those who see it as a whole.
    async fn figures_are_told_to_whom_they_belong(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&rollout).await;
        stage.rollout(ALONE, "HUND").await;
        stage.world.clock.advance(Duration::days(3));
        snapshots_take(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        stage.admin = stage.world.login("admin").await;
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let city = stage.world.organisation(&stage.admin, "09861000").await;
        let lena = local(&stage.world, "lena", "multiplier", district).await;
        let other = local(&stage.world, "other", "multiplier", city).await;
        let manager = stage.world.login("manager").await;
        let path = "/reports/trend?by=standing&step=day";
        let all = items(&manager, path).await;
        let last = all.last().unwrap()["day"].clone();
        assert_eq!(last, "2026-03-04");
        let today: Vec<&Value> = all.iter().filter(|row| row["day"] == last).collect();
        let told: Vec<(&str, i64)> = today.iter().map(|row| (text(&row["key"]), row["rollouts"].as_i64().unwrap())).collect();
        assert_eq!(told, [("live", 1), ("running", 1)]);
        assert_eq!(items(&lena, path).await, all, "the only region");
        assert!(items(&other, path).await.is_empty());
        let coordinator = stage.world.login("coordinator").await;
        assert!(items(&coordinator, path).await.is_empty(), "sees its own rollouts, not the region");
        let phases = items(&manager, "/reports/trend?by=phase&step=month").await;
        assert!(phases.iter().all(|row| row["name"].is_string()), "{phases:#?}");
        assert!(items(&manager, &format!("{path}&below={city}")).await.is_empty());
    }
}
