//! Waiting, deferral, blocks, outcomes, and lights that change by the clock alone.
use super::stage::{ALONE, Stage, command_to, milestone, text};
use chrono::Duration;
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

async fn view(who: &Client, rollout: &str) -> Value {
    who.get(&format!("/rollouts/{rollout}")).await.expect(200)
}

impl Stage {
    /// Some days later, when everybody has logged in again.
    async fn later(self, days: i64) -> Self {
        self.world.clock.advance(Duration::days(days));
        Self { manager: self.world.login("manager").await, second: self.world.login("second").await, ..self }
    }
}

on_both! {
    /// Only kinds that pause move the plan; the original stays.
    async fn waiting_moves_the_plan_where_it_pauses(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let planned = view(&stage.manager, &rollout).await["plan"].clone();
        command_to(&stage.manager, &rollout, json!({"command": "start_waiting", "kind": "body"})).await.expect(200);
        let stage = stage.later(7).await;
        let waiting = view(&stage.manager, &rollout).await;
        assert_eq!((&waiting["ball"]["role"], &waiting["plan"]["moved"]), (&json!("body_department"), &planned["original"]));
        let again = command_to(&stage.manager, &rollout, json!({"command": "start_waiting", "kind": "it_provider"})).await;
        assert_eq!(again.problem(409), "already-waiting");
        command_to(&stage.manager, &rollout, json!({"command": "end_waiting"})).await.expect(200);
        command_to(&stage.manager, &rollout, json!({"command": "start_waiting", "kind": "it_provider", "reason": "Zertifikat"})).await.expect(200);
        let paused = view(&stage.manager, &rollout).await;
        assert_eq!(paused["ball"]["role"], "it_provider");
        assert_eq!(paused["open_intervals"][0]["reason"], "Zertifikat");
        let stage = stage.later(7).await;
        command_to(&stage.manager, &rollout, json!({"command": "end_waiting"})).await.expect(200);
        let after = view(&stage.manager, &rollout).await["plan"].clone();
        assert_eq!(after["original"], planned["original"]);
        let moved = |plan: &Value| text(&plan["moved"]).parse::<chrono::NaiveDate>().unwrap();
        let days = (moved(&after) - moved(&planned)).num_days();
        // One working week is five working days; a holiday between may make it longer, never shorter.
        assert!((7..=10).contains(&days), "{planned} {after}");
    }

    /// A block is red at once, a deferral grey until its day.
    async fn blocks_and_deferrals(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let color = async |stage: &Stage| text(&view(&stage.manager, &rollout).await["light"]["color"]).to_owned();
        assert_eq!(color(&stage).await, "green");
        command_to(&stage.manager, &rollout, json!({"command": "block", "reason": "Vertrag strittig"})).await.expect(200);
        let blocked = view(&stage.manager, &rollout).await;
        assert_eq!(blocked["light"]["color"], "red");
        assert!(text(&blocked["light"]["reason"]).contains("Vertrag strittig"), "{}", blocked["light"]);
        let twice = command_to(&stage.manager, &rollout, json!({"command": "block", "reason": "noch einmal"})).await;
        assert_eq!(twice.problem(409), "already-blocked");
        command_to(&stage.manager, &rollout, json!({"command": "unblock"})).await.expect(200);
        assert_eq!(color(&stage).await, "green");
        command_to(&stage.manager, &rollout, json!({"command": "defer", "until": "2026-03-16", "reason": "Kommunalwahl"})).await.expect(200);
        let deferred = view(&stage.manager, &rollout).await;
        assert_eq!((&deferred["state"], &deferred["light"]["color"], &deferred["ticket"]["state"]), (&json!("deferred"), &json!("grey"), &json!("waiting")));
        let stage = stage.later(15).await;
        stage.world.settle().await;
        let over = view(&stage.manager, &rollout).await;
        assert_eq!((&over["state"], &over["light"]["color"]), (&json!("running"), &json!("green")), "the day came by itself: {}", over["light"]);
        assert_eq!(over["ticket"]["state"], "open", "the ticket of a rollout says what the rollout does");
    }

    /// Each way to come out otherwise ends the course for good; the reason is for those who steer.
    async fn outcomes(world) {
        let stage = Stage::set(world).await;
        for (service, outcome) in [("EWA", "own_solution"), ("GEWERBE", "not_competent"), ("HUND", "replaced")] {
            let rollout = stage.rollout(ALONE, service).await;
            let command = json!({"command": "set_outcome", "outcome": outcome, "reason": "Geheimer Grund"});
            command_to(&stage.manager, &rollout, command.clone()).await.expect(200);
            let ended = view(&stage.manager, &rollout).await;
            assert_eq!((&ended["state"], &ended["outcome"]["key"], &ended["light"]["color"]), (&json!("ended"), &json!(outcome), &json!("grey")));
            assert_eq!((&ended["ticket"]["state"], &ended["ball"], &ended["can"]), (&json!("closed"), &json!(null), &json!([])));
            assert_eq!(ended["outcome"]["reason"], "Geheimer Grund");
            let other = view(&stage.coordinator, &rollout).await;
            assert_eq!((&other["outcome"]["key"], &other["outcome"]["reason"]), (&json!(outcome), &json!(null)));
            let history = stage.coordinator.get(&format!("/rollouts/{rollout}/history?limit=200")).await.expect(200);
            assert!(!history.to_string().contains("Geheimer Grund"), "{history:#}");
            let complete = json!({"command": "complete", "milestone": "M2.1"});
            assert_eq!(command_to(&stage.manager, &rollout, complete).await.problem(409), "rollout-ended");
            assert!(matches!(command_to(&stage.manager, &rollout, command).await.status, 409));
        }
    }

    /// A milestone that was reopened is open again with its gate behind it closed.
    async fn reopening(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.complete(&stage.manager, &rollout, &["M2.1", "M2.2"]).await;
        assert_eq!(milestone(&view(&stage.manager, &rollout).await, "M3.2")["ready"], true);
        command_to(&stage.manager, &rollout, json!({"command": "reopen", "milestone": "M2.2", "reason": "Irrtum"})).await.expect(200);
        let open = view(&stage.manager, &rollout).await;
        assert_eq!((&milestone(&open, "M2.2")["state"], &milestone(&open, "M3.2")["ready"]), (&json!("open"), &json!(false)));
        assert_eq!(milestone(&open, "M3.2")["missing"], json!(["M2.2"]));
        command_to(&stage.manager, &rollout, json!({"command": "skip", "milestone": "M2.2", "reason": "Entfällt hier"})).await.expect(200);
        assert_eq!(milestone(&view(&stage.manager, &rollout).await, "M3.2")["ready"], true);
        stage.go_live_from(&rollout).await;
        command_to(&stage.manager, &rollout, json!({"command": "set_outcome", "outcome": "live"})).await.expect(200);
        let reopen = json!({"command": "reopen", "milestone": "M5.1", "reason": "Zu früh"});
        assert_eq!(command_to(&stage.manager, &rollout, reopen).await.problem(409), "milestone-carries-outcome");
    }

    /// Nothing is written, only time passes: list, filter and page say the same light on each day, without recomputing.
    async fn lights_change_by_the_clock_alone(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let mut seen = Vec::new();
        for day in 0..50 {
            if day % 3 == 2 {
                // Recomputing now and then must change nothing that is seen.
                stage.world.settle().await;
            }
            let page = view(&stage.manager, &rollout).await;
            let color = text(&page["light"]["color"]).to_owned();
            let row = stage.manager.get("/rollouts?kind=daughter").await.expect(200)["items"][0].clone();
            assert_eq!((&row["light"]["color"], &row["light"]["reason"]), (&page["light"]["color"], &page["light"]["reason"]), "day {day}");
            assert_eq!(row["plan"]["moved"], page["plan"]["moved"], "day {day}");
            for light in ["green", "yellow", "red", "grey"] {
                let found = stage.manager.get(&format!("/rollouts?kind=daughter&light={light}")).await.expect(200);
                assert_eq!(found["items"].as_array().unwrap().len(), usize::from(light == color), "day {day}: {light} for {color}");
            }
            if seen.last() != Some(&color) {
                seen.push(color);
            }
            stage = stage.later(1).await;
        }
        assert_eq!(seen, ["green", "yellow", "red"]);
    }
}

impl Stage {
    async fn go_live_from(&self, rollout: &str) {
        self.complete(
            &self.manager,
            rollout,
            &["M1.3", "M2.3", "M3.1", "M3.2", "M3.4", "M4.1", "M4.2", "M5.1"],
        )
        .await;
    }
}
