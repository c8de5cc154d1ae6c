//! Waves: planned backwards from a day, started, moved.
use super::stage::{ALONE, DISTRICT, Stage, command_to, id, milestone, text};
use chrono::{DateTime, Duration, Utc};
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};
use uuid::Uuid;

/// A wave of the district with these services, as it was planned.
async fn planned(stage: &Stage, services: &[&str], more: Value) -> Value {
    let offered = stage.manager.get("/services?limit=200").await.expect(200);
    let ids: Vec<Uuid> = offered["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| services.contains(&text(&one["key"])))
        .map(id)
        .collect();
    let region = stage.world.organisation(&stage.admin, DISTRICT).await;
    let mut wave = json!({"name": "Beispielkreis", "programme_id": stage.programme, "region_id": region, "service_ids": ids, "key_date": "2027-03-01"});
    wave.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    stage.manager.post("/waves", wave).await.expect(201)
}

/// Begins work on a wave, lets it be tried and carried out; the job at its end.
async fn carried_out(stage: &Stage, wave: &Value, act: &str, body: Value) -> Value {
    let tried = tried(stage, wave, act, body).await;
    if tried["done"] == 0 { tried } else { let_go(stage, &tried, "start").await }
}

/// The job as it stands when everything has been tried.
async fn tried(stage: &Stage, wave: &Value, act: &str, body: Value) -> Value {
    let (path, version) =
        (format!("/waves/{}/{act}", text(&wave["id"])), now(stage, wave).await["version"].as_i64());
    let job = stage.manager.act(&path, version.unwrap(), body).await.expect(201);
    stage.world.settle().await;
    let tried = stage.manager.get(&format!("/jobs/{}", text(&job["id"]))).await.expect(200);
    assert_eq!(tried["state"], "checked", "{tried:#}");
    tried
}

/// Starts, discards or takes back a job; the job at its end.
async fn let_go(stage: &Stage, job: &Value, act: &str) -> Value {
    let path = format!("/jobs/{}", text(&job["id"]));
    let version = job["version"].as_i64().unwrap();
    stage.manager.act(&format!("{path}/{act}"), version, json!({})).await.expect(200);
    stage.world.settle().await;
    stage.manager.get(&path).await.expect(200)
}

async fn now(stage: &Stage, wave: &Value) -> Value {
    stage.manager.get(&format!("/waves/{}", text(&wave["id"]))).await.expect(200)
}

async fn items(who: &Client, job: &Value) -> Vec<Value> {
    who.get(&format!("/jobs/{}/items?limit=200", text(&job["id"]))).await.expect(200)["items"]
        .as_array()
        .unwrap()
        .clone()
}

async fn rollouts(stage: &Stage, wave: &Value) -> Vec<Value> {
    let path = format!("/rollouts?wave={}&limit=200", text(&wave["id"]));
    stage.manager.get(&path).await.expect(200)["items"].as_array().unwrap().clone()
}

on_both! {
    async fn a_wave_creates_what_is_missing_so_that_it_is_live_in_time(world) {
        let stage = Stage::set(world).await;
        stage.rollout(ALONE, "HUND").await;
        let wave = planned(&stage, &["HUND", "KFZ"], json!({"capacity_per_week": 1})).await;
        assert_eq!(wave["can"], json!(["update", "start"]));
        stage.world.db().fail_first_attempts(true);
        let job = carried_out(&stage, &wave, "start", json!({})).await;
        stage.world.db().fail_first_attempts(false);
        let made = items(&stage.manager, &job).await;
        let refused: Vec<&Value> = made.iter().filter(|item| item["state"] == "refused").collect();
        assert_eq!(refused.len(), 1, "{refused:#?}");
        assert_eq!(refused[0]["code"], "duplicate");
        let there = rollouts(&stage, &wave).await;
        assert_eq!(there.len(), made.len() - 1);
        let kfz: Vec<&Value> = there.iter().filter(|row| row["service"]["key"] == "KFZ").collect();
        assert_eq!(kfz.len(), 1, "a task of districts, one rollout: {kfz:#?}");
        let mut live: Vec<&str> = there.iter().map(|row| text(&row["plan"]["original"])).collect();
        assert!(live.iter().all(|day| *day <= "2027-03-01"), "{live:?}");
        live.sort_unstable();
        live.dedup();
        assert_eq!(live.len(), there.len(), "one go-live a week: {live:?}");
        assert_eq!(live.last(), Some(&"2027-03-01"));
        let now = now(&stage, &wave).await;
        assert_eq!((&now["counts"]["total"], &now["can"]), (&json!(there.len()), &json!(["start", "postpone"])));

        let again = carried_out(&stage, &wave, "start", json!({})).await;
        assert_eq!((&again["state"], &again["done"]), (&json!("checked"), &json!(0)), "nothing is created twice");
        assert_eq!(rollouts(&stage, &wave).await.len(), there.len());
    }

    async fn postponing_moves_plans_and_never_what_was_done(world) {
        let stage = Stage::set(world).await;
        let wave = planned(&stage, &["HUND"], json!({"key_date": "2026-05-04"})).await;
        carried_out(&stage, &wave, "start", json!({})).await;
        let there = rollouts(&stage, &wave).await;
        let (begun, live) = (text(&there[0]["id"]).to_owned(), text(&there[1]["id"]).to_owned());
        // Nobody ordered yet: what an order completes by itself is done by hand.
        stage.complete(&stage.manager, &begun, &["M1.1", "M1.2", "M1.3"]).await;
        stage.complete(&stage.manager, &live, &["M1.1", "M1.2"]).await;
        stage.go_live(&live).await;
        let before = stage.manager.get(&format!("/rollouts/{begun}")).await.expect(200);
        let was_live = stage.manager.get(&format!("/rollouts/{live}")).await.expect(200);

        let job = carried_out(&stage, &wave, "postpone", json!({"key_date": "2026-09-01", "reason": "Schnittstelle verspätet"})).await;
        assert_eq!(job["refused"], 0, "{:#?}", items(&stage.manager, &job).await);
        assert_eq!(job["done"], there.len() - 1, "what is live stays");
        let after = stage.manager.get(&format!("/rollouts/{begun}")).await.expect(200);
        assert_eq!(milestone(&before, "M1.3")["decided_at"], milestone(&after, "M1.3")["decided_at"]);
        assert_eq!(milestone(&after, "M5.1")["due"], "2026-09-01");
        let still = stage.manager.get(&format!("/rollouts/{live}")).await.expect(200);
        assert_eq!(was_live["version"], still["version"]);
        assert_eq!(now(&stage, &wave).await["key_date"], "2026-09-01");
    }

    /// Rollouts of a wave begin without an order; the one that comes later is theirs, and what waited for it is done.
    async fn an_order_that_comes_later_joins_the_rollout_of_the_wave(world) {
        let stage = Stage::set(world).await;
        let wave = planned(&stage, &["HUND"], json!({"key_date": "2026-09-01"})).await;
        carried_out(&stage, &wave, "start", json!({})).await;
        let path = format!("/rollouts?wave={}&body={}", text(&wave["id"]), stage.body);
        let of_town = stage.manager.get(&path).await.expect(200)["items"][0].clone();
        let rollout = format!("/rollouts/{}", text(&of_town["id"]));
        let before = stage.manager.get(&rollout).await.expect(200);
        assert_eq!(before["next"][0], "M1.1", "the town is to order");

        let placed = stage.order(ALONE, &["HUND"]).await;
        stage.world.clock.advance(Duration::minutes(5));
        let order = stage.release(&placed).await;
        let position = &order["positions"][0];
        assert_eq!((&position["state"], &position["rollout"]["id"]), (&json!("linked"), &of_town["id"]));
        let after = stage.manager.get(&rollout).await.expect(200);
        let [received, released] = ["M1.1", "M1.2"].map(|key| milestone(&after, key)["decided_at"].clone());
        assert_eq!((received, released), (placed["created_at"].clone(), position["released_at"].clone()));
        assert_eq!(after["next"][0], "M1.3");
        assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
        let history = stage.manager.get(&format!("{rollout}/history")).await.expect(200);
        let why = history["items"].as_array().unwrap().iter().filter(|one| one["action"] == "rollout.milestone_completed");
        assert_eq!(why.count(), 2, "{history:#}");

        // A second order of the same changes nothing any more.
        let again = stage.release(&stage.order(ALONE, &["HUND"]).await).await;
        assert_eq!(again["positions"][0]["state"], "linked");
        assert_eq!(stage.manager.get(&rollout).await.expect(200)["version"], after["version"]);
    }

    /// What was skipped and opened again after the order had been placed is done by its release all the same.
    async fn an_order_from_before_a_step_was_opened_again_counts(world) {
        let stage = Stage::set(world).await;
        let wave = planned(&stage, &["HUND"], json!({"key_date": "2026-09-01"})).await;
        carried_out(&stage, &wave, "start", json!({})).await;
        let path = format!("/rollouts?wave={}&body={}", text(&wave["id"]), stage.body);
        let rollout = text(&stage.manager.get(&path).await.expect(200)["items"][0]["id"]).to_owned();
        let placed = stage.order(ALONE, &["HUND"]).await;
        for act in ["skip", "reopen"] {
            stage.world.clock.advance(Duration::minutes(2));
            let command = json!({"command": act, "milestone": "M1.1", "reason": "Rahmenvertrag"});
            command_to(&stage.manager, &rollout, command).await.expect(200);
        }
        let opened = stage.world.operator().now();
        stage.world.clock.advance(Duration::minutes(2));
        stage.release(&placed).await;
        let after = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let at = |key: &str| text(&milestone(&after, key)["decided_at"]).parse::<DateTime<Utc>>().unwrap();
        assert_eq!((at("M1.1"), at("M1.2") > opened), (opened, true));
    }

    async fn who_only_looks_at_what_would_happen_changes_nothing(world) {
        let stage = Stage::set(world).await;
        let wave = planned(&stage, &["HUND"], json!({})).await;
        let seen = tried(&stage, &wave, "start", json!({})).await;
        let discarded = let_go(&stage, &seen, "cancel").await;
        assert_eq!((&discarded["done"], &discarded["can"]), (&json!(0), &json!([])));
        assert_eq!(now(&stage, &wave).await, wave, "it can still be changed");

        carried_out(&stage, &wave, "start", json!({})).await;
        let begun = now(&stage, &wave).await;
        let later = json!({"key_date": "2027-09-01", "reason": "Haushalt"});
        let seen = tried(&stage, &wave, "postpone", later.clone()).await;
        assert_eq!(now(&stage, &wave).await, begun);
        let_go(&stage, &seen, "cancel").await;
        assert_eq!(now(&stage, &wave).await["key_date"], begun["key_date"]);

        let job = carried_out(&stage, &wave, "postpone", later).await;
        assert_eq!(now(&stage, &wave).await["key_date"], "2027-09-01");
        let undone = let_go(&stage, &job, "undo").await;
        assert_eq!((&undone["state"], &undone["done"]), (&json!("undone"), &json!(0)), "{undone:#}");
        assert_eq!(now(&stage, &wave).await["key_date"], begun["key_date"]);
    }

    async fn a_wave_says_all_that_is_wrong_and_belongs_to_those_who_steer(world) {
        let stage = Stage::set(world).await;
        let wrong = json!({"name": "Zu spät", "programme_id": stage.programme, "service_ids": [stage.body], "body_ids": [stage.programme], "key_date": "2020-01-01"});
        let answer = stage.manager.post("/waves", wrong).await;
        let mut pointers: Vec<&str> = answer.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        pointers.sort_unstable();
        assert_eq!((answer.status, pointers), (422, vec!["/body_ids/0", "/key_date", "/service_ids/0"]));
        let mine = json!({"name": "Meine", "programme_id": stage.programme, "key_date": "2027-01-01"});
        assert_eq!(stage.coordinator.post("/waves", mine).await.problem(403), "forbidden");
        let late = planned(&stage, &["HUND"], json!({"key_date": "2026-03-20"})).await;
        let job = carried_out(&stage, &late, "start", json!({})).await;
        let made = items(&stage.manager, &job).await;
        assert!(made.iter().all(|item| item["effect"]["late"] == true), "too late is said: {made:#?}");
        let version = now(&stage, &late).await["version"].as_i64().unwrap();
        let patch = stage.manager.patch(&format!("/waves/{}", text(&late["id"])), version, json!({"name": "Neu"})).await;
        assert_eq!(patch.problem(409), "wave-started");
    }
}
