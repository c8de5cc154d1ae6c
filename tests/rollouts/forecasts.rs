//! Forecasts as they are stored, told and ranked; throughput of parties; who sees what of it.
use super::stage::{ALONE, ASSOCIATION, Stage, command_to, text};
use crate::stage::count;
use chrono::Duration;
use dienstweg_testkit::{Client, on_both};
use dienstweg_workflows::memory::forecasts_follow;
use dienstweg_workflows::rollouts::recompute_due;
use serde_json::{Value, json};

async fn items(who: &Client, path: &str) -> Vec<Value> {
    who.get(path).await.expect(200)["items"].as_array().unwrap().clone()
}

/// Background work until nothing is left.
async fn follow(stage: &Stage) {
    while recompute_due(stage.world.db(), stage.world.clock.clone()).await.unwrap() > 0 {}
    while forecasts_follow(stage.world.db(), stage.world.clock.clone()).await.unwrap() > 0 {}
}

on_both! {
    async fn without_experience_the_forecast_is_the_plan(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        follow(&stage).await;
        let told = stage.manager.get(&format!("/rollouts/{rollout}/forecast")).await.expect(200);
        assert_eq!((&told["p50"], &told["p85"], &told["delay_working_days"]), (&told["planned"], &told["planned"], &json!(0)));
        let evidence = told["evidence"].as_array().unwrap();
        assert_eq!(evidence.last().unwrap()["milestone"]["key"], "M5.1");
        assert!(evidence.iter().all(|one| one["source"] == "target" && one["observations"] == 0), "{told:#}");
        assert!(items(&stage.manager, "/rollouts/early-warning").await.is_empty());
        let page = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let mother = text(&page["mother"]["id"]);
        let told = stage.manager.get(&format!("/rollouts/{mother}/forecast")).await.expect(200);
        assert_eq!((&told["p50"], &told["evidence"]), (&Value::Null, &json!([])), "a mother goes not live");
    }

    /// What comes late where many people live comes first, with who keeps it; told to those who see the rollout.
    async fn the_most_pressing_come_first(world) {
        let mut stage = Stage::set(world).await;
        let alone = stage.rollout(ALONE, "EWA").await;
        let many = stage.release(&stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}]})).await.expect(201)).await;
        let many = text(&many["positions"][0]["rollout"]["id"]).to_owned();
        let on_time = stage.rollout(ALONE, "HUND").await;
        stage.go_live(&on_time).await;
        stage.world.clock.advance(Duration::days(80));
        follow(&stage).await;
        stage.manager = stage.world.login("manager").await;
        let late = items(&stage.manager, "/rollouts/early-warning").await;
        let ranks: Vec<(&str, i64)> = late.iter().map(|row| (text(&row["id"]), row["weight"].as_i64().unwrap())).collect();
        assert_eq!(ranks.len(), 2, "{late:#?}");
        assert!(ranks.is_sorted_by(|one, other| one.1 >= other.1));
        for row in &late {
            let (delay, people) = (row["delay_working_days"].as_i64().unwrap(), row["population"].as_i64().unwrap());
            assert_eq!(row["weight"], delay * people);
            assert!(delay > 0 && row["milestone"]["name"].is_string() && row["role_name"].is_string(), "{row:#}");
            let alone = stage.manager.get(&format!("/rollouts/{}/forecast", text(&row["id"]))).await.expect(200);
            assert_eq!((&alone["p50"], &alone["p85"], &alone["delay_working_days"]), (&row["p50"], &row["p85"], &row["delay_working_days"]), "stored is told");
            let decisive: Vec<&Value> = alone["evidence"].as_array().unwrap().iter().filter(|one| one["decisive"] == true).collect();
            assert_eq!(decisive[0]["milestone"], row["milestone"]);
        }
        let [alone_first, one] = [ranks[0].0 == alone, ranks.iter().any(|rank| rank.0 == many)];
        assert!(one, "{alone_first}");
        let coordinator = stage.world.login("coordinator").await;
        let own = items(&coordinator, "/rollouts/early-warning").await;
        assert_eq!(own.iter().map(|row| text(&row["id"])).collect::<Vec<_>>(), [alone.as_str()]);
        assert_eq!(coordinator.get(&format!("/rollouts/{many}/forecast")).await.status, 404);
        assert_eq!(items(&stage.manager, "/rollouts/early-warning?sort=delay&limit=1").await.len(), 1);
        // Once it is live nobody is warned any more.
        stage.go_live(&alone).await;
        stage.world.clock.advance(Duration::minutes(1));
        follow(&stage).await;
        assert_eq!(count(&stage.world, "SELECT rollout_id FROM go_live_forecast").await, 1);
    }

    /// Five bodies needed forty days for what was planned in twenty: the sixth is told so.
    async fn experience_moves_the_forecast_and_is_told(world) {
        let mut stage = Stage::set(world).await;
        let mut done = Vec::new();
        for (body, service) in [(ALONE, "EWA"), (ALONE, "HUND"), (ALONE, "GEWERBE"), ("09875113", "HUND"), ("09875114", "HUND")] {
            done.push(stage.rollout(body, service).await);
        }
        stage.world.clock.advance(Duration::days(56));
        stage.manager = stage.world.login("manager").await;
        stage.second = stage.world.login("second").await;
        for rollout in &done {
            stage.complete(&stage.manager, rollout, &["M2.2"]).await;
        }
        let new = stage.rollout("09861000", "KFZ").await;
        stage.world.clock.advance(Duration::days(1));
        follow(&stage).await;
        stage.manager = stage.world.login("manager").await;
        let told = stage.manager.get(&format!("/rollouts/{new}/forecast")).await.expect(200);
        let evidence = told["evidence"].as_array().unwrap().iter().find(|one| one["milestone"]["key"] == "M2.2").unwrap();
        assert_eq!((&evidence["source"], &evidence["observations"]), (&json!("milestone"), &json!(5)), "{evidence:#}");
        assert!(text(&told["p85"]) > text(&told["planned"]), "{told:#}");
        let rows = items(&stage.manager, "/reports/parties?weeks=4").await;
        let body = rows.iter().find(|row| row["role"] == "body_department" && row["completed"] == 3).unwrap();
        assert_eq!((&body["completed_per_week"], &body["party"]["name"].is_string()), (&json!(0.75), &true), "{body:#}");
        assert!(body["median_working_days"].as_i64().unwrap() >= 36 && body["oldest_since"].is_string(), "{body:#}");
        let own = items(&stage.world.login("coordinator").await, "/reports/parties?weeks=4").await;
        assert!(own.iter().all(|row| row["completed"].as_i64().unwrap() <= 3) && !own.is_empty());
        assert_eq!(stage.manager.get("/reports/parties?weeks=0").await.problem(400), "malformed");
    }

    async fn many_together_by_groups_and_months(world) {
        let mut stage = Stage::set(world).await;
        let live = stage.rollout(ALONE, "HUND").await;
        stage.go_live(&live).await;
        let own = stage.rollout(ALONE, "EWA").await;
        stage.rollout("09861000", "KFZ").await;
        command_to(&stage.manager, &own, json!({"command": "defer", "until": "2026-06-01", "reason": "Umbau"})).await.expect(200);
        stage.world.clock.advance(Duration::days(1));
        follow(&stage).await;
        stage.manager = stage.world.login("manager").await;
        let all = items(&stage.manager, "/reports/forecast?share_percent=100").await;
        assert_eq!((&all[0]["total"], &all[0]["live"], &all[0]["unplanned"]), (&json!(3), &json!(1), &json!(0)));
        assert!(text(&all[0]["p50_on"]) >= text(&all[0]["planned_on"]), "{all:#?}");
        let third = items(&stage.manager, "/reports/forecast?share_percent=33").await;
        assert_eq!(third[0]["p85_on"], "2026-03-02", "reached already");
        let services = items(&stage.manager, "/reports/forecast?by=service").await;
        assert_eq!(services.iter().map(|row| text(&row["name"])).collect::<Vec<_>>(), ["Fahrzeug zulassen", "Hund anmelden", "Wohnsitz ummelden"]);
        assert!(!items(&stage.manager, "/reports/forecast?by=region").await.is_empty());
        let months = items(&stage.manager, "/reports/forecast-months").await;
        assert_eq!((&months[0]["month"], &months[0]["live"], &months[0]["p50"]), (&json!("2026-03-01"), &json!(1), &json!(1)));
        let last = months.last().unwrap();
        assert_eq!((&last["planned"], &last["p50"], &last["p85"], &last["live"]), (&json!(3), &json!(3), &json!(3), &Value::Null));
        assert_eq!(items(&stage.world.login("coordinator").await, "/reports/forecast").await[0]["total"], 2);
    }
}
