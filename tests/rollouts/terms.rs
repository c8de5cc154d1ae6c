//! Certificates and contracts are renewed in time.
use super::stage::{Stage, id, text};
use chrono::Duration;
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

async fn titles(who: &Client, filter: &str) -> Vec<String> {
    let list = who.get(&format!("/terms?{filter}")).await.expect(200);
    list["items"].as_array().unwrap().iter().map(|term| text(&term["title"]).to_owned()).collect()
}

async fn raised(stage: &Stage) -> usize {
    let count = crate::stage::sql(&stage.world, "SELECT 1 FROM event WHERE name = 'term.raised'").await;
    count.len()
}

fn certificate(stage: &Stage, until: &str) -> Value {
    json!({"kind": "certificate", "title": "OSCI-Zertifikat", "body_id": stage.body, "party_id": stage.it, "valid_until": until})
}

on_both! {
    /// Raised once for each last day; whoever renews it may say that it is done.
    async fn what_ends_soon_is_a_task_until_it_is_renewed(world) {
        let mut stage = Stage::set(world).await;
        let made = stage.manager.post("/terms", certificate(&stage, "2026-04-10")).await.expect(201);
        assert_eq!((&made["state"], &made["raise_on"], &made["can"]), (&json!("valid"), &json!("2026-03-11"), &json!(["renew", "update", "end"])));
        stage.world.settle().await;
        assert_eq!(raised(&stage).await, 0);
        stage.world.clock.advance(Duration::days(9));
        stage.world.settle().await;
        stage.world.settle().await;
        assert_eq!(raised(&stage).await, 1, "once");
        stage.provider = stage.world.login("provider").await;
        assert_eq!(titles(&stage.provider, "state=due").await, ["OSCI-Zertifikat"]);
        let path = format!("/terms/{}", id(&made));
        let seen = stage.provider.get(&path).await.expect(200);
        assert_eq!(seen["can"], json!(["renew"]));
        let version = seen["version"].as_i64().unwrap();
        let renew = format!("{path}/renew");
        assert_eq!(stage.provider.act(&renew, version, json!({"valid_until": "2026-04-10"})).await.problem(422), "invalid");
        let renewed = stage.provider.act(&renew, version, json!({"valid_until": "2026-06-10"})).await.expect(200);
        assert_eq!((&renewed["state"], &renewed["raise_on"]), (&json!("valid"), &json!("2026-05-11")));
        assert_eq!(stage.provider.act(&renew, version, json!({"valid_until": "2030-01-01"})).await.problem(412), "stale");
        stage.world.clock.advance(Duration::days(61));
        stage.world.settle().await;
        assert_eq!(raised(&stage).await, 2, "the new last day is another task");
        stage.world.clock.advance(Duration::days(31));
        let manager = stage.world.login("manager").await;
        assert_eq!(titles(&manager, "state=expired").await, ["OSCI-Zertifikat"]);
    }

    /// Sights and rights; what is ended is no task.
    async fn who_sees_and_changes_what(world) {
        let stage = Stage::set(world).await;
        let made = stage.manager.post("/terms", certificate(&stage, "2026-03-10")).await.expect(201);
        let contract = json!({"kind": "contract", "title": "Nachnutzung", "body_id": stage.world.organisation(&stage.admin, "09875113").await, "valid_until": "2026-12-31", "lead_days": 90});
        stage.manager.post("/terms", contract).await.expect(201);
        assert_eq!(titles(&stage.manager, "").await, ["OSCI-Zertifikat", "Nachnutzung"]);
        assert_eq!(titles(&stage.coordinator, "").await, ["OSCI-Zertifikat"]);
        assert_eq!(titles(&stage.operator, "").await, Vec::<String>::new());
        let path = format!("/terms/{}", id(&made));
        assert_eq!(stage.operator.get(&path).await.problem(404), "not-found");
        assert_eq!(stage.coordinator.patch(&path, 1, json!({"lead_days": 5})).await.problem(403), "forbidden");
        let later = stage.manager.patch(&path, 1, json!({"lead_days": 5, "note": "V-PKI"})).await.expect(200);
        assert_eq!((&later["state"], &later["raise_on"], &later["version"]), (&json!("valid"), &json!("2026-03-05"), &json!(2)));
        let nothing = stage.manager.patch(&path, 2, json!({"title": null, "lead_days": 0})).await;
        assert_eq!(nothing.problem(422), "invalid");
        let ended = stage.manager.act(&format!("{path}/end"), 2, json!({"reason": "FIT-Connect"})).await.expect(200);
        assert_eq!((&ended["state"], &ended["can"]), (&json!("ended"), &json!([])));
        assert_eq!(stage.manager.act(&format!("{path}/renew"), 3, json!({"valid_until": "2030-01-01"})).await.problem(409), "term-ended");
        stage.world.clock.advance(Duration::days(8));
        stage.world.settle().await;
        assert_eq!(raised(&stage).await, 0);
        for day in ["+262142-12-31", "-262143-01-01", "1999-12-31"] {
            let manager = stage.world.login("manager").await;
            assert_eq!(manager.post("/terms", certificate(&stage, day)).await.status, 422, "{day}");
        }
        let unknown = json!({"kind": "other", "title": " ", "body_id": id(&made), "valid_until": "2026-12-31"});
        let refused = stage.world.login("manager").await.post("/terms", unknown).await;
        let pointers: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        assert_eq!(pointers, ["/title", "/body_id", "/party_id"]);
    }
}
