//! Many entries at once: by file, by one change for all, when a person leaves, when a body moves in the tree.
use super::parties::{agree, entry, is, party};
use super::stage::{
    ALONE, ASSOCIATION, DISTRICT, MEMBERS, Stage, command_to, id, milestone, organisation, text,
};
use crate::stage::count;
use dienstweg_identity::HolderKind;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Answer, Client, FEDERAL, on_both, register_file};
use dienstweg_workflows::parties::follow;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const ROLE: &str = "it_provider";

async fn upload(who: &Client, query: &str, file: &str) -> Answer {
    let request = who.request(Method::POST, &format!("/party-entries/imports?{query}"));
    who.send(request.header("content-type", "text/csv").body(file.to_owned())).await
}

async fn person(who: &Client, family: &str, organisation: Uuid) -> Uuid {
    let body = json!({"family_name": family, "email": format!("{}@example.org", family.to_lowercase()),
        "functions": [{"organisation_id": organisation, "function": "technical_contact"}]});
    id(&who.post("/persons", body).await.expect(201))
}

async fn entries(who: &Client) -> Vec<Value> {
    who.get("/party-entries?limit=200").await.expect(200)["items"].as_array().unwrap().clone()
}

/// A programme in which a body has so many rollouts that they follow in several commits.
async fn many_rollouts(stage: &Stage, number: usize) -> Uuid {
    let template =
        stage.manager.get(&format!("/programmes/{}", stage.programme)).await.expect(200)["template"]["id"]
            .clone();
    let (mut keys, mut services) = (Vec::new(), Vec::new());
    for nth in 0..number {
        let key = format!("VIELE{nth}");
        let service = json!({"key": key, "name": key, "level": "municipality", "package": "efa"});
        services.push(id(&stage.manager.post("/services", service).await.expect(201)));
        keys.push(key);
    }
    let programme = json!({"key": "viele", "name": "Viele", "template_id": template, "four_eyes": "off",
        "status": "active", "service_ids": services});
    let programme = id(&stage.manager.post("/programmes", programme).await.expect(201));
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    stage.release(&stage.order(ALONE, &keys).await).await;
    programme
}

on_both! {
    /// Portion by portion, each first attempt failing; how far it is can be seen meanwhile.
    async fn many_rollouts_follow_in_portions(world) {
        const NUMBER: usize = 30;
        let stage = Stage::set(world).await;
        let programme = many_rollouts(&stage, NUMBER).await;
        stage.world.settle().await;
        stage.world.db().fail_first_attempts(true);
        let made = entry(&stage.manager, json!({"role": ROLE, "programme_id": programme, "organisation_id": stage.it})).await;
        let path = format!("/party-entries/{}", text(&made["id"]));
        let seen = async || {
            let view = stage.manager.get(&path).await.expect(200);
            (view["rollouts"].as_u64().unwrap(), view["following"]["done"].as_u64(), view["following"]["total"].as_u64())
        };
        assert_eq!(seen().await, (0, Some(0), None));
        follow(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        let (rollouts, done, total) = seen().await;
        assert!(rollouts > 0 && rollouts < NUMBER as u64 && done == Some(rollouts) && total == Some(NUMBER as u64), "{rollouts} {done:?} {total:?}");
        stage.world.settle().await;
        assert_eq!(seen().await, (NUMBER as u64, None, None));
        agree(&stage).await;
        // The same again, and nothing is told of it.
        let told = count(&stage.world, "SELECT 1 AS one FROM event WHERE name = 'rollout.party_set'").await;
        let again = stage.manager.patch(&path, 1, json!({"valid_to": "2099-01-01"})).await;
        assert_eq!(again.status, 200, "{:#}", again.body);
        stage.world.settle().await;
        assert_eq!(count(&stage.world, "SELECT 1 AS one FROM event WHERE name = 'rollout.party_set'").await, told);
    }

    /// Everything or nothing, every fault with its place, and twice is as good as once.
    async fn a_file_is_taken_in_twice(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        person(&stage.manager, "Rechner", stage.it).await;
        let file = format!("role;body_key;service_key;programme_key;organisation_key;person_email;valid_from;valid_to\n\
            it_provider;{DISTRICT};;;KIT;Rechner@example.org;2020-01-01;\n\
            IT-Dienstleister;{ALONE};EWA;;OP;;01.01.2020;\n\
            software_vendor;;GEWERBE;;OP;;;\n\
            software_vendor;;;efa;OP;;;\n");
        let dry = upload(&stage.manager, "dry_run=true", &file).await.expect(200);
        assert_eq!((&dry["new"], &dry["total_faults"]), (&json!(4), &json!(0)), "{dry:#}");
        assert!(entries(&stage.manager).await.is_empty());
        upload(&stage.manager, "", &file).await.expect(200);
        stage.world.settle().await;
        let told = party(&stage.manager, &rollout, ROLE).await;
        assert_eq!(told["organisation"]["name"], "Dienstebetrieb");
        let again = upload(&stage.manager, "", &file).await.expect(200);
        assert_eq!((&again["unchanged"], &again["new"], &again["changed"]), (&json!(4), &json!(0), &json!(0)), "{again:#}");
        assert_eq!(entries(&stage.manager).await.len(), 4);
        agree(&stage).await;
        let wrong = "role;body_key;organisation_key;person_email;valid_from\n\
            koenig;99999999;KIT;;\nit_provider;09875;NIX;nobody@example.org;gestern\nit_provider;09875;OP;;2021-01-01\n";
        let faults = upload(&stage.manager, "dry_run=true", wrong).await.expect(200);
        let found: Vec<(u64, &str)> = faults["faults"].as_array().unwrap().iter().map(|one| (one["line"].as_u64().unwrap(), text(&one["code"]))).collect();
        assert_eq!(found, [(2, "unknown_organisation"), (3, "unknown_organisation"), (3, "unknown_person"), (3, "date_unknown"), (4, "overlaps")]);
        assert_eq!(upload(&stage.manager, "", wrong).await.problem(422), "invalid");
        let replaced = upload(&stage.manager, "replace=true", "role;body_key;organisation_key;valid_from\nit_provider;09875;OP;2021-01-01\n").await.expect(200);
        assert_eq!((&replaced["new"], &replaced["ended"]), (&json!(1), &json!(1)), "{replaced:#}");
        // A town takes in its own, and nothing else.
        let foreign = upload(&stage.coordinator, "", &file).await;
        assert_eq!(foreign.status, 422, "{:#}", foreign.body);
    }

    /// From a day on somebody else; what came before stays as it was.
    async fn many_entries_change_from_a_day_on(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let next = organisation(&stage.admin, "it_provider", "Nachfolge", "NEU").await;
        for key in [ALONE, MEMBERS[0]] {
            let body = stage.world.organisation(&stage.admin, key).await;
            entry(&stage.manager, json!({"role": ROLE, "body_id": body, "organisation_id": stage.it})).await;
        }
        stage.world.settle().await;
        let day = stage.world.operator().today() + chrono::Days::new(3);
        let mut bulk = json!({"entries": {"organisation": [stage.it]}, "change": {"organisation_id": next}, "from_day": day, "preview": true});
        let preview = stage.manager.post("/party-entries/bulk", bulk.clone()).await.expect(200);
        assert_eq!((&preview["entries"], &preview["rollouts"]), (&json!(2), &json!(2)), "the rollout and its mother: {preview:#}");
        assert_eq!(entries(&stage.manager).await.len(), 2, "a preview changes nothing");
        bulk["preview"] = json!(false);
        stage.manager.post("/party-entries/bulk", bulk.clone()).await.expect(200);
        assert_eq!(entries(&stage.manager).await.len(), 4);
        assert_eq!(stage.manager.post("/party-entries/bulk", bulk).await.expect(200)["entries"], 0, "twice is once");
        stage.world.settle().await;
        assert_eq!(party(&stage.manager, &rollout, ROLE).await["organisation"]["name"], "Kommunale IT");
        stage.world.clock.advance(chrono::Duration::days(3));
        stage.manager = stage.world.login("manager").await;
        stage.world.settle().await;
        assert_eq!(party(&stage.manager, &rollout, ROLE).await["organisation"]["name"], "Nachfolge");
        agree(&stage).await;
        let nothing = json!({"entries": {}, "change": {"end": true}});
        assert_eq!(stage.manager.post("/party-entries/bulk", nothing).await.body["errors"][0]["code"], "nothing_meant");
    }

    /// A person leaves: entries, roles and milestones by hand go to another one, on the day.
    async fn everything_of_a_person_goes_over(world) {
        let mut stage = Stage::set(world).await;
        let (from, to) = (person(&stage.manager, "Alt", stage.it).await, person(&stage.manager, "Neu", stage.it).await);
        let (followed, by_hand) = (stage.rollout(ALONE, "EWA").await, stage.rollout(ALONE, "GEWERBE").await);
        let made = json!({"role": ROLE, "body_id": stage.body, "organisation_id": stage.it, "person_id": from});
        entry(&stage.manager, made).await;
        let fixed = json!({"command": "set_party", "role": "software_vendor", "organisation_id": stage.it, "person_id": from});
        command_to(&stage.manager, &by_hand, fixed).await.expect(200);
        let single = json!({"command": "set_responsible", "milestone": "M2.1", "organisation_id": stage.body, "person_id": from});
        command_to(&stage.manager, &by_hand, single).await.expect(200);
        let (leaving, coming) = (stage.world.user_create("alt").await, stage.world.user_create("neu").await);
        let ticket = json!({"type": "incident", "title": "Formular lädt nicht", "organisation_id": stage.body, "assignee_id": leaving});
        let ticket = id(&stage.admin.post("/tickets", ticket).await.expect(201));
        stage.world.settle().await;
        for account in [leaving, coming] {
            stage.world.grant(HolderKind::User, account.0, "coordinator", ScopeKind::Organisation, Some(stage.body)).await;
        }
        let today = stage.world.operator().today();
        let absence = json!({"deputy_id": leaving, "from": today, "until": today + chrono::Days::new(10)});
        stage.coordinator.patch("/me/notices", 1, json!({"absence": absence})).await.expect(200);
        let day = today + chrono::Days::new(2);
        let path = format!("/persons/{from}/handover");
        let seen = stage.admin.post(&path, json!({"to": to, "from_day": day, "preview": true})).await.expect(200);
        assert_eq!((&seen["tickets"]["count"], &seen["absences"]["count"]), (&json!(1), &json!(1)), "{seen:#}");
        let preview = stage.manager.post(&path, json!({"to": to, "from_day": day, "preview": true})).await.expect(200);
        let counts = ["entries", "parties", "milestones"].map(|part| preview[part]["count"].as_i64().unwrap());
        assert_eq!(counts, [1, 1, 1], "{preview:#}");
        let account = format!("/users/{leaving}");
        let version = stage.admin.get(&account).await.expect(200)["version"].as_i64().unwrap();
        stage.admin.act(&format!("{account}/deactivate"), version, json!({})).await.expect(200);
        stage.manager.post(&path, json!({"to": to, "from_day": day})).await.expect(200);
        stage.world.settle().await;
        assert_eq!(party(&stage.manager, &followed, ROLE).await["person"]["name"], "Alt", "not before the day");
        // The first attempt of every unit of work fails, and nothing doubles.
        stage.world.db().fail_first_attempts(true);
        stage.world.clock.advance(chrono::Duration::days(2));
        stage.manager = stage.world.login("manager").await;
        stage.world.settle().await;
        assert_eq!(party(&stage.manager, &followed, ROLE).await["person"]["name"], "Neu");
        assert_eq!(party(&stage.manager, &by_hand, ROLE).await["person"]["name"], "Neu");
        let vendor = party(&stage.manager, &by_hand, "software_vendor").await;
        assert_eq!((&vendor["person"]["name"], &vendor["origin"]), (&json!("Neu"), &json!("hand")));
        let view = stage.manager.get(&format!("/rollouts/{by_hand}")).await.expect(200);
        assert_eq!(milestone(&view, "M2.1")["person"]["name"], "Neu");
        let left = stage.manager.post(&path, json!({"to": to, "preview": true})).await.expect(200);
        assert_eq!(["entries", "parties", "milestones"].map(|part| left[part]["count"].as_i64().unwrap()), [0, 0, 0]);
        let admin = stage.world.login("admin").await;
        assert_eq!(admin.get(&format!("/tickets/{ticket}")).await.expect(200)["assignee"]["id"], json!(coming));
        let coordinator = stage.world.login("coordinator").await;
        assert_eq!(coordinator.get("/me/notices").await.expect(200)["absence"]["user"]["id"], json!(coming), "who stands in now");
        agree(&stage).await;
        assert_eq!(stage.manager.post(&path, json!({"to": from})).await.body["errors"][0]["code"], "same_person");
        assert_eq!(coordinator.post(&path, json!({"to": to})).await.status, 404, "not to be seen from there");
    }

    /// What holds above a body is another thing when the body stands elsewhere.
    async fn a_body_that_moves_takes_what_holds_there(world) {
        let stage = Stage::set(world).await;
        let association = stage.world.organisation(&stage.admin, ASSOCIATION).await;
        entry(&stage.manager, json!({"role": ROLE, "body_id": association, "organisation_id": stage.it})).await;
        let rollout = stage.rollout(MEMBERS[0], "HUND").await;
        let who = async || {
            let told = party(&stage.manager, &rollout, ROLE).await;
            is(told["organisation"]["name"].as_str().unwrap_or("nobody"), text(&told["origin"]))
        };
        assert_eq!(who().await, is("Kommunale IT", "entry"));
        let moves = |record: &(u8, &'static str, &'static str, &'static str, u32)| match record.1 == MEMBERS[0] {
            true => (record.0, record.1, "0112", record.3, record.4),
            false => *record,
        };
        let moved: Vec<_> = FEDERAL.iter().map(moves).collect();
        stage.world.import(&register_file("20270131", &moved)).await;
        stage.world.settle().await;
        assert_eq!(who().await, is("nobody", "nobody"));
        agree(&stage).await;
    }
}
