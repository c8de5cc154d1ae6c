//! Mail to those who must act in a selection of rollouts.
use super::stage::{a_minute_later, log, with_mail};
use crate::rollouts::stage::{ALONE, Stage, organisation, text};
use dienstweg_rollouts::RolloutKind;
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_testkit::on_both;
use dienstweg_workflows::mail::reminders::{ReminderInput, reminder_preview};
use serde_json::{Value, json};

const COORDINATOR: &str = "coordinator@example.org";

async fn give(stage: &Stage, rollout: &str) {
    let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
    let next = seen["next"][0].clone();
    let milestone =
        seen["milestones"].as_array().unwrap().iter().find(|one| one["key"] == next).unwrap().clone();
    stage.set_party(rollout, text(&milestone["role"]), stage.body).await;
}

fn outcomes(rows: &Value) -> Vec<&str> {
    rows["items"].as_array().unwrap().iter().map(|row| text(&row["outcome"])).collect()
}

on_both! {
    async fn a_selection_is_reminded_and_each_conversation_says_so(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        let mut rollouts = Vec::new();
        for service in ["HUND", "EWA"] {
            let rollout = stage.rollout(ALONE, service).await;
            give(&stage, &rollout).await;
            rollouts.push(rollout);
        }
        let ended = stage.rollout(ALONE, "GEWERBE").await;
        let end = json!({"command": "set_outcome", "outcome": "cancelled", "reason": "entfällt"});
        crate::rollouts::stage::command_to(&stage.manager, &ended, end).await.expect(200);
        let ids = json!([rollouts[0], rollouts[1], ended, "01930f6e-dead-7000-8000-00000000beef"]);
        let body = |words: &str| json!({"ids": ids, "text": words, "audience": "body"});
        let wrong = stage.manager.post("/rollouts/reminders/preview", body("{Datum}")).await;
        assert_eq!((wrong.problem(422), text(&wrong.body["errors"][0]["pointer"])), ("invalid", "/text"));
        let words = "Bitte in {Nummer} noch „{Schritt}“ für {Dienst} erledigen, {Stelle} <b>!";
        let preview = stage.manager.post("/rollouts/reminders/preview", body(words)).await.expect(200);
        let mut found = outcomes(&preview);
        found.sort_unstable();
        assert_eq!(found, ["not_found", "not_running", "ready", "ready"], "{preview:#}");
        assert!(preview["items"].as_array().unwrap().iter().filter(|row| row["outcome"] == "ready").all(|row| row["recipients"][0]["name"] == "coordinator"), "{preview:#}");
        let sent = stage.manager.post("/rollouts/reminders", body(words)).await.expect(200);
        assert_eq!(outcomes(&sent).iter().filter(|one| **one == "queued").count(), 2, "{sent:#}");
        stage.world.settle().await;
        assert!(server.at(COORDINATOR).is_empty(), "a minute for second thoughts");
        a_minute_later(&stage.world).await;
        let mails = server.at(COORDINATOR);
        assert_eq!(mails.len(), 2, "{:#?}", log(&stage.admin, "").await);
        let hund = mails.iter().find(|mail| mail.subject.contains("HUND")).unwrap();
        assert!(hund.text.contains("für Hund anmelden erledigen, Alleinhausen") && hund.text.contains("Gesendet von manager"), "{}", hund.text);
        assert!(hund.html.contains("&lt;b&gt;!") && !hund.html.contains("<b>!"), "{}", hund.html);
        for rollout in &rollouts {
            let articles = stage.manager.get(&format!("/tickets/{rollout}/articles")).await.expect(200);
            let noted: Vec<&Value> = articles["items"].as_array().unwrap().iter().filter(|one| text(&one["text"]).contains("Erinnerung per E-Mail")).collect();
            assert_eq!((noted.len(), &noted[0]["audience"]), (1, &json!("body")), "{articles:#}");
        }
    }

    /// Only those who steer; a repeated request sends nothing again; a filter names rollouts as well.
    async fn who_may_remind_and_how_often(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        give(&stage, &rollout).await;
        let body = json!({"text": "Bitte!", "audience": "all"});
        assert_eq!(stage.coordinator.post("/rollouts/reminders", body.clone()).await.problem(403), "forbidden");
        for _ in 0..2 {
            let path = format!("/rollouts/reminders?body={}&kind=daughter", stage.body);
            let request = stage.manager.request(reqwest::Method::POST, &path).header("idempotency-key", "einmal");
            let sent = stage.manager.send(request.json(&body)).await.expect(200);
            assert_eq!(outcomes(&sent), ["queued"], "{sent:#}");
        }
        a_minute_later(&stage.world).await;
        assert_eq!(server.at(COORDINATOR).len(), 1);
        let none = stage.manager.post("/rollouts/reminders?service=01930f6e-dead-7000-8000-00000000beef", body).await.expect(200);
        assert_eq!(none["items"], json!([]));
    }

    /// People are found for all rollouts at once.
    async fn more_rollouts_cost_no_more_statements(world) {
        let stage = Stage::set(world).await;
        let mut costs = Vec::new();
        for service in ["HUND", "EWA", "GEWERBE"] {
            let rollout = stage.rollout(ALONE, service).await;
            give(&stage, &rollout).await;
            let ctx = stage.world.operator();
            let input: ReminderInput = serde_json::from_value(json!({"text": "Bitte!", "audience": "all"})).unwrap();
            let params = RolloutListParams { body: vec![stage.body.into()], kind: vec![RolloutKind::Daughter], ..RolloutListParams::default() };
            let rows = reminder_preview(&stage.world.db().read(&ctx), &params, &input).await.unwrap();
            costs.push((rows.len(), ctx.statements()));
        }
        assert_eq!(costs.iter().map(|(rows, _)| *rows).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(costs.iter().all(|(_, cost)| *cost <= costs[0].1 && *cost <= 15), "{costs:?}");
    }

    /// More than one sees at a glance, by keys: seen before row by row, sent once, and never taken back.
    async fn a_list_is_reminded_as_a_job(world) {
        let (world, server) = with_mail(&world).await;
        let mut stage = Stage::set(world).await;
        for service in ["HUND", "EWA"] {
            give(&stage, &stage.rollout(ALONE, service).await).await;
        }
        let keys = json!([{"body": ALONE, "service": "HUND"}, {"body": ALONE, "service": "EWA"}, {"body": ALONE, "service": "KFZ"}]);
        let body = |words: &str| json!({"keys": keys, "text": words, "audience": "body"});
        assert_eq!(stage.manager.post("/rollouts/reminders/bulk", body("{Datum}")).await.problem(422), "invalid");
        assert_eq!(stage.coordinator.post("/rollouts/reminders/bulk", body("Bitte!")).await.problem(403), "forbidden");
        let job = stage.manager.post("/rollouts/reminders/bulk", body("Bitte „{Dienst}“!")).await.expect(201);
        let path = format!("/jobs/{}", text(&job["id"]));
        a_minute_later(&stage.world).await;
        let job = stage.manager.get(&path).await.expect(200);
        assert_eq!((&job["state"], &job["done"], &job["refused"], &job["reversible"]), (&json!("checked"), &json!(2), &json!(1), &json!(true)));
        let items = stage.manager.get(&format!("{path}/items")).await.expect(200);
        let effect = &items["items"][0]["effect"];
        assert_eq!((&effect["recipients"][0]["name"], text(&effect["text"])), (&json!("coordinator"), "Bitte „Hund anmelden“!"));
        assert!(server.at(COORDINATOR).is_empty(), "trying sends nothing");
        stage.manager.act(&format!("{path}/start"), job["version"].as_i64().unwrap(), json!({})).await.expect(200);
        a_minute_later(&stage.world).await;
        assert!(server.at(COORDINATOR).is_empty(), "ten minutes to take it back");
        stage.world.clock.advance(chrono::Duration::minutes(10));
        stage.world.settle().await;
        assert_eq!(server.at(COORDINATOR).len(), 2);
        stage.manager = stage.world.login("manager").await;
        let rollouts = stage.manager.get(&format!("/rollouts?body={}&kind=daughter", stage.body)).await.expect(200);
        for rollout in rollouts["items"].as_array().unwrap() {
            let articles = stage.manager.get(&format!("/tickets/{}/articles", text(&rollout["id"]))).await.expect(200);
            let channels: Vec<&Value> = articles["items"].as_array().unwrap().iter().map(|one| &one["channel"]).collect();
            assert_eq!(channels, [&json!("reminder")], "{articles:#}");
        }
        let job = stage.manager.get(&path).await.expect(200);
        assert_eq!((&job["state"], &job["can"]), (&json!("done"), &json!([])));
        assert_eq!(stage.manager.act(&format!("{path}/undo"), job["version"].as_i64().unwrap(), json!({})).await.problem(409), "undo-too-late");
    }

    /// What is taken back within ten minutes never goes out, and the conversation says so.
    async fn a_reminder_by_job_is_taken_back(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        give(&stage, &rollout).await;
        let job = stage.manager.post("/rollouts/reminders/bulk", json!({"ids": [rollout], "text": "Bitte!", "audience": "body"})).await.expect(201);
        let path = format!("/jobs/{}", text(&job["id"]));
        stage.world.settle().await;
        let checked = stage.manager.get(&path).await.expect(200);
        stage.manager.act(&format!("{path}/start"), checked["version"].as_i64().unwrap(), json!({})).await.expect(200);
        a_minute_later(&stage.world).await;
        let done = stage.manager.get(&path).await.expect(200);
        assert_eq!((&done["state"], &done["can"]), (&json!("done"), &json!(["undo"])));
        stage.manager.act(&format!("{path}/undo"), done["version"].as_i64().unwrap(), json!({})).await.expect(200);
        stage.world.settle().await;
        assert_eq!(stage.manager.get(&path).await.expect(200)["state"], "undone");
        stage.world.clock.advance(chrono::Duration::minutes(30));
        stage.world.settle().await;
        assert!(server.at(COORDINATOR).is_empty());
        let mails = log(&stage.world.login("admin").await, "state=dropped").await;
        assert_eq!(mails[0]["reason"], "withdrawn", "{mails:#?}");
    }

    /// A town hall without an account is written to at the address in the register, without a link, and answers by mail.
    async fn who_has_no_account_is_reached_all_the_same(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let milestone = seen["milestones"].as_array().unwrap().iter().find(|one| one["key"] == seen["next"][0]).unwrap().clone();
        let partner = organisation(&stage.admin, "it_provider", "Rechenzentrum Nord", "RZN").await;
        stage.set_party(&rollout, text(&milestone["role"]), partner).await;
        let body = json!({"ids": [rollout], "text": "Bitte „{Schritt}“!", "audience": "all"});
        let nobody = stage.manager.post("/rollouts/reminders/preview", body.clone()).await.expect(200);
        assert_eq!(outcomes(&nobody), ["no_recipient"]);
        for (family, function, email) in [("Ohne", "digital_officer", None), ("Sommer", "technical_contact", Some("sommer@rzn.example.org"))] {
            let person = json!({"given_name": "Ina", "family_name": family, "email": email, "functions": [{"organisation_id": partner, "function": function}]});
            stage.admin.post("/persons", person).await.expect(201);
        }
        let preview = stage.manager.post("/rollouts/reminders/preview", body.clone()).await.expect(200);
        let row = &preview["items"][0];
        assert_eq!((text(&row["outcome"]), text(&row["recipients"][0]["name"]), &row["without_account"]), ("ready", "Ina Sommer", &json!(true)), "{preview:#}");
        let sent = stage.manager.post("/rollouts/reminders", body).await.expect(200);
        assert_eq!(outcomes(&sent), ["queued"]);
        a_minute_later(&stage.world).await;
        let mails = server.at("sommer@rzn.example.org");
        assert_eq!(mails.len(), 1, "{:#?}", log(&stage.admin, "").await);
        assert!(!mails[0].text.contains("https://dienstweg.example/rollouts/"), "{}", mails[0].text);
        assert!(mails[0].text.contains("Antworten Sie einfach") && mails[0].text.contains("Alleinhausen"), "{}", mails[0].text);
        assert!(mails[0].head.contains("Reply-To: manager@example.org"), "{}", mails[0].head);
    }

    /// What went to few is withdrawn within a minute, by its sender only.
    async fn a_reminder_is_withdrawn_before_it_goes_out(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        give(&stage, &rollout).await;
        let body = json!({"ids": [rollout], "text": "Bitte!", "audience": "body"});
        let sent = stage.manager.post("/rollouts/reminders", body).await.expect(200);
        let withdraw = format!("/rollouts/reminders/{}/withdraw", text(&sent["items"][0]["reminder_id"]));
        assert_eq!(stage.second.post(&withdraw, json!({})).await.problem(404), "not-found");
        let back = stage.manager.post(&withdraw, json!({})).await.expect(200);
        assert_eq!(back["rollout_ids"], json!([rollout]));
        let again = stage.manager.post(&withdraw, json!({})).await.expect(200);
        assert_eq!(again["rollout_ids"], json!([]));
        a_minute_later(&stage.world).await;
        assert!(server.at(COORDINATOR).is_empty());
        let articles = stage.coordinator.get(&format!("/tickets/{rollout}/articles")).await.expect(200);
        let said = articles["items"].as_array().unwrap().iter().filter(|one| text(&one["text"]).contains("zurückgenommen")).count();
        assert_eq!(said, 1, "{articles:#}");
    }
}
