//! The main job: an order by hand becomes a steered rollout and goes into regular operation.
use super::stage::{ALONE, Stage, command_to, milestone, text};
use dienstweg_testkit::on_both;
use serde_json::json;

on_both! {
    /// Everybody does what is theirs, in the order of the gates.
    async fn from_order_to_operation(world) {
        let stage = Stage::set(world).await;
        let order = stage.order(ALONE, &["EWA"]).await;
        assert_eq!((&order["source"], &order["state"]), (&json!("manual"), &json!("open")));
        assert_eq!(order["positions"][0]["state"], "ready");
        let order = stage.release(&order).await;
        assert_eq!((&order["state"], &order["positions"][0]["state"]), (&json!("released"), &json!("released")));
        let rollout = text(&order["positions"][0]["rollout"]["id"]).to_owned();

        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(seen["ticket"]["type"], "rollout_daughter");
        assert_eq!(seen["ticket"]["id"], seen["id"]);
        let mother = text(&seen["mother"]["id"]).to_owned();
        let mother_page = stage.manager.get(&format!("/mothers/{mother}")).await.expect(200);
        assert_eq!(mother_page["rollouts"][0]["id"], seen["id"], "{mother_page:#}");
        assert_eq!(mother_page["ticket"]["type"], "rollout_mother");
        for done in ["M1.1", "M1.2"] {
            assert_eq!(milestone(&seen, done)["state"], "done", "{done} completes itself");
        }
        assert_eq!(milestone(&seen, "M1.1")["decided_by"]["name"], "manager", "who placed the order");
        assert_eq!(milestone(&seen, "M1.2")["decided_by"]["name"], "second", "who released it");

        stage.set_party(&rollout, "it_provider", stage.it).await;
        stage.complete(&stage.coordinator, &mother, &["M0.2"]).await;
        stage.complete(&stage.manager, &mother, &["M0.1"]).await;
        stage.complete(&stage.manager, &rollout, &["M1.3", "M2.1"]).await;
        stage.complete(&stage.coordinator, &rollout, &["M2.2", "M2.3", "M3.1"]).await;
        stage.complete(&stage.provider, &rollout, &["M3.2"]).await;
        stage.complete(&stage.operator, &rollout, &["M3.4"]).await;
        stage.complete(&stage.coordinator, &rollout, &["M4.1", "M4.2"]).await;
        let before = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(before["plan"]["actual"], json!(null));
        stage.complete(&stage.operator, &rollout, &["M5.1"]).await;
        let live = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(live["plan"]["actual"], "2026-03-02");
        assert_eq!(live["ball"]["role"], "body_digital", "the ball goes on after the go-live");
        command_to(&stage.manager, &rollout, json!({"command": "set_outcome", "outcome": "live"})).await.expect(200);
        stage.complete(&stage.coordinator, &rollout, &["M5.2", "M6.1"]).await;
        stage.complete(&stage.manager, &rollout, &["M6.2", "M6.3"]).await;
        let done = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!((&done["state"], &done["progress"]["percent"]), (&json!("finished"), &json!(100)));
        assert_eq!((&done["ticket"]["state"], &done["ball"]), (&json!("closed"), &json!(null)));
        let order = stage.manager.get(&format!("/orders/{}", text(&order["id"]))).await.expect(200);
        assert_eq!(order["positions"][0]["rollout"]["outcome"], "live");
        let history = stage.manager.get(&format!("/rollouts/{rollout}/history?limit=200")).await.expect(200);
        let actions: Vec<&str> = history["items"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
        assert_eq!(actions.iter().filter(|action| **action == "rollout.milestone_completed").count(), 14, "{actions:?}");
    }

    /// The ball lies with exactly one party, and time accrues to it.
    async fn time_accrues_to_who_holds_the_ball(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.complete(&stage.manager, &rollout, &["M1.3", "M2.1"]).await;
        stage.world.clock.advance(chrono::Duration::hours(30));
        let stage = Stage { coordinator: stage.world.login("coordinator").await, manager: stage.world.login("manager").await, ..stage };
        let held = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(held["ball"]["role"], "body_department");
        assert_eq!(held["ball"]["party"]["id"], json!(stage.body));
        let seconds = |view: &serde_json::Value| {
            let all = view["accrued"].as_array().unwrap().clone();
            all.iter().filter(|one| one["role"] == "body_department").map(|one| one["seconds"].as_i64().unwrap()).sum::<i64>()
        };
        assert_eq!(seconds(&held), 30 * 3600);
        let mine = stage.coordinator.get("/rollouts?mine=true").await.expect(200);
        assert_eq!(mine["items"].as_array().unwrap().len(), 1, "{mine:#}");
        let owed = stage.coordinator.get("/milestones?ready=true").await.expect(200);
        let keys: Vec<&str> = owed["items"].as_array().unwrap().iter().filter(|one| one["rollout"]["kind"] == "daughter").map(|one| text(&one["key"])).collect();
        assert!(keys.contains(&"M2.2") && !keys.contains(&"M3.2"), "{keys:?}");
        stage.complete(&stage.coordinator, &rollout, &["M2.2", "M2.3", "M3.1"]).await;
        stage.world.clock.advance(chrono::Duration::minutes(5));
        let passed = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!((seconds(&passed), &passed["ball"]["role"]), (30 * 3600, &json!("it_provider")));
    }

    /// Whoever is party to a rollout sees it from then on, and no longer once another one is.
    async fn a_party_comes_and_goes(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let path = format!("/rollouts/{rollout}");
        stage.provider.get(&path).await.expect(404);
        stage.set_party(&rollout, "it_provider", stage.it).await;
        let seen = stage.provider.get(&path).await.expect(200);
        assert_eq!(milestone(&seen, "M3.2")["party"]["id"], json!(stage.it));
        assert_eq!(seen["can"], json!([]), "it steers nothing");
        let found = stage.provider.get("/rollouts").await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let command = json!({"command": "set_party", "role": "it_provider", "organisation_id": null});
        command_to(&stage.manager, &rollout, command).await.expect(200);
        stage.provider.get(&path).await.expect(404);
        assert_eq!(stage.provider.get("/rollouts").await.expect(200)["items"], json!([]));
    }

    /// What ended a body's mother does not keep the next order from its rollout.
    async fn a_mother_that_has_ended_holds_nothing_up(world) {
        let stage = Stage::set(world).await;
        let first = stage.rollout(ALONE, "EWA").await;
        let seen = stage.manager.get(&format!("/rollouts/{first}")).await.expect(200);
        let mother = text(&seen["mother"]["id"]).to_owned();
        let cancel = json!({"command": "set_outcome", "outcome": "cancelled", "reason": "Die Gemeinde will nicht."});
        command_to(&stage.manager, &mother, cancel.clone()).await.expect(200);
        command_to(&stage.manager, &first, cancel).await.expect(200);
        let next = stage.rollout(ALONE, "GEWERBE").await;
        let again = stage.rollout(ALONE, "EWA").await;
        assert_ne!(again, first, "what ended otherwise than live may begin anew");
        let seen = stage.manager.get(&format!("/rollouts/{next}")).await.expect(200);
        assert_eq!(seen["mother"]["id"], json!(mother));
    }
}
