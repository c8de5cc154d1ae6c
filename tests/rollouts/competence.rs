//! Who does a service's task: associations for members, districts, overrides.
use super::stage::{ALONE, ASSOCIATION, DISTRICT, MEMBERS, Stage, id, text};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::on_both;
use serde_json::{Value, json};

fn names(list: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = list.as_array().unwrap().iter().map(|one| text(&one["name"])).collect();
    names.sort_unstable();
    names
}

on_both! {
    /// A member orders, its association gets the rollout, which covers all members. Who coordinates a member sees it.
    async fn an_association_acts_for_its_members(world) {
        let stage = Stage::set(world).await;
        let order = stage.order(MEMBERS[0], &["EWA"]).await;
        let position = &order["positions"][0];
        assert_eq!(position["state"], "ready", "{order:#}");
        assert_eq!(text(&position["body"]["name"]), "Doppelbach (VGem)");
        assert_eq!(names(&position["covers"]), ["Oberdoppelbach", "Unterdoppelbach"]);
        let order = stage.release(&order).await;
        let rollout = text(&order["positions"][0]["rollout"]["id"]).to_owned();
        let member = stage.world.organisation(&stage.admin, MEMBERS[1]).await;
        let other = stage.world.user("other", "coordinator", ScopeKind::Organisation, Some(member)).await;
        let seen = other.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(seen["covers"].as_array().unwrap().len(), 2);
        let covering = other.get(&format!("/rollouts?covers={member}")).await.expect(200);
        assert_eq!(covering["items"].as_array().unwrap().len(), 1);
        // The second member orders the same: one rollout, another position.
        let again = stage.release(&stage.order(MEMBERS[1], &["EWA"]).await).await;
        assert_eq!((&again["positions"][0]["state"], &again["positions"][0]["rollout"]["id"]), (&json!("linked"), &json!(rollout)));
        // And the association itself, by its key.
        let own = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}]})).await.expect(201);
        assert_eq!(stage.release(&own).await["positions"][0]["state"], "linked");
    }

    /// A municipality does its own tasks, also within an association; an association does not do them.
    async fn tasks_of_municipalities_stay_with_them(world) {
        let stage = Stage::set(world).await;
        let order = stage.order(MEMBERS[0], &["HUND"]).await;
        assert_eq!(text(&order["positions"][0]["body"]["name"]), "Oberdoppelbach");
        let own = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "HUND"}]})).await.expect(201);
        assert_eq!(own["positions"][0]["problems"][0]["code"], "not_competent", "{own:#}");
        // It may order for each member by name.
        let member = json!({"service_key": "HUND", "body": {"ags": MEMBERS[1]}});
        let each = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [member]})).await.expect(201);
        assert_eq!(text(&each["positions"][0]["body"]["name"]), "Unterdoppelbach");
    }

    /// A task of districts asked for by a municipality is not its own; who is competent is suggested.
    async fn tasks_of_districts(world) {
        let stage = Stage::set(world).await;
        let order = stage.order(ALONE, &["KFZ"]).await;
        let position = &order["positions"][0];
        assert_eq!((&position["state"], &position["problems"][0]["code"]), (&json!("clarification"), &json!("not_competent")));
        let detail = stage.manager.get(&format!("/orders/{}", text(&order["id"]))).await.expect(200);
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let suggested = &detail["positions"][0]["suggestions"]["bodies"];
        assert!(suggested.as_array().unwrap().iter().any(|one| one["id"] == json!(district)), "the district is suggested: {suggested:#}");
        let path = format!("/orders/{}/positions/{}/clarify", text(&order["id"]), text(&position["id"]));
        let clear = stage.manager.act(&path, 1, json!({"body_id": district})).await.expect(200);
        assert_eq!(clear["positions"][0]["state"], "ready", "{clear:#}");
        assert_eq!(names(&clear["positions"][0]["covers"]), ["Alleinhausen", "Oberdoppelbach", "Unterdoppelbach"]);
    }

    /// Somebody else does it, because that was agreed: for one service, from a day on.
    async fn overrides(world) {
        let stage = Stage::set(world).await;
        let association = stage.world.organisation(&stage.admin, ASSOCIATION).await;
        let services = stage.manager.get("/services?key=EWA").await.expect(200);
        let service = id(&services["items"][0]);
        let agreed = json!({"service_id": service, "organisation_id": stage.body, "responsible_id": association, "reason": "Zweckvereinbarung"});
        stage.manager.post("/competence-overrides", agreed.clone()).await.expect(201);
        assert_eq!(stage.manager.post("/competence-overrides", agreed).await.problem(409), "competence-override-overlaps");
        let order = stage.order(ALONE, &["EWA", "GEWERBE"]).await;
        assert_eq!(text(&order["positions"][0]["body"]["name"]), "Doppelbach (VGem)");
        assert_eq!(text(&order["positions"][1]["body"]["name"]), "Alleinhausen");
        assert!(names(&order["positions"][0]["covers"]).contains(&"Alleinhausen"), "who orders is covered: {:#}", order["positions"][0]["covers"]);
    }
}
