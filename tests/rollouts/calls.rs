//! Whom to call, what was said, and when to ask again.
use super::stage::{ALONE, MEMBERS, Stage, command_to, text};
use chrono::{Duration, NaiveDate};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, World, on_both};
use dienstweg_workflows::rollouts::recompute_due;
use reqwest::Method;
use serde_json::{Value, json};

/// Two rollouts wait for the IT provider for a month, a third one for nobody.
async fn waiting(world: World) -> (Stage, [String; 2]) {
    let mut stage = Stage::set(world).await;
    let rollouts = [stage.rollout(ALONE, "EWA").await, stage.rollout(MEMBERS[0], "GEWERBE").await];
    for rollout in &rollouts {
        stage.set_party(rollout, "it_provider", stage.it).await;
        let wait = json!({"command": "start_waiting", "kind": "it_provider", "reason": "Zertifikat", "follow_up": "2026-03-05"});
        command_to(&stage.manager, rollout, wait).await.expect(200);
    }
    let person = json!({"given_name": "Iris", "family_name": "Telefon", "phone": "+49 9174 4711", "functions": [{"organisation_id": stage.it, "function": "technical_contact"}]});
    stage.admin.post("/persons", person).await.expect(201);
    later(&mut stage, 30).await;
    (stage, rollouts)
}

async fn later(stage: &mut Stage, days: i64) {
    stage.world.clock.advance(Duration::days(days));
    recompute_due(stage.world.db(), stage.world.clock.clone()).await.unwrap();
    stage.manager = stage.world.login("manager").await;
    stage.second = stage.world.login("second").await;
}

/// The call to the IT provider, where there is one.
async fn call(who: &Client) -> Option<Value> {
    let list = who.get("/call-list").await.expect(200);
    list["items"].as_array().unwrap().iter().find(|one| one["party"]["name"] == "Kommunale IT").cloned()
}

async fn note(stage: &Stage, rollouts: &[String; 2], follow_up: Value) -> Value {
    let call = json!({"rollout_ids": rollouts, "party_id": stage.it, "note": "Kommt bis Freitag.", "follow_up": follow_up});
    stage.manager.post("/calls", call).await.expect(201)
}

async fn said(who: &Client, rollout: &str) -> Vec<(String, String, String)> {
    let articles = who.get(&format!("/tickets/{rollout}/articles")).await.expect(200);
    let word = |row: &Value, key: &str| text(&row[key]).to_owned();
    let all = articles["items"].as_array().unwrap().iter();
    all.map(|row| (word(row, "channel"), word(row, "audience"), word(row, "text"))).collect()
}

on_both! {
    /// One call for many rollouts, with who is reached there, what to ask for, and why.
    async fn whom_to_call_and_what_to_ask(world) {
        let (stage, rollouts) = waiting(world).await;
        let one = call(&stage.manager).await.expect("the IT provider is to be called");
        assert_eq!((&one["total"], &one["person"], &one["last_contact"]), (&json!(2), &Value::Null, &Value::Null));
        assert!(one["population"].as_i64().unwrap() > 0 && one["weight"].as_i64() > one["population"].as_i64(), "{one:#}");
        let contact = &one["contacts"][0];
        assert_eq!((text(&contact["name"]), text(&contact["phone"]), &contact["hidden"]), ("Iris Telefon", "+49 9174 4711", &json!(false)));
        let lines = one["rollouts"].as_array().unwrap();
        let mut ids: Vec<&str> = lines.iter().map(|line| text(&line["rollout"]["id"])).collect();
        ids.sort_unstable();
        let mut all: Vec<&str> = rollouts.iter().map(String::as_str).collect();
        all.sort_unstable();
        assert_eq!(ids, all);
        for line in lines {
            assert!(line["causes"].as_array().unwrap().contains(&json!("red")), "{line:#}");
            assert_eq!((text(&line["waiting"]["reason"]), text(&line["question"]["key"])), ("Zertifikat", "M1.3"));
        }
        // Contact data is another right than steering.
        let role = json!({"key": "blind", "name_de": "Ohne Kontakte", "name_en": "Without contacts", "permissions": ["rollout:read", "rollout:steer", "person:read", "ticket:read"]});
        stage.world.login("admin").await.post("/roles", role).await.expect(201);
        let blind = stage.world.user("blind", "blind", ScopeKind::Everything, None).await;
        let contact = call(&blind).await.unwrap()["contacts"][0].clone();
        assert_eq!((&contact["name"], &contact["phone"], &contact["hidden"]), (&json!("Iris Telefon"), &Value::Null, &json!(true)));
        let provider = stage.world.login("provider").await;
        assert_eq!(provider.get("/call-list").await.problem(403), "forbidden");
        assert_eq!(stage.manager.get("/call-list?limit=51").await.problem(400), "malformed");
    }

    /// A note stands in every conversation once, and its day comes back.
    async fn a_call_is_noted_and_followed_up(world) {
        let (mut stage, rollouts) = waiting(world).await;
        let body = json!({"rollout_ids": rollouts, "party_id": stage.it, "note": "Kommt bis Freitag.", "follow_up": {"working_days": 3}});
        let send = || stage.manager.request(Method::POST, "/calls").header("idempotency-key", "one-call").json(&body);
        let noted = stage.manager.send(send()).await.expect(201);
        let again = stage.manager.send(send()).await.expect(201);
        assert_eq!(noted["id"], again["id"]);
        // Wednesday before Good Friday and Easter Monday: Thursday, Tuesday, Wednesday.
        assert_eq!(noted["follow_up"], "2026-04-08");
        for rollout in &rollouts {
            let said = said(&stage.manager, rollout).await;
            let [(channel, audience, text)] = &said[..] else { panic!("{said:?}") };
            assert_eq!((channel.as_str(), audience.as_str()), ("phone", "team"));
            assert!(text.contains("Kommunale IT") && text.contains("Kommt bis Freitag.") && text.contains("08.04.2026"), "{text}");
        }
        assert!(call(&stage.manager).await.is_none() && call(&stage.second).await.is_none(), "nobody is to call before the day");
        let due = async |who: &Client, query: &str| who.get(&format!("/calls{query}")).await.expect(200)["items"].as_array().unwrap().len();
        assert_eq!((due(&stage.manager, "").await, due(&stage.manager, "?due_until=2026-04-08").await), (0, 1));
        later(&mut stage, 7).await;
        assert_eq!((due(&stage.manager, "").await, due(&stage.second, "").await, due(&stage.second, "?mine=false").await), (1, 0, 1));
        let one = call(&stage.manager).await.unwrap();
        assert_eq!((&one["last_contact"]["kind"], &one["last_contact"]["by"]["name"]), (&json!("call"), &noted["author"]["name"]));
        let line = &one["rollouts"][0];
        assert_eq!((&line["causes"][0], text(&line["agreed"]["note"])), (&json!("follow_up"), "Kommt bis Freitag."));
        let path = format!("/calls/{}", text(&noted["id"]));
        let settled = stage.manager.act(&format!("{path}/settle"), 1, json!({})).await.expect(200);
        assert_eq!((&settled["can"], &settled["rollouts"][0]["open"]), (&json!([]), &json!(false)));
        assert_eq!(stage.manager.act(&format!("{path}/settle"), 2, json!({})).await.problem(409), "call-settled");
        assert_eq!(due(&stage.manager, "").await, 0);
        assert_ne!(call(&stage.manager).await.unwrap()["rollouts"][0]["causes"][0], "follow_up", "red as it is");
    }

    /// What was noted by mistake is not a call, and what it had closed is open again; the conversation says so.
    async fn a_note_is_taken_back_for_ten_minutes(world) {
        let (mut stage, rollouts) = waiting(world).await;
        let first = note(&stage, &rollouts, json!({"on": "2026-04-02"})).await;
        later(&mut stage, 1).await;
        let second = note(&stage, &rollouts, Value::Null).await;
        let path = |call: &Value| format!("/calls/{}", text(&call["id"]));
        assert_eq!((&second["follow_up"], &second["can"]), (&Value::Null, &json!(["undo"])));
        assert_eq!(stage.manager.get(&path(&first)).await.expect(200)["can"], json!([]), "the later call counts");
        assert!(call(&stage.manager).await.is_none());
        assert_eq!(stage.second.act(&format!("{}/undo", path(&second)), 1, json!({})).await.problem(403), "forbidden");
        let undone = stage.manager.act(&format!("{}/undo", path(&second)), 1, json!({})).await.expect(200);
        assert_eq!((&undone["withdrawn"], &undone["can"]), (&json!(true), &json!([])));
        assert_eq!(stage.manager.get(&path(&first)).await.expect(200)["can"], json!(["settle"]));
        let one = call(&stage.manager).await.unwrap();
        assert!(text(&one["last_contact"]["at"]) < text(&second["created_at"]), "{one:#}");
        assert_eq!(one["rollouts"][0]["agreed"]["call_id"], first["id"]);
        let mut channels: Vec<String> = said(&stage.manager, &rollouts[0]).await.into_iter().map(|(channel, ..)| channel).collect();
        channels.sort_unstable();
        assert_eq!(channels, ["phone", "phone", "system"], "what was said stays, and that it is taken back is said");
        let third = note(&stage, &rollouts, Value::Null).await;
        stage.world.clock.advance(Duration::minutes(11));
        let manager = stage.world.login("manager").await;
        assert_eq!(manager.act(&format!("{}/undo", path(&third)), 1, json!({})).await.problem(409), "call-undo-too-late");
    }

    /// What does not go is said all at once, and nothing is noted.
    async fn what_cannot_be_noted(world) {
        let (stage, rollouts) = waiting(world).await;
        let nobody = uuid::Uuid::nil();
        let bad = json!({"rollout_ids": [rollouts[0], nobody], "note": "x", "follow_up": {"on": "2026-03-01"}});
        let answer = stage.manager.post("/calls", bad).await.expect(422);
        let pointers: Vec<&str> = answer["errors"].as_array().unwrap().iter().map(|one| text(&one["pointer"])).collect();
        assert_eq!(pointers, ["/rollout_ids/1", "/follow_up"]);
        let coordinator = stage.world.login("coordinator").await;
        let call = json!({"rollout_ids": [rollouts[0]], "note": "Ich rufe an."});
        assert_eq!(coordinator.post("/calls", call).await.status, 422, "steers nothing");
        assert!(said(&stage.manager, &rollouts[0]).await.is_empty());
    }

    /// Whoever has to act and has heard of nobody for ten working days is called, though nothing is wrong yet.
    async fn long_without_contact(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let causes = async |stage: &Stage| -> Value {
            let list = stage.manager.get("/call-list").await.expect(200);
            let mut lines = list["items"].as_array().unwrap().iter().flat_map(|one| one["rollouts"].as_array().unwrap());
            lines.find(|line| line["rollout"]["id"] == rollout.as_str()).map(|line| line["causes"].clone()).unwrap_or_default()
        };
        let own = json!({"command": "set_responsible", "milestone": "M1.3", "organisation_id": stage.it, "person_id": null});
        command_to(&stage.manager, &rollout, own).await.expect(200);
        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let open = seen["milestones"].as_array().unwrap().iter().filter(|one| one["state"] == "open");
        for (place, milestone) in open.enumerate() {
            let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + Duration::days(30 * i64::try_from(place).unwrap());
            let due = json!({"command": "set_due", "milestone": milestone["key"], "due": day});
            command_to(&stage.manager, &rollout, due).await.expect(200);
        }
        later(&mut stage, 10).await;
        assert_eq!(causes(&stage).await, Value::Null, "eight working days");
        later(&mut stage, 8).await;
        assert_eq!(causes(&stage).await, json!(["silent"]));
        stage.manager.post(&format!("/tickets/{rollout}/articles"), json!({"audience": "team", "text": "Unter uns."})).await.expect(201);
        assert_eq!(causes(&stage).await, json!(["silent"]), "nobody else heard that");
        stage.manager.post(&format!("/tickets/{rollout}/articles"), json!({"audience": "all", "text": "Wie steht es?"})).await.expect(201);
        assert_eq!(causes(&stage).await, Value::Null);
    }
}
