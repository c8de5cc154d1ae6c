//! Every unit of work may run twice: with the first attempt of each failing, the same comes out and nothing doubles.
use crate::stage::{Stage, count, create, id};
use dienstweg_testkit::{World, on_both};
use serde_json::json;

const COUNTED: [&str; 16] = [
    "organisation",
    "organisation_place",
    "person",
    "person_function",
    "ticket",
    "article",
    "ticket_watcher",
    "service",
    "programme",
    "service_order",
    "order_position",
    "rollout",
    "milestone",
    "rollout_cover",
    "audit_entry",
    "event",
];

async fn work(world: &World) -> Vec<(&'static str, i64)> {
    let stage = Stage::build(world).await;
    let admin = &stage.admin;
    let path = format!("/organisations/{}", stage.provider);
    admin.patch(&path, 1, json!({"name": "Kommunale IT Süd"})).await.expect(200);
    admin.patch(&format!("/persons/{}", id(&stage.person)), 1, json!({"title": "Dr."})).await.expect(200);
    let ticket = format!("/tickets/{}", id(&stage.ticket));
    create(admin, &format!("{ticket}/articles"), json!({"audience": "all", "text": "Wir sehen nach."})).await;
    let version = admin.get(&ticket).await.expect(200)["version"].as_i64().unwrap();
    admin.act(&format!("{ticket}/transitions"), version, json!({"action": "resolve"})).await.expect(200);
    let rollout = stage.rollout("09875113").await;
    let view = admin.get(&format!("/rollouts/{rollout}")).await.expect(200);
    let act = json!({"command": {"command": "block", "reason": "Schnittstelle fehlt"}});
    let answer =
        admin.act(&format!("/rollouts/{rollout}/commands"), view["version"].as_i64().unwrap(), act).await;
    assert_eq!(answer.status, 200, "{:#}", answer.body);
    stage.order("09861000").await;
    create(admin, "/teams", json!({"name": "Team"})).await;
    world.settle().await;
    let mut counted = Vec::new();
    for table in COUNTED {
        counted.push((table, count(world, &format!("SELECT 1 AS one FROM {table}")).await));
    }
    counted
}

on_both! {
    async fn a_failed_first_attempt_is_not_seen(world) {
        let quiet = World::start(world.backend).await;
        let once = work(&quiet).await;
        world.db().fail_first_attempts(true);
        let twice = work(&world).await;
        assert_eq!(once, twice);
        assert!(once.iter().all(|(table, rows)| *rows > 0 || *table == "ticket_watcher"), "{once:?}");
    }

    async fn an_idempotency_key_is_good_for_one_thing(world) {
        let stage = Stage::build(&world).await;
        world.db().fail_first_attempts(true);
        let admin = &stage.admin;
        let place = async |title: &str| {
            let body = json!({"type": "incident", "title": title, "organisation_id": stage.member});
            admin.send(admin.request(reqwest::Method::POST, "/tickets").header("idempotency-key", "k-1").json(&body)).await
        };
        let (first, again, other) = (place("Eins").await, place("Eins").await, place("Zwei").await);
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(id(&first.body), id(&again.body));
        assert_eq!(other.problem(422), "idempotency-key-reused");
        assert_eq!(count(&world, "SELECT id FROM ticket WHERE title IN ('Eins', 'Zwei')").await, 1);
    }
}
