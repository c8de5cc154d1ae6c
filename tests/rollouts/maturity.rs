//! How far a rollout has come: in both Reifegradmodelle side by side.
use super::stage::{ALONE, MEMBERS, Stage, command_to, text};
use chrono::TimeDelta;
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

fn level(model: &str, level: impl Into<Value>) -> Value {
    json!({"command": "record_maturity", "model": model, "level": level.into(), "on": "2026-02-20", "assessor": "BayKommun"})
}

async fn listed(who: &Client, filter: &str) -> Vec<String> {
    let list = who.get(&format!("/rollouts?kind=daughter{filter}")).await.expect(200);
    list["items"].as_array().unwrap().iter().map(|row| text(&row["id"]).to_owned()).collect()
}

on_both! {
    /// One level for each model, with its name, day and who says so; the one does not touch the other.
    async fn both_models_stand_side_by_side(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let path = format!("/rollouts/{rollout}");
        let before = stage.manager.get(&path).await.expect(200);
        assert!(before["maturity_one"].is_null() && before["maturity_two"].is_null());
        assert!(before["can"].as_array().unwrap().contains(&json!("record_maturity")));
        command_to(&stage.manager, &rollout, level("1.1", 3)).await.expect(200);
        command_to(&stage.manager, &rollout, level("2.0", 5)).await.expect(200);
        let one = stage.manager.get(&path).await.expect(200);
        assert_eq!(one["maturity_one"], json!({"level": 3, "name": "Online-Leistung", "date": "2026-02-20", "assessor": "BayKommun"}));
        assert_eq!(one["maturity_two"], json!({"level": 5, "name": "Prozess- und Datenorientierung", "date": "2026-02-20", "assessor": "BayKommun"}));
        // Today, and nobody in particular, where nothing is said.
        stage.world.clock.advance(TimeDelta::seconds(1));
        command_to(&stage.manager, &rollout, json!({"command": "record_maturity", "model": "1.1", "level": 4, "assessor": " "})).await.expect(200);
        let later = stage.manager.get(&path).await.expect(200);
        assert_eq!(later["maturity_one"], json!({"level": 4, "name": "Online-Transaktion", "date": "2026-03-02", "assessor": null}));
        assert_eq!(later["maturity_two"], one["maturity_two"]);
        let history = stage.manager.get(&format!("{path}/history")).await.expect(200);
        let told: Vec<&Value> = history["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == "rollout.maturity_recorded").collect();
        assert_eq!(told.len(), 3);
        let change = told[0]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "maturity_one_level").unwrap();
        assert_eq!((&change["before"], &change["after"]), (&json!(3), &json!(4)));
        command_to(&stage.manager, &rollout, level("1.1", Value::Null)).await.expect(200);
        assert!(stage.manager.get(&path).await.expect(200)["maturity_one"].is_null());
    }

    async fn lists_are_narrowed_to_levels(world) {
        let stage = Stage::set(world).await;
        let (one, other) = (stage.rollout(ALONE, "EWA").await, stage.rollout(MEMBERS[0], "GEWERBE").await);
        command_to(&stage.manager, &one, level("1.1", 3)).await.expect(200);
        assert_eq!(listed(&stage.manager, "&maturity=1.1:3").await, std::slice::from_ref(&one));
        assert_eq!(listed(&stage.manager, "&maturity=2.0:3").await, Vec::<String>::new());
        assert_eq!(listed(&stage.manager, "&maturity=none").await, [other]);
        assert_eq!(listed(&stage.manager, "&maturity=none&maturity=1.1:3").await.len(), 2);
        for wrong in ["1.1:5", "2.0:8", "3"] {
            assert_eq!(stage.manager.get(&format!("/rollouts?maturity={wrong}")).await.problem(400), "malformed");
        }
        let row = stage.manager.get("/rollouts?maturity=1.1:3").await.expect(200)["items"][0].clone();
        assert_eq!((&row["maturity_one"]["level"], &row["maturity_two"]), (&json!(3), &Value::Null));
    }

    async fn what_cannot_be_is_refused(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let wrong = json!({"command": "record_maturity", "model": "1.1", "level": 5, "on": "2026-03-03", "assessor": "x".repeat(201)});
        let refused = command_to(&stage.manager, &rollout, wrong).await;
        assert_eq!(refused.problem(422), "invalid");
        let pointers: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        assert_eq!(pointers, ["/command/level", "/command/on", "/command/assessor"]);
        assert_eq!(command_to(&stage.coordinator, &rollout, level("1.1", 3)).await.problem(403), "forbidden");
        let mother = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200)["mother"]["id"].clone();
        assert_eq!(command_to(&stage.manager, text(&mother), level("1.1", 3)).await.problem(422), "invalid");
    }
}
