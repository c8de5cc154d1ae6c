//! What is refused on the way, and that a refusal changes nothing.
use super::stage::{ALONE, Stage, command_to, milestone, text};
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

async fn refused(who: &Client, rollout: &str, command: Value, status: u16, code: &str) {
    let answer = command_to(who, rollout, command.clone()).await;
    assert_eq!(answer.problem(status), code, "{command}");
}

on_both! {
    /// Gates, rights, reasons, versions.
    async fn commands(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.set_party(&rollout, "it_provider", stage.it).await;
        let path = format!("/rollouts/{rollout}");
        let before = stage.manager.get(&path).await.expect(200);
        let complete = |key: &str| json!({"command": "complete", "milestone": key});

        refused(&stage.manager, &rollout, complete("M3.2"), 409, "milestone-gate-closed").await;
        refused(&stage.manager, &rollout, complete("M1.1"), 409, "milestone-settled").await;
        refused(&stage.manager, &rollout, complete("M9.9"), 422, "milestone-unknown").await;
        refused(&stage.manager, &rollout, complete("M0.1"), 422, "milestone-unknown").await;
        refused(&stage.provider, &rollout, complete("M2.2"), 403, "forbidden").await;
        refused(&stage.coordinator, &rollout, complete("M2.1"), 403, "forbidden").await;
        refused(&stage.coordinator, &rollout, json!({"command": "skip", "milestone": "M2.2", "reason": "x"}), 403, "forbidden").await;
        refused(&stage.coordinator, &rollout, json!({"command": "block", "reason": "x"}), 403, "forbidden").await;
        refused(&stage.manager, &rollout, json!({"command": "skip", "milestone": "M2.2"}), 422, "reason-missing").await;
        refused(&stage.manager, &rollout, json!({"command": "skip", "milestone": "M5.1", "reason": "x"}), 409, "go-live-not-skippable").await;
        refused(&stage.manager, &rollout, json!({"command": "reopen", "milestone": "M2.2", "reason": "x"}), 409, "milestone-open").await;
        refused(&stage.manager, &rollout, json!({"command": "reopen", "milestone": "M1.2", "reason": " "}), 422, "reason-missing").await;
        refused(&stage.manager, &rollout, json!({"command": "set_outcome", "outcome": "live"}), 409, "not-live-yet").await;
        refused(&stage.manager, &rollout, json!({"command": "set_outcome", "outcome": "cancelled"}), 422, "reason-missing").await;
        refused(&stage.manager, &rollout, json!({"command": "end_waiting"}), 409, "not-waiting").await;
        refused(&stage.manager, &rollout, json!({"command": "unblock"}), 409, "not-blocked").await;
        refused(&stage.manager, &rollout, json!({"command": "resume"}), 409, "not-deferred").await;
        refused(&stage.manager, &rollout, json!({"command": "defer", "until": "2026-03-02", "reason": "x"}), 422, "date-too-early").await;
        refused(&stage.manager, &rollout, json!({"command": "set_due", "milestone": "M2.1", "due": "2026-03-01"}), 422, "date-too-early").await;
        refused(&stage.manager, &rollout, json!({"command": "start_waiting", "kind": "weather"}), 422, "waiting-kind-unknown").await;
        refused(&stage.manager, &rollout, json!({"command": "set_party", "role": "king", "organisation_id": stage.it}), 422, "role-unknown").await;
        refused(&stage.manager, &rollout, json!({"command": "dance"}), 422, "invalid").await;
        let after = stage.manager.get(&path).await.expect(200);
        assert_eq!(before, after, "a refusal changes nothing");
    }

    /// Each milestone has its own version, and who acts on an old one gets the present view.
    async fn versions(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let commands = format!("/rollouts/{rollout}/commands");
        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let of = |key: &str| milestone(&seen, key)["version"].as_i64().unwrap();
        let complete = |key: &str| json!({"command": {"command": "complete", "milestone": key}});
        let without = stage.manager.post(&commands, complete("M2.1")).await;
        assert_eq!(without.problem(428), "precondition-required");
        stage.manager.act(&commands, of("M2.1"), complete("M2.1")).await.expect(200);
        let twice = stage.manager.act(&commands, of("M2.1"), complete("M2.1")).await;
        assert_eq!(twice.problem(412), "stale");
        assert_eq!(milestone(&twice.body["current"], "M2.1")["state"], "done", "{:#}", twice.body);
        // Another milestone is another matter.
        stage.coordinator.act(&commands, of("M2.2"), complete("M2.2")).await.expect(200);
        let block = json!({"command": {"command": "block", "reason": "Streit"}});
        let stale = stage.manager.act(&commands, seen["version"].as_i64().unwrap(), block.clone()).await;
        assert_eq!(stale.problem(412), "stale");
        let now = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        stage.manager.act(&commands, now["version"].as_i64().unwrap(), block).await.expect(200);
    }

    /// What does not exist, or not for the caller, does not become a party.
    async fn unknown_parties(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let nobody = "01930f6e-0000-7000-8000-00000000dead";
        for command in [
            json!({"command": "set_party", "role": "it_provider", "organisation_id": nobody}),
            json!({"command": "set_responsible", "milestone": "M2.2", "organisation_id": nobody}),
            json!({"command": "set_responsible", "milestone": "M2.2", "person_id": nobody}),
            json!({"command": "start_waiting", "kind": "it_provider", "organisation_id": nobody}),
        ] {
            let answer = command_to(&stage.manager, &rollout, command.clone()).await;
            assert_eq!(answer.problem(422), "invalid", "{command}");
            assert_eq!(answer.body["errors"][0]["code"], "unknown_reference", "{command}");
        }
    }

    /// Four eyes, and each position in its time.
    async fn orders(world) {
        let stage = Stage::set(world).await;
        let order = stage.order(ALONE, &["EWA", "HUND"]).await;
        let path = format!("/orders/{}/positions/{}", text(&order["id"]), text(&order["positions"][0]["id"]));
        let release = format!("{path}/release");
        assert_eq!(stage.second.act(&release, 1, json!({})).await.problem(409), "order-position-state", "not checked yet");
        let seen = async |who: &Client| who.get(&format!("/orders/{}", text(&order["id"]))).await.expect(200)["positions"][0].clone();
        let offered = |position: &Value| position["can"].as_array().unwrap().contains(&json!("release"));
        assert!(!offered(&seen(&stage.second).await), "not checked yet");
        stage.manager.act(&format!("{path}/check"), 1, json!({})).await.expect(200);
        let (own, other) = (seen(&stage.manager).await, seen(&stage.second).await);
        assert_eq!((offered(&own), offered(&other)), (false, true), "what is offered is what is accepted");
        assert_eq!(own["four_eyes"], true);
        let releasers: Vec<&str> = own["releasers"].as_array().unwrap().iter().map(|one| text(&one["name"])).collect();
        assert_eq!(releasers, ["admin", "second"], "who may, without whose hands it was in");
        assert!(!offered(&seen(&stage.coordinator).await));
        assert_eq!(stage.manager.act(&format!("{path}/check"), 1, json!({})).await.problem(412), "stale");
        assert_eq!(stage.manager.act(&release, 2, json!({})).await.problem(409), "four-eyes");
        assert_eq!(stage.coordinator.act(&release, 2, json!({})).await.problem(403), "forbidden");
        let stale = stage.second.act(&release, 1, json!({})).await;
        assert_eq!((stale.problem(412), &stale.body["current"]["positions"][0]["state"]), ("stale", &json!("checked")), "not as it was seen");
        stage.second.act(&release, 2, json!({})).await.expect(200);
        assert_eq!(stage.second.act(&release, 3, json!({})).await.problem(409), "order-position-state");
        assert_eq!(stage.second.act(&format!("{path}/reject"), 3, json!({"reason": "x"})).await.problem(409), "order-position-state");
        let other = text(&order["positions"][1]["id"]);
        let both = json!({"positions": [order["positions"][0]["id"], other]});
        let results = stage.second.post("/orders/release", both).await.expect(200);
        let codes: Vec<&Value> = results["items"].as_array().unwrap().iter().map(|one| &one["problem"]["code"]).collect();
        assert_eq!(codes, ["order-position-state", "order-position-state"]);
        let other = format!("/orders/{}/positions/{other}", text(&order["id"]));
        stage.second.act(&format!("{other}/reject"), 1, json!({"reason": "Gibt es dort schon."})).await.expect(200);
        let done = stage.manager.get(&format!("/orders/{}", text(&order["id"]))).await.expect(200);
        assert_eq!(done["state"], "released");
    }
}
