//! Who plays a role: the party directory, what rollouts make of it, and what stays as it was set by hand.
use super::stage::{
    ALONE, ASSOCIATION, DISTRICT, MEMBERS, Stage, command_to, id, milestone, organisation, text,
};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::Actor;
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{parties_check, rebuild_check};
use dienstweg_testkit::{Answer, Client, on_both};
use dienstweg_workflows::rollouts::of;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const ROLE: &str = "it_provider";

/// Who plays a role in a rollout, and why.
pub async fn party(who: &Client, rollout: &str, role: &str) -> Value {
    let all = who.get(&format!("/rollouts/{rollout}/parties")).await.expect(200);
    all["items"].as_array().unwrap().iter().find(|one| one["role"] == role).unwrap().clone()
}

/// Name of who plays it, or "nobody", and where that comes from.
async fn played(stage: &Stage, rollout: &str, role: &str) -> (String, String) {
    let party = party(&stage.manager, rollout, role).await;
    let name = party["organisation"]["name"].as_str().unwrap_or("nobody");
    (name.to_owned(), text(&party["origin"]).to_owned())
}

pub fn is(name: &str, origin: &str) -> (String, String) {
    (name.to_owned(), origin.to_owned())
}

pub async fn entry(who: &Client, body: Value) -> Value {
    who.post("/party-entries", body).await.expect(201)
}

pub async fn end(who: &Client, entry: &Value) -> Answer {
    let path = format!("/party-entries/{}", text(&entry["id"]));
    let version = who.get(&path).await.expect(200)["version"].as_i64().unwrap();
    who.send(who.request(Method::DELETE, &path).header("if-match", format!("\"{version}\""))).await
}

/// What is stored is what directory, template and facts say.
pub async fn agree(stage: &Stage) {
    let ctx = Ctx::system(Actor::system("test", &[ROLLOUT_READ]), stage.world.clock.clone());
    let reader = stage.world.db().read(&ctx);
    let (drift, _) = parties_check(&reader, None, 200).await.unwrap();
    assert!(drift.is_empty(), "{drift:#?}");
    let (drift, _) = rebuild_check(&reader, None, 200, &of).await.unwrap();
    assert!(drift.is_empty(), "{drift:#?}");
}

/// An organisation that can be somebody's party.
async fn provider(stage: &Stage, key: &str) -> Uuid {
    organisation(&stage.admin, "it_provider", &format!("IT {key}"), key).await
}

async fn ewa(stage: &Stage) -> Uuid {
    id(&stage.manager.get("/services?key=EWA").await.expect(200)["items"][0])
}

on_both! {
    /// Each step goes before those below it, and comes to count again when it ends.
    async fn the_nearest_entry_counts_and_rollouts_follow(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        assert_eq!(played(&stage, &rollout, ROLE).await, is("nobody", "nobody"));
        let (service, district) = (ewa(&stage).await, stage.world.organisation(&stage.admin, DISTRICT).await);
        let steps = [
            ("P", json!({"programme_id": stage.programme})),
            ("S", json!({"service_id": service})),
            ("D", json!({"body_id": district})),
            ("DS", json!({"body_id": district, "service_id": service})),
            ("B", json!({"body_id": stage.body})),
            ("BS", json!({"body_id": stage.body, "service_id": service})),
        ];
        let mut made = Vec::new();
        for (key, place) in &steps {
            let who = provider(&stage, key).await;
            let mut body = place.clone();
            (body["role"], body["organisation_id"]) = (json!(ROLE), json!(who));
            made.push(entry(&stage.manager, body).await);
            stage.world.settle().await;
            assert_eq!(played(&stage, &rollout, ROLE).await, is(&format!("IT {key}"), "entry"));
            agree(&stage).await;
        }
        let view = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(milestone(&view, "M3.2")["party"]["name"], "IT BS", "open milestones follow");
        let told = party(&stage.manager, &rollout, ROLE).await;
        let counts: Vec<bool> = told["steps"].as_array().unwrap().iter().map(|step| step["counts"] == true).collect();
        assert_eq!(counts.iter().filter(|counts| **counts).count(), 1);
        assert!(counts[0] && told["steps"][0]["scope"] == "body_service", "{told:#}");
        let listed = stage.manager.get(&format!("/party-entries/{}", text(&made[5]["id"]))).await.expect(200);
        assert_eq!((&listed["rollouts"], &listed["following"]), (&json!(1), &Value::Null), "all have followed");
        // One of the same day ends as if it had never been.
        for (entry, (key, _)) in made.iter().zip(&steps).skip(1).rev() {
            assert_eq!(end(&stage.manager, entry).await.status, 204, "{key}");
            stage.world.settle().await;
            agree(&stage).await;
            assert_ne!(played(&stage, &rollout, ROLE).await.0, format!("IT {key}"));
        }
        assert_eq!(played(&stage, &rollout, ROLE).await, is("IT P", "entry"));
    }

    /// What is there when a rollout begins counts at once; what the template names by itself comes back at the end.
    async fn new_rollouts_have_their_parties_at_once(world) {
        let stage = Stage::set(world).await;
        let deputy = provider(&stage, "VERTRETUNG").await;
        let first = entry(&stage.manager, json!({"role": "body_digital", "body_id": stage.body, "organisation_id": deputy})).await;
        stage.world.settle().await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        assert_eq!(played(&stage, &rollout, "body_digital").await, is("IT VERTRETUNG", "entry"));
        assert_eq!(played(&stage, &rollout, "body_department").await, is("Alleinhausen", "default"));
        let mother = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200)["mother"]["id"].clone();
        assert_eq!(played(&stage, text(&mother), "body_digital").await, is("IT VERTRETUNG", "entry"));
        end(&stage.manager, &first).await;
        stage.world.settle().await;
        assert_eq!(played(&stage, &rollout, "body_digital").await, is("Alleinhausen", "default"));
        agree(&stage).await;
    }

    /// By hand is by hand: the role, and a milestone that was given to somebody by itself.
    async fn what_is_set_by_hand_stays(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let (own, single) = (provider(&stage, "HAND").await, provider(&stage, "EINZELN").await);
        stage.set_party(&rollout, ROLE, own).await;
        let command = json!({"command": "set_responsible", "milestone": "M3.2", "organisation_id": single});
        command_to(&stage.manager, &rollout, command).await.expect(200);
        let later = provider(&stage, "ALLE").await;
        entry(&stage.manager, json!({"role": ROLE, "programme_id": stage.programme, "organisation_id": later})).await;
        stage.world.settle().await;
        assert_eq!(played(&stage, &rollout, ROLE).await, is("IT HAND", "hand"));
        let told = party(&stage.manager, &rollout, ROLE).await;
        assert!(told["can"].as_array().unwrap().contains(&json!("follow_party")), "{told:#}");
        command_to(&stage.manager, &rollout, json!({"command": "follow_party", "role": ROLE})).await.expect(200);
        assert_eq!(played(&stage, &rollout, ROLE).await, is("IT ALLE", "entry"));
        let view = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(milestone(&view, "M3.2")["party"]["name"], "IT EINZELN");
        agree(&stage).await;
        // A milestone given back goes with its role again.
        command_to(&stage.manager, &rollout, json!({"command": "set_responsible", "milestone": "M3.2"})).await.expect(200);
        let view = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(milestone(&view, "M3.2")["party"]["name"], "IT ALLE");
        agree(&stage).await;
    }

    /// Entries act on the day they begin and stop on the day they end, also where nobody does anything that day.
    async fn days_come_by_themselves(world) {
        let mut stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let (first, second) = (provider(&stage, "EINS").await, provider(&stage, "ZWEI").await);
        let today = stage.world.operator().today();
        let day = |days: u64| today + chrono::Days::new(days);
        let one = json!({"role": ROLE, "body_id": stage.body, "organisation_id": first, "valid_from": day(2), "valid_to": day(4)});
        let made = entry(&stage.manager, one).await;
        assert_eq!(made["following"]["due_on"], json!(day(2)));
        entry(&stage.manager, json!({"role": ROLE, "body_id": stage.body, "organisation_id": second, "valid_from": day(4), "valid_to": day(6)})).await;
        let mut seen = Vec::new();
        for _ in 0..7 {
            stage.world.settle().await;
            seen.push(played(&stage, &rollout, ROLE).await.0);
            agree(&stage).await;
            stage.world.clock.advance(chrono::Duration::days(1));
            stage.manager = stage.world.login("manager").await;
        }
        assert_eq!(seen, ["nobody", "nobody", "IT EINS", "IT EINS", "IT ZWEI", "IT ZWEI", "nobody"]);
    }

    async fn two_do_not_stand_at_one_place(world) {
        let stage = Stage::set(world).await;
        let (first, second) = (provider(&stage, "EINS").await, provider(&stage, "ZWEI").await);
        let tomorrow = stage.world.operator().today() + chrono::Days::new(1);
        let place = |who: Uuid| json!({"role": ROLE, "body_id": stage.body, "organisation_id": who});
        let one = entry(&stage.manager, place(first)).await;
        let refused = stage.manager.post("/party-entries", place(second)).await;
        assert_eq!(refused.problem(409), "party-entry-overlaps");
        assert!(text(&refused.body["detail"]).contains("IT EINS"), "{:#}", refused.body);
        let mut next = place(second);
        next["valid_from"] = json!(tomorrow);
        assert_eq!(stage.manager.post("/party-entries", next.clone()).await.problem(409), "party-entry-overlaps");
        next["replace"] = json!(true);
        entry(&stage.manager, next).await;
        let ended = stage.manager.get(&format!("/party-entries/{}", text(&one["id"]))).await.expect(200);
        assert_eq!(ended["valid_to"], json!(tomorrow));
        // Scopes are a body, a service, both, or a programme.
        let nowhere = json!({"role": ROLE, "organisation_id": first});
        assert_eq!(stage.manager.post("/party-entries", nowhere).await.body["errors"][0]["code"], "scope");
        let wrong = json!({"role": "king", "body_id": stage.body, "programme_id": stage.programme, "organisation_id": Uuid::nil()});
        let wrong = stage.manager.post("/party-entries", wrong).await;
        assert_eq!((wrong.problem(422), wrong.body["errors"].as_array().unwrap().len()), ("invalid", 3), "{:#}", wrong.body);
    }

    /// Who maintains the directory for one town touches nothing of another one, and gives only what towns give.
    async fn a_town_maintains_its_own(world) {
        let stage = Stage::set(world).await;
        let it = &stage.coordinator;
        let own = json!({"role": ROLE, "body_id": stage.body, "organisation_id": stage.body});
        let made = entry(it, own).await;
        assert_eq!(made["can"], json!(["update", "end"]));
        let other = stage.world.organisation(&stage.admin, ASSOCIATION).await;
        let foreign = entry(&stage.manager, json!({"role": ROLE, "body_id": other, "organisation_id": stage.it})).await;
        assert_eq!(it.get(&format!("/party-entries/{}", text(&foreign["id"]))).await.status, 404);
        let path = format!("/party-entries/{}", text(&foreign["id"]));
        assert_eq!(it.patch(&path, 1, json!({"note": "meins"})).await.status, 404);
        for body in [json!({"role": ROLE, "body_id": other, "organisation_id": stage.body}), json!({"role": ROLE, "body_id": null, "programme_id": stage.programme, "organisation_id": stage.body})] {
            let refused = it.post("/party-entries", body).await;
            assert!([403, 422].contains(&refused.status), "{:#}", refused.body);
        }
        let team = json!({"role": "rollout_manager", "body_id": stage.body, "organisation_id": stage.body});
        assert_eq!(it.post("/party-entries", team).await.status, 403, "that would be a right of the rollout team");
        let roles = it.get("/party-roles").await.expect(200);
        let can = |key: &str| roles["items"].as_array().unwrap().iter().find(|role| role["key"] == key).unwrap()["can"].clone();
        assert_eq!((can(ROLE), can("rollout_manager")), (json!(["give"]), json!([])));
        let listed = it.get("/party-entries").await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(it.post(&format!("/persons/{}/handover", Uuid::nil()), json!({"to": Uuid::nil()})).await.status, 404);
        let all = json!({"entries": {"role": [ROLE]}, "change": {"end": true}, "preview": true});
        assert_eq!(it.post("/party-entries/bulk", all).await.expect(200)["entries"], 1);
    }

    /// The list of work: what nobody does, where it comes from, and that it gets shorter.
    async fn what_nobody_does_is_a_list_of_work(world) {
        let stage = Stage::set(world).await;
        let own = stage.rollout(ALONE, "HUND").await;
        stage.rollout(MEMBERS[0], "HUND").await;
        let gaps = stage.manager.get("/party-gaps?role=it_provider").await.expect(200);
        let rows = gaps["items"].as_array().unwrap();
        let of_service = rows.iter().find(|row| row["service"]["key"] == "HUND").unwrap();
        assert_eq!((&of_service["rollouts"], &of_service["district"]["name"]), (&json!(2), &json!("Beispielkreis")), "{gaps:#}");
        let counted = |gaps: &Value| gaps["items"].as_array().unwrap().iter().map(|row| row["rollouts"].as_i64().unwrap()).sum::<i64>();
        assert!(counted(&gaps) >= 4, "mothers too: {gaps:#}");
        let path = "/party-gaps?role=it_provider&columns=role_name,district.name,service.key,rollouts";
        let file = stage.manager.send(stage.manager.request(Method::GET, path).header("accept", "text/csv")).await;
        let file = file.expect(200);
        assert!(text(&file).contains("IT-Dienstleister;Beispielkreis;HUND;2"), "{file}");
        let all = stage.manager.get("/party-gaps").await.expect(200);
        assert!(!all["items"].as_array().unwrap().iter().any(|row| row["role"] == "rollout_manager"), "the team is somebody");
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let drill = format!("/rollouts?party_gap=it_provider&kind=daughter&below={district}");
        assert_eq!(stage.manager.get(&drill).await.expect(200)["items"].as_array().unwrap().len(), 2);
        entry(&stage.manager, json!({"role": ROLE, "body_id": stage.body, "organisation_id": stage.it})).await;
        stage.world.settle().await;
        assert_eq!(stage.manager.get(&drill).await.expect(200)["items"].as_array().unwrap().len(), 1);
        entry(&stage.manager, json!({"role": ROLE, "body_id": district, "organisation_id": stage.it})).await;
        stage.world.settle().await;
        // Who plays the role learns why, and nothing of the rest of the directory.
        let steps = async |who: &Client| party(who, &own, ROLE).await["steps"].as_array().unwrap().len();
        assert!(steps(&stage.manager).await > 1);
        assert_eq!(steps(&stage.provider).await, 1);
        assert_eq!(stage.manager.get("/party-gaps?role=it_provider").await.expect(200)["items"], json!([]));
        let seen = stage.coordinator.get("/party-gaps").await.expect(200);
        assert!(counted(&seen) < counted(&all), "only of rollouts one sees");
    }
}
