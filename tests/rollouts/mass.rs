//! Many at once: what a provider owes over several towns, another programme, a newer version of the template.
use super::stage::{ALONE, MEMBERS, Stage, command_to, id, milestone, text};
use chrono::{Days, Duration};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::Actor;
use dienstweg_projections::snapshots::{figures_rebuilt, figures_stored};
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{parties_check, rebuild_check};
use dienstweg_testkit::{Client, World, on_both};
use dienstweg_workflows::memory::snapshots_take;
use dienstweg_workflows::rollouts::of;
use reqwest::Method;
use serde_json::{Value, json};

async fn prepared(stage: &Stage, who: &Client, path: &str, input: Value) -> Value {
    let job = who.post(path, input).await.expect(201);
    stage.world.settle().await;
    who.get(&format!("/jobs/{}", text(&job["id"]))).await.expect(200)
}

async fn act(stage: &Stage, who: &Client, job: &Value, act: &str) -> Value {
    let path = format!("/jobs/{}", text(&job["id"]));
    let version = job["version"].as_i64().unwrap();
    who.act(&format!("{path}/{act}"), version, json!({})).await.expect(200);
    stage.world.settle().await;
    who.get(&path).await.expect(200)
}

async fn items(who: &Client, path: &str) -> Vec<Value> {
    who.get(path).await.expect(200)["items"].as_array().unwrap().clone()
}

/// What is stored follows from the facts, and the figures of past days stay what they were.
async fn nothing_drifts(world: &World) {
    let ctx = Ctx::system(Actor::system("test", &[ROLLOUT_READ]), world.clock.clone());
    let reader = world.db().read(&ctx);
    let (drift, _) = rebuild_check(&reader, None, 100, &of).await.unwrap();
    assert!(drift.is_empty(), "{drift:?}");
    let (drift, _) = parties_check(&reader, None, 100).await.unwrap();
    assert!(drift.is_empty(), "{drift:?}");
    let until = ctx.today() - Days::new(1);
    for (day, rebuilt) in figures_rebuilt(&reader, until - Days::new(3), until).await.unwrap() {
        assert_eq!(figures_stored(&reader, day).await.unwrap(), rebuilt, "{day}");
    }
}

/// The template of the stage in a version without M2.1 and M2.4, but with M2.9.
async fn newer(stage: &Stage) -> Value {
    let known = items(&stage.manager, "/templates?key=efa-test").await;
    let known = stage.manager.get(&format!("/templates/{}", text(&known[0]["id"]))).await.expect(200);
    let mut definition = known["definition"].clone();
    for phase in definition["phases"].as_array_mut().unwrap() {
        let milestones = phase["milestones"].as_array_mut().unwrap();
        let mut new = milestones.iter().find(|one| one["key"] == "M2.1").cloned();
        milestones.retain(|one| one["key"] != "M2.1" && one["key"] != "M2.4");
        for one in milestones.iter_mut() {
            if let Some(gate) = one["gate"].as_array_mut() {
                gate.retain(|key| key != "M2.1" && key != "M2.4");
            }
        }
        if let Some(new) = &mut new {
            new["key"] = json!("M2.9");
            new["name"] = json!({"de": "Datenschutz geprüft", "en": "Data protection checked"});
            milestones.push(new.clone());
        }
    }
    let made = stage.manager.post("/templates", definition).await;
    let (etag, draft) = (made.header("etag").to_owned(), made.expect(201));
    let publish = stage.manager.request(Method::POST, &format!("/templates/{}/publish", text(&draft["id"])));
    stage.manager.send(publish.header("if-match", etag)).await.expect(200)
}

on_both! {
    /// One list over all towns, completed at once, two milestones of one rollout too.
    async fn a_provider_completes_what_it_owes_over_several_towns(world) {
        let mut stage = Stage::set(world).await;
        for (body, service) in [(ALONE, "EWA"), (ALONE, "GEWERBE"), (MEMBERS[0], "HUND")] {
            let rollout = stage.rollout(body, service).await;
            stage.set_party(&rollout, "it_provider", stage.it).await;
            stage.complete(&stage.manager, &rollout, &["M1.3", "M2.1", "M2.2", "M2.3"]).await;
            for key in ["M3.1", "M3.2"] {
                let own = json!({"command": "set_responsible", "milestone": key, "organisation_id": stage.it, "person_id": null});
                command_to(&stage.manager, &rollout, own).await.expect(200);
            }
            stage.world.clock.advance(Duration::days(3));
            stage.manager = stage.world.login("manager").await;
            stage.second = stage.world.login("second").await;
        }
        stage.provider = stage.world.login("provider").await;
        let listed = items(&stage.provider, "/milestones?ready=true").await;
        let dues: Vec<&str> = listed.iter().map(|one| text(&one["due"])).collect();
        assert!(listed.len() >= 4 && dues.is_sorted(), "{dues:?}");
        assert!(listed.iter().all(|one| one["party"]["name"] == "Kommunale IT" && one["since"].is_string()), "{listed:#?}");
        let mut turned = items(&stage.provider, "/milestones?ready=true&sort=-due").await;
        turned.reverse();
        assert_eq!(turned, listed);
        let service = text(&listed[0]["rollout"]["service"]["id"]).to_owned();
        let of_service = items(&stage.provider, &format!("/milestones?ready=true&service={service}")).await;
        assert!(!of_service.is_empty() && of_service.len() < listed.len() && of_service.iter().all(|one| one["rollout"]["service"]["id"] == service));

        let job = prepared(&stage, &stage.provider, "/milestones/bulk?ready=true", json!({})).await;
        assert_eq!((&job["state"], &job["total"], &job["done"]), (&json!("checked"), &json!(listed.len()), &json!(listed.len())), "{job:#}");
        assert_eq!(items(&stage.provider, "/milestones?ready=true").await.len(), listed.len(), "trying changes nothing");
        let job = act(&stage, &stage.provider, &job, "start").await;
        assert_eq!((&job["state"], &job["done"]), (&json!("done"), &json!(listed.len())));
        let ids: Vec<&str> = listed.iter().map(|one| text(&one["id"])).collect();
        let left = items(&stage.provider, "/milestones").await;
        assert!(left.iter().all(|one| !ids.contains(&text(&one["id"]))), "{left:#?}");
        assert_eq!((&job["reversible"], &job["can"]), (&json!(false), &json!([])), "to open again is for those who steer");

        let job = prepared(&stage, &stage.manager, "/milestones/bulk", json!({"ids": [ids[0], uuid::Uuid::nil()]})).await;
        let told = items(&stage.manager, &format!("/jobs/{}/items", text(&job["id"]))).await;
        let codes: Vec<&Value> = told.iter().map(|one| &one["code"]).collect();
        assert_eq!(codes, [&json!("milestone-settled"), &json!("not-found")]);
    }

    /// Several milestones of one rollout are taken back, each where nobody has changed it since.
    async fn milestones_of_one_rollout_are_taken_back(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.complete(&stage.manager, &rollout, &["M1.3"]).await;
        let ready: Vec<String> = items(&stage.manager, "/milestones?mine=false&ready=true").await.iter().filter(|one| one["rollout"]["id"] == rollout.as_str()).map(|one| text(&one["id"]).to_owned()).collect();
        assert!(ready.len() > 1, "{ready:?}");
        let job = prepared(&stage, &stage.manager, "/milestones/bulk", json!({"ids": ready, "note": "Nach Liste"})).await;
        let job = act(&stage, &stage.manager, &job, "start").await;
        assert_eq!(job["done"], ready.len());
        let job = act(&stage, &stage.manager, &job, "undo").await;
        assert_eq!((&job["state"], &job["done"]), (&json!("undone"), &json!(0)));
        let after = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let open = after["milestones"].as_array().unwrap().iter().filter(|one| ready.iter().any(|id| one["id"] == id.as_str()));
        assert!(open.clone().count() == ready.len() && open.clone().all(|one| one["state"] == "open"), "{after:#}");
    }

    /// The programme is set and set back; the figures of the days before count for the old one.
    async fn another_programme(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let first = stage.manager.get(&format!("/programmes/{}", stage.programme)).await.expect(200);
        let make = async |key: &str, services: Value| {
            let body = json!({"key": key, "name": key, "template_id": first["template"]["id"], "four_eyes": "off", "status": "active", "service_ids": services});
            id(&stage.manager.post("/programmes", body).await.expect(201))
        };
        let services = first["services"].as_array().unwrap();
        let all: Vec<&Value> = services.iter().map(|one| &one["id"]).collect();
        let others: Vec<&Value> = services.iter().filter(|one| one["key"] != "EWA").map(|one| &one["id"]).collect();
        let (next, foreign) = (make("next", json!(all)).await, make("foreign", json!(others)).await);
        let entry = json!({"role": "it_provider", "programme_id": next, "organisation_id": stage.it});
        stage.manager.post("/party-entries", entry).await.expect(201);
        stage.world.clock.advance(Duration::days(2));
        snapshots_take(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        stage.manager = stage.world.login("manager").await;
        let set = |programme: uuid::Uuid| json!({"ids": [rollout], "act": {"command": {"command": "set_programme", "programme_id": programme}}});
        let refused = prepared(&stage, &stage.manager, "/rollouts/bulk", set(foreign)).await;
        assert_eq!((&refused["done"], &refused["refused"]), (&json!(0), &json!(1)));
        let job = prepared(&stage, &stage.manager, "/rollouts/bulk", set(next)).await;
        let job = act(&stage, &stage.manager, &job, "start").await;
        let parties = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200)["parties"].clone();
        let it = parties.as_array().unwrap().iter().find(|one| one["role"] == "it_provider").unwrap();
        assert_eq!(it["organisation"]["name"], "Kommunale IT", "the directory names somebody for this programme alone");
        let programme = async |stage: &Stage| stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200)["programme"]["id"].clone();
        assert_eq!(programme(&stage).await, json!(next));
        stage.world.clock.advance(Duration::minutes(1));
        let job = act(&stage, &stage.manager, &job, "undo").await;
        assert_eq!((&job["done"], programme(&stage).await), (&json!(0), json!(stage.programme)));
        stage.world.clock.advance(Duration::minutes(1));
        command_to(&stage.manager, &rollout, json!({"command": "set_programme", "programme_id": next})).await.expect(200);
        stage.world.clock.advance(Duration::days(2));
        snapshots_take(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        nothing_drifts(&stage.world).await;
    }

    /// What is done keeps its dates, what is new is open, what is gone is told; nothing takes it back.
    async fn a_newer_version_of_the_template(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let current = prepared(&stage, &stage.manager, "/rollouts/bulk", json!({"ids": [rollout], "act": {"command": {"command": "change_template"}}})).await;
        assert_eq!(current["refused"], 1, "there is no newer one");
        stage.complete(&stage.manager, &rollout, &["M1.3", "M2.1"]).await;
        let before = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(milestone(&before, "M2.4")["state"], "open", "{before:#}");
        stage.world.clock.advance(Duration::days(2));
        snapshots_take(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        stage.manager = stage.world.login("manager").await;
        let published = newer(&stage).await;
        assert_eq!(published["definition"]["version"], 2, "{published:#}");

        let job = prepared(&stage, &stage.manager, "/rollouts/bulk", json!({"ids": [rollout], "act": {"command": {"command": "change_template"}}})).await;
        assert_eq!((&job["state"], &job["done"], &job["reversible"]), (&json!("checked"), &json!(1), &json!(false)));
        let told = items(&stage.manager, &format!("/jobs/{}/items", text(&job["id"]))).await;
        let moved = &told[0]["effect"]["moved"];
        let keys = |what: &str| moved[what].as_array().unwrap().iter().map(|one| text(&one["key"]).to_owned()).collect::<Vec<_>>();
        assert_eq!((&moved["from"], &moved["to"], keys("added"), keys("removed"), keys("kept")), (&json!(1), &json!(2), vec!["M2.9".to_owned()], vec!["M2.4".to_owned()], vec!["M2.1".to_owned()]));
        let job = act(&stage, &stage.manager, &job, "start").await;
        assert_eq!((&job["state"], &job["can"]), (&json!("done"), &json!([])));
        let path = format!("/jobs/{}/undo", text(&job["id"]));
        assert_eq!(stage.manager.act(&path, job["version"].as_i64().unwrap(), json!({})).await.problem(409), "no-way-back");

        let after = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(after["template"]["version"], 2);
        for key in ["M1.3", "M2.1"] {
            let (old, new) = (milestone(&before, key), milestone(&after, key));
            assert_eq!((&new["state"], &new["decided_at"], &new["name"]), (&json!("done"), &old["decided_at"], &old["name"]), "{key}");
        }
        assert_eq!(milestone(&after, "M2.1")["can"], json!([]));
        assert_eq!((&milestone(&after, "M2.9")["state"], milestone(&after, "M2.4")), (&json!("open"), &Value::Null));
        assert_ne!(milestone(&after, "M2.9")["due"], Value::Null);
        let again = command_to(&stage.manager, &rollout, json!({"command": "change_template"})).await;
        assert_eq!(again.problem(409), "template-not-newer");
        stage.complete(&stage.manager, &rollout, &["M2.9"]).await;
        stage.world.clock.advance(Duration::days(2));
        snapshots_take(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        nothing_drifts(&stage.world).await;
        let history = stage.world.login("manager").await.get(&format!("/rollouts/{rollout}/history?limit=200")).await.expect(200);
        assert!(history["items"].as_array().unwrap().iter().any(|entry| entry["action"] == "rollout.template_changed"), "{history:#}");
    }
}
