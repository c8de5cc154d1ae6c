//! The forecast tried on a history whose durations are known: what it has learned is worth more than the plan.
use super::stage::{ALONE, Stage, id, text};
use chrono::{Days, NaiveDate};
use dienstweg_calendar::{Flags, Land, WorkCalendar};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::clock::german_midnight;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_rollouts::service::backtest;
use dienstweg_testkit::on_both;
use dienstweg_tickets::policy::{ARTICLE_WRITE, TICKET_READ, TICKET_WRITE};
use dienstweg_workflows::rollouts::{RolloutAct, of, rollout_act};
use serde_json::{Value, json};

const SERVICES: usize = 16;

/// Working days after the start on which milestones are done: the basic service needs forty days instead of twenty.
fn done_after(late: i64) -> [(&'static str, i64); 9] {
    let connected = 10 + 40 + late;
    [
        ("M1.3", 3),
        ("M2.2", 10),
        ("M2.3", 12),
        ("M3.1", 15),
        ("M3.4", 20),
        ("M3.2", connected),
        ("M4.1", connected + 5),
        ("M4.2", connected + 10),
        ("M5.1", connected + 13),
    ]
}

/// A programme of services that each municipality rolls out for itself.
async fn programme(stage: &Stage) -> Vec<String> {
    let template = stage.manager.get(&format!("/programmes/{}", stage.programme)).await.expect(200);
    let (mut keys, mut ids) = (Vec::new(), Vec::new());
    for number in 0..SERVICES {
        let key = format!("DIENST{number:02}");
        let service = json!({"key": key, "name": format!("Dienst {number:02}"), "level": "municipality", "package": "efa"});
        ids.push(id(&stage.manager.post("/services", service).await.expect(201)));
        keys.push(key);
    }
    let programme = json!({"key": "viel", "name": "Viel", "template_id": template["template"]["id"], "four_eyes": "always", "status": "active", "service_ids": ids});
    stage.manager.post("/programmes", programme).await.expect(201);
    keys
}

/// Orders, releases and goes through with all services at one body, day by day.
async fn roll_out(stage: &Stage, body: &str, services: &[String]) {
    let keys: Vec<&str> = services.iter().map(String::as_str).collect();
    let order: Value = stage.release(&stage.order(body, &keys).await).await;
    let ids: Vec<RolloutId> = order["positions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|position| text(&position["rollout"]["id"]).parse().unwrap())
        .collect();
    let calendar = WorkCalendar::new(Land::BY, Flags::default());
    let rights = [ROLLOUT_READ, ROLLOUT_STEER, MILESTONE_COMPLETE, TICKET_READ, TICKET_WRITE, ARTICLE_WRITE];
    let start = Ctx::system(Actor::system("test", &rights), stage.world.clock.clone()).today();
    let mut acts: Vec<(NaiveDate, RolloutId, &str)> = (0..)
        .zip(&ids)
        .flat_map(|(number, id)| {
            done_after(number % 5).map(|(key, days)| (calendar.add_working_days(start, days), *id, key))
        })
        .collect();
    acts.sort_by_key(|(day, ..)| *day);
    for (day, id, key) in acts {
        stage.world.clock.set(german_midnight(day) + chrono::Duration::hours(10));
        let ctx = Ctx::system(Actor::system("test", &rights), stage.world.clock.clone());
        let act: RolloutAct =
            serde_json::from_value(json!({"command": {"command": "complete", "milestone": key}})).unwrap();
        stage.world.db().write(&ctx, async |tx| rollout_act(tx, id, IfMatch::Any, &act).await).await.unwrap();
    }
}

on_both! {
    async fn experience_beats_the_plan(world) {
        let stage = Stage::set(world).await;
        let services = programme(&stage).await;
        roll_out(&stage, ALONE, &services).await;
        let stage = Stage { manager: stage.world.login("manager").await, second: stage.world.login("second").await, ..stage };
        roll_out(&stage, "09861000", &services[..8]).await;
        let ctx = Ctx::system(Actor::system("test", &[ROLLOUT_READ]), stage.world.clock.clone());
        let reader = stage.world.db().read(&ctx);
        let tried = backtest(&reader, (None, None), &of).await.unwrap();
        let (forecast, plan) = (tried.forecast, tried.plan);
        assert!(forecast.forecasts > 40 && forecast.forecasts == plan.forecasts, "{tried:#?}");
        assert!(forecast.mean_absolute_error_working_days < plan.mean_absolute_error_working_days, "{tried:#?}");
        // While the second body went through it, the first one's experience was there.
        let learned: Vec<_> = tried.days.iter().filter(|day| day.forecast.forecasts == 8).collect();
        assert!(!learned.is_empty(), "{tried:#?}");
        for day in learned {
            assert!(day.forecast.mean_absolute_error_working_days < 4.0, "{day:#?}");
        }
        let from = ctx.today() - Days::new(30);
        let late = backtest(&reader, (Some(from), None), &of).await.unwrap();
        assert!(late.days.iter().all(|day| day.day >= from) && late.days.len() < tried.days.len());
    }
}
