//! What an index of published services says completes a milestone, and opens it again.
use super::stage::{self, ALONE, MEMBERS, Stage, command_to, id, milestone, text};
use crate::simulators::published::{CLIENT, Index, USER};
use chrono::Duration;
use dienstweg_connectors::publication::IndexKind;
use dienstweg_server::config::Config;
use dienstweg_testkit::{Client, World, on_both};
use serde_json::{Value, json};
use std::error::Error;

const LEIKA: &str = "99115005060000";
const LEISTUNG: u64 = 8_765_432;

/// A stage whose server asks the index.
async fn asking(world: &World, index: &Index, change: impl FnOnce(&mut Config)) -> Stage {
    let world = World::start_with(world.backend, |config| {
        config.publication_index = Some(IndexKind::BayernPortal);
        config.publication_url = Some(format!("{}/rest/allgemein/v3/", index.base));
        config.publication_user = Some(USER.0.to_owned());
        config.publication_password = Some(USER.1.to_owned());
        config.publication_requests_per_second = 1_000;
        change(config);
    })
    .await;
    Stage::set(world).await
}

fn pvog(index: &Index) -> impl FnOnce(&mut Config) {
    let url = format!("{}/suchdienst/api", index.base);
    move |config| {
        config.publication_index = Some(IndexKind::Pvog);
        config.publication_url = Some(url);
        config.publication_client_id = Some(CLIENT.to_owned());
    }
}

async fn keys(stage: &Stage, keys: Value) {
    let services = stage.manager.get("/services?q=EWA").await.expect(200);
    let service = &services["items"][0];
    let version = service["version"].as_i64().unwrap();
    stage.manager.patch(&format!("/services/{}", text(&service["id"])), version, keys).await.expect(200);
}

async fn of(who: &Client, rollout: &str) -> Value {
    let list = who.get(&format!("/publications?rollout={rollout}")).await.expect(200);
    list["items"].get(0).cloned().unwrap_or_default()
}

async fn published(stage: &Stage, rollout: &str) -> Value {
    milestone(&stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200), "M5.2")["state"].clone()
}

/// Hours later, when the index was asked about what is due then.
async fn later(stage: &mut Stage, hours: i64) {
    stage.world.clock.advance(Duration::hours(hours));
    stage.world.settle().await;
    stage.manager = stage.world.login("manager").await;
}

on_both! {
    async fn what_is_found_is_done_and_what_vanishes_is_open_again(world) {
        let index = Index::start();
        let mut stage = asking(&world, &index, |_| {}).await;
        keys(&stage, json!({"portal_ids": [LEISTUNG.to_string()]})).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.world.settle().await;
        assert_eq!(of(&stage.manager, &rollout).await, Value::Null, "nothing to be found before the go-live");
        // 130 other offices: the one that counts is on the second page.
        index.state().offices = (0..130).map(|at| (format!("09161{at:03}"), [1, 2].into())).collect();
        index.state().offices.insert(ALONE.to_owned(), [1].into());
        stage.go_live(&rollout).await;
        later(&mut stage, 1).await;
        let missing = of(&stage.manager, &rollout).await;
        assert_eq!((&missing["state"], &missing["milestone"]["key"], &missing["contradicted"]), (&json!("missing"), &json!("M5.2"), &json!(false)), "{missing:#}");
        assert_eq!(published(&stage, &rollout).await, "open");

        index.state().offices.insert(ALONE.to_owned(), [1, LEISTUNG].into());
        later(&mut stage, 23).await;
        assert_eq!(of(&stage.manager, &rollout).await["state"], "missing", "asked about once a day");
        later(&mut stage, 1).await;
        let found = of(&stage.manager, &rollout).await;
        assert_eq!((&found["state"], &found["url"]), (&json!("found"), &json!(format!("https://portal.example/leistung/{LEISTUNG}"))), "{found:#}");
        assert_eq!(published(&stage, &rollout).await, "done");
        let history = stage.manager.get(&format!("/rollouts/{rollout}/history")).await.expect(200);
        let told = history["items"].as_array().unwrap().iter().find(|entry| entry["action"] == "rollout.publication_changed");
        assert_eq!(told.unwrap()["changes"][1]["after"], "found", "the history says why it is done: {history:#}");

        index.state().offices.insert(ALONE.to_owned(), [1].into());
        later(&mut stage, 24).await;
        assert_eq!((&of(&stage.manager, &rollout).await["state"], published(&stage, &rollout).await), (&json!("found"), json!("done")), "once is a gap");
        later(&mut stage, 6).await;
        assert_eq!((&of(&stage.manager, &rollout).await["state"], published(&stage, &rollout).await), (&json!("missing"), json!("open")));
        let view = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert!(text(&milestone(&view, "M5.2")["reason"]).contains("nicht mehr zu finden"), "{view:#}");

        index.state().offices.insert(ALONE.to_owned(), [LEISTUNG].into());
        let check = format!("/publications/{rollout}/check");
        let coordinator = stage.world.login("coordinator").await;
        assert_eq!(coordinator.post(&check, json!({})).await.problem(403), "forbidden");
        stage.manager.post(&check, json!({})).await.expect(204);
        stage.world.settle().await;
        assert_eq!(published(&stage, &rollout).await, "done", "asked at once where somebody wants to know");
    }

    /// The index may be wrong where people know better; it is said, not undone. Each sees what is theirs.
    async fn what_people_say_is_contradicted_not_undone(world) {
        let index = Index::start();
        let mut stage = asking(&world, &index, |_| {}).await;
        keys(&stage, json!({"portal_ids": [LEISTUNG.to_string()]})).await;
        index.state().offices = [(ALONE.to_owned(), [1].into()), (MEMBERS[0].to_owned(), [1].into())].into();
        let rollout = stage.rollout(ALONE, "EWA").await;
        let other = stage.rollout(MEMBERS[0], "HUND").await;
        for rollout in [&rollout, &other] {
            stage.go_live(rollout).await;
            stage.complete(&stage.manager, rollout, &["M5.2"]).await;
        }
        for hours in [1, 24, 24] {
            later(&mut stage, hours).await;
        }
        let missing = of(&stage.manager, &rollout).await;
        assert_eq!((&missing["state"], &missing["contradicted"]), (&json!("missing"), &json!(true)), "{missing:#}");
        assert_eq!(published(&stage, &rollout).await, "done");
        let unmatched = of(&stage.manager, &other).await;
        assert_eq!((&unmatched["state"], &unmatched["problem"]), (&json!("unmatched"), &json!("service_without_key")), "{unmatched:#}");
        let summary = stage.manager.get("/publication-summary").await.expect(200);
        assert_eq!(summary, json!({"index": "bayern_portal", "pending": 0, "found": 0, "missing": 1, "unmatched": 1, "contradicted": 1}));
        let only = stage.manager.get("/publications?contradicted=true").await.expect(200);
        assert_eq!(only["items"].as_array().unwrap().len(), 1, "{only:#}");
        let coordinator = stage.world.login("coordinator").await;
        let own = coordinator.get("/publications").await.expect(200);
        assert_eq!((own["items"].as_array().unwrap().len(), &own["items"][0]["can"]), (1, &json!([])), "{own:#}");
        assert_eq!(coordinator.get("/publication-summary").await.expect(200)["unmatched"], 0);
        // Out of question when it comes out otherwise.
        let end = json!({"command": "set_outcome", "outcome": "own_solution", "reason": "Eigenes Verfahren"});
        command_to(&stage.manager, &rollout, end).await.expect(200);
        later(&mut stage, 1).await;
        assert_eq!(of(&stage.manager, &rollout).await, Value::Null);
    }

    /// An outcome that rests on the milestone keeps it, and holds nobody else up.
    async fn what_an_outcome_rests_on_stays_done(world) {
        let index = Index::start();
        let mut stage = asking(&world, &index, |_| {}).await;
        // A phase model in which the service has to be found before it is live.
        let shipped = id(&stage.manager.get("/templates?key=efa-test").await.expect(200)["items"][0]);
        let mut definition = stage.manager.get(&format!("/templates/{shipped}")).await.expect(200)["definition"].clone();
        definition["key"] = json!("efa-zuerst");
        for milestone in stage::milestones_of(&mut definition) {
            let fields = milestone.as_object_mut().unwrap();
            match fields["key"].as_str() {
                Some("M3.1") => drop(fields.insert("auto_complete_on".to_owned(), json!("publication.found"))),
                Some("M5.2") => drop(fields.remove("auto_complete_on")),
                _ => {}
            }
        }
        let template = stage::published(&stage.manager, definition).await;
        let service = json!({"key": "ZUERST", "name": "Zuerst", "level": "municipality", "package": "efa", "portal_ids": [LEISTUNG.to_string()]});
        let service = id(&stage.manager.post("/services", service).await.expect(201));
        let programme = json!({"key": "zuerst", "name": "Zuerst", "template_id": template, "four_eyes": "always", "status": "active", "service_ids": [service]});
        stage.manager.post("/programmes", programme).await.expect(201);
        index.state().offices.insert(ALONE.to_owned(), [LEISTUNG].into());
        let rollout = stage.rollout(ALONE, "ZUERST").await;
        stage.go_live(&rollout).await;
        command_to(&stage.manager, &rollout, json!({"command": "set_outcome", "outcome": "live"})).await.expect(200);
        later(&mut stage, 1).await;
        assert_eq!(of(&stage.manager, &rollout).await["state"], "found");
        index.state().offices.insert(ALONE.to_owned(), [1].into());
        later(&mut stage, 24).await;
        later(&mut stage, 6).await;
        let gone = of(&stage.manager, &rollout).await;
        assert_eq!((&gone["state"], &gone["milestone_state"], &gone["contradicted"]), (&json!("missing"), &json!("done"), &json!(true)), "{gone:#}");
    }

    async fn the_search_service_of_the_portalverbund(world) {
        let index = Index::start();
        let mut stage = asking(&world, &index, pvog(&index)).await;
        keys(&stage, json!({"leika_keys": [LEIKA, "99115005000000"]})).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&rollout).await;
        later(&mut stage, 1).await;
        assert_eq!(of(&stage.manager, &rollout).await["state"], "missing");
        index.state().busy = 1;
        index.state().pvog.insert(("098750112112".to_owned(), LEIKA.to_owned()));
        later(&mut stage, 24).await;
        let found = of(&stage.manager, &rollout).await;
        assert_eq!((&found["state"], &found["url"]), (&json!("found"), &json!("https://dienst.example/098750112112")), "{found:#}");
        assert_eq!(published(&stage, &rollout).await, "done");
    }

    /// What an index answers that is ill says nothing about anybody.
    async fn an_index_out_of_order_changes_nothing(world) {
        let index = Index::start();
        let mut stage = asking(&world, &index, |_| {}).await;
        keys(&stage, json!({"portal_ids": [LEISTUNG.to_string()]})).await;
        index.state().offices.insert(ALONE.to_owned(), [LEISTUNG].into());
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&rollout).await;
        later(&mut stage, 1).await;
        index.state().down = true;
        for _ in 0..3 {
            stage.world.clock.advance(Duration::hours(24));
            let refused = stage.world.try_settle().await.unwrap_err();
            let cause = refused.source().map(ToString::to_string).unwrap_or_default();
            assert!(cause.contains("status 503"), "{cause}");
        }
        stage.manager = stage.world.login("manager").await;
        assert_eq!((&of(&stage.manager, &rollout).await["state"], published(&stage, &rollout).await), (&json!("found"), json!("done")));
        index.state().down = false;
        later(&mut stage, 1).await;
        assert_eq!(of(&stage.manager, &rollout).await["state"], "found");
    }

    async fn without_an_index_nobody_is_asked(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&rollout).await;
        stage.world.settle().await;
        assert_eq!(stage.manager.get("/publication-summary").await.expect(200)["index"], Value::Null);
        let check = format!("/publications/{rollout}/check");
        assert_eq!(stage.manager.post(&check, json!({})).await.problem(409), "publication-not-asked");
        let service = id(&stage.manager.get("/services?q=EWA").await.expect(200)["items"][0]);
        let wrong = stage.manager.patch(&format!("/services/{service}"), 1, json!({"portal_ids": ["12a"]})).await;
        assert_eq!(wrong.problem(422), "invalid");
    }
}
