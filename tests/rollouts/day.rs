//! "Mein Tag": whom to ask again, what turned yellow or red, and everything by its name.
use super::stage::{ALONE, Stage, command_to, milestone, text};
use chrono::Duration;
use dienstweg_testkit::{Client, on_both};
use dienstweg_workflows::rollouts::recompute_due;
use reqwest::Method;
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue};
use serde_json::{Value, json};

async fn items(who: &Client, path: &str) -> Vec<Value> {
    let all = who.get(path).await.expect(200);
    all["items"].as_array().or_else(|| all.as_array()).unwrap().clone()
}

on_both! {
    /// Who steers asks again, who is waited for is asked; nobody else, and not before the day.
    async fn follow_ups_are_due(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.set_party(&rollout, "it_provider", stage.it).await;
        let wait = json!({"command": "start_waiting", "kind": "it_provider", "reason": "Zertifikat", "follow_up": "2026-03-05"});
        command_to(&stage.manager, &rollout, wait).await.expect(200);
        assert!(items(&stage.manager, "/follow-ups").await.is_empty(), "not due yet");
        assert_eq!(items(&stage.manager, "/follow-ups?due_until=2026-03-05").await.len(), 1);
        stage.world.clock.advance(Duration::days(4));
        for name in ["manager", "provider", "coordinator", "operator"] {
            let who = stage.world.login(name).await;
            let due = items(&who, "/follow-ups?count=true").await;
            assert_eq!(due.len(), usize::from(matches!(name, "manager" | "provider")), "{name}: {due:#?}");
            if let [one] = &due[..] {
                assert_eq!((&one["follow_up"], &one["reason"]), (&json!("2026-03-05"), &json!("Zertifikat")));
                assert_eq!((text(&one["party"]["name"]), &one["rollout"]["id"]), ("Kommunale IT", &json!(rollout)));
                assert_ne!(one["name"], one["waiting_kind"], "by its name");
            }
        }
        let coordinator = stage.world.login("coordinator").await;
        assert_eq!(items(&coordinator, "/follow-ups?mine=false").await.len(), 1, "sees it, without being asked");
        stage.manager = stage.world.login("manager").await;
        command_to(&stage.manager, &rollout, json!({"command": "end_waiting"})).await.expect(200);
        assert!(items(&stage.manager, "/follow-ups").await.is_empty());
    }

    /// What turned since a moment, by time alone or by a command, with its reason; what was red before is not new.
    async fn what_turned_yellow_or_red(world) {
        let mut stage = Stage::set(world).await;
        let late = stage.rollout(ALONE, "EWA").await;
        stage.world.clock.advance(Duration::days(60));
        recompute_due(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        stage.manager = stage.world.login("manager").await;
        stage.second = stage.world.login("second").await;
        let since = async |day: &str| -> Vec<Value> { items(&stage.manager, &format!("/rollouts?kind=daughter&light_after={day}T00:00:00Z")).await };
        assert_eq!(items(&stage.manager, "/rollouts?light=red&kind=daughter").await.len(), 1, "long overdue");
        assert!(since("2026-04-30").await.is_empty(), "but for weeks already");
        assert_eq!(since("2026-03-02").await.len(), 1);
        let blocked = stage.rollout(ALONE, "HUND").await;
        command_to(&stage.manager, &blocked, json!({"command": "block", "reason": "Vertrag strittig"})).await.expect(200);
        let turned = since("2026-04-30").await;
        let ids: Vec<&str> = turned.iter().map(|row| text(&row["id"])).collect();
        assert_eq!(ids, [blocked.as_str()], "{late} is not new");
        assert!(text(&turned[0]["light"]["reason"]).contains("Vertrag strittig"));
    }

    /// Lists and figures say names in the caller's language beside the keys.
    async fn names_beside_keys(world) {
        let stage = Stage::set(world).await;
        stage.rollout(ALONE, "EWA").await;
        let row = items(&stage.manager, "/rollouts?kind=daughter").await.remove(0);
        assert_eq!(row["next_milestone"]["key"], "M1.3");
        let milestones = stage.manager.get(&format!("/rollouts/{}", text(&row["id"]))).await.expect(200);
        let name = milestone(&milestones, "M1.3")["name"].clone();
        assert_eq!(row["next_milestone"]["name"], name);
        let phases = items(&stage.manager, "/rollup?by=phase").await;
        assert!(!phases.is_empty() && phases.iter().all(|one| one["name"] != one["key"] && one["name"].is_string()), "{phases:#?}");
        let in_english = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static("en"))]);
        let english = stage.manager.request(Method::GET, "/rollup?by=phase").headers(in_english);
        let english = stage.manager.send(english).await.expect(200);
        assert_ne!(english.to_string(), json!(phases).to_string());
        let order = items(&stage.manager, "/orders").await.remove(0);
        let phase = &order["positions"][0]["rollout"]["phase"];
        assert_eq!(phase["key"], row["phase"]["key"]);
        assert_eq!(phase["name"], row["phase"]["name"]);
    }
}
