//! Signed in both directions, checked and made by the reference library of Standard Webhooks in JavaScript.
use super::shop::{Shop, order, place, shop as another};
use super::simulator::Simulator;
use crate::rollouts::stage::{command_to, text};
use chrono::Duration;
use dienstweg_testkit::on_both;
use serde_json::{Value, json};

const ARS: &str = "098750112112";

async fn subscribe(shop: &Shop, simulator: &Simulator) -> String {
    let hook = json!({"name": "Marktplatz", "url": format!("{}/callback", simulator.base), "events": ["order.*"], "owner_id": shop.client_id});
    let made = shop.stage.admin.post("/webhooks", hook).await.expect(201);
    simulator.tell("/secret", json!({"secret": made["secret"]})).await;
    text(&made["webhook"]["id"]).to_owned()
}

fn phases(received: &Value) -> Vec<String> {
    let phase =
        |one: &Value| one["event"]["data"]["positions"][0]["rollout"]["phase"].as_str().map(str::to_owned);
    let mut phases: Vec<String> = received["received"].as_array().unwrap().iter().filter_map(phase).collect();
    phases.dedup();
    phases
}

on_both! {
    /// Every phase and the outcome arrive, signed, in order, though the receiver fails at first; nothing of others.
    async fn states_go_back(world) {
        let Some(simulator) = Simulator::start() else { return };
        let shop = Shop::open(world).await;
        let hook = subscribe(&shop, &simulator).await;
        let (other, ..) = another(&shop.stage, "nachbar").await;
        place(&other, "nachbar", "x", &order("FREMD-1", Some(1), ARS, &["HUND"])).await.expect(202);
        simulator.tell("/fail", json!({"times": 2})).await;
        shop.place("a", &order("DM-1", Some(1), ARS, &["EWA"])).await.expect(202);
        shop.stage.world.settle().await;
        assert_eq!(simulator.received().await["received"], json!([]), "the first attempt failed");
        for _ in 0..2 {
            shop.stage.world.clock.advance(Duration::seconds(40));
            shop.stage.world.settle().await;
        }
        let received = simulator.received().await;
        assert_eq!((&received["refused"], received["attempts"].as_array().unwrap().len()), (&json!(0), 3), "{received:#}");
        assert_eq!(received["attempts"][0], received["attempts"][2], "the same webhook-id for each attempt");
        assert_eq!(received["received"][0]["event"]["type"], "de.dienstweg.order.received.v1");
        assert_eq!(received["received"][0]["type"], "application/cloudevents+json; charset=utf-8");

        let seen = shop.stage.release(&shop.seen("DM-1").await).await;
        let rollout = text(&seen["positions"][0]["rollout"]["id"]).to_owned();
        shop.stage.world.settle().await;
        for milestone in ["M1.3", "M2.1", "M2.2", "M2.3", "M3.1", "M3.2", "M3.4", "M4.1", "M4.2", "M5.1", "M5.2", "M6.1", "M6.2", "M6.3"] {
            shop.stage.complete(&shop.stage.manager, &rollout, &[milestone]).await;
            shop.stage.world.settle().await;
        }
        command_to(&shop.stage.manager, &rollout, json!({"command": "set_outcome", "outcome": "live"})).await.expect(200);
        shop.stage.world.settle().await;
        let received = simulator.received().await;
        assert_eq!(received["refused"], 0);
        assert_eq!(phases(&received), ["order", "preparation", "technology", "test", "go_live", "operation"]);
        let all = received["received"].as_array().unwrap();
        assert_eq!(all.last().unwrap()["event"]["data"]["positions"][0]["rollout"]["outcome"], "live");
        assert_eq!(all.last().unwrap()["event"]["data"], shop.status("DM-1").await);
        assert!(all.iter().all(|one| one["event"]["data"]["number"] == "DM-1"), "nothing of others");
        let times: Vec<&str> = all.iter().map(|one| text(&one["event"]["time"])).collect();
        assert!(times.is_sorted(), "{times:?}");
        let mut ids: Vec<&str> = all.iter().map(|one| text(&one["id"])).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "each event once");

        let log = shop.stage.admin.get(&format!("/webhooks/{hook}/deliveries?limit=200")).await.expect(200);
        let log = log["items"].as_array().unwrap();
        assert!(log.iter().all(|one| one["state"] == "delivered"), "{log:#?}");
        assert_eq!(log.len(), all.len());
        let first = log.last().unwrap();
        let again = shop.stage.admin.post(&format!("/webhook-deliveries/{}/redeliver", text(&first["id"])), json!({})).await.expect(201);
        assert_eq!(again["message_id"], first["message_id"]);
        shop.stage.world.settle().await;
        let received = simulator.received().await;
        assert_eq!(received["received"].as_array().unwrap().last().unwrap()["id"], first["message_id"]);
    }

    /// A marketplace that signs needs no token; what it did not sign, or not now, is not believed.
    async fn signed_orders(world) {
        let Some(simulator) = Simulator::start() else { return };
        let shop = Shop::open(world).await;
        let url = format!("{}/api/v1/marketplace/markt/orders", shop.stage.world.base);
        let made = &shop.source;
        let twin = json!({"key": "markt", "client_id": shop.client_id});
        assert_eq!(shop.stage.admin.post("/marketplace-sources", twin).await.problem(409), "duplicate");
        let secret = text(&made["secret"]).to_owned();
        let sent = order("DM-1", Some(1), ARS, &["EWA"]);
        let now = || json!({"signedAt": dienstweg_kernel::Clock::now(&*shop.stage.world.clock)});
        let placed = simulator.order(&url, &secret, "msg_1", &sent, now()).await;
        assert_eq!((&placed["status"], &placed["location"]), (&json!(202), &json!("/api/v1/marketplace/markt/orders/DM-1")), "{placed:#}");
        let again = simulator.order(&url, &secret, "msg_1", &sent, now()).await;
        assert_eq!((&again["status"], &again["location"]), (&placed["status"], &placed["location"]), "the id is the key of idempotency");
        assert_eq!(simulator.order(&url, &secret, "msg_2", &sent, now()).await["status"], 200);
        let other = order("DM-2", Some(1), ARS, &["HUND"]);
        assert_eq!(simulator.order(&url, &secret, "msg_1", &other, now()).await["body"]["code"], "idempotency-key-reused");
        assert_eq!(shop.seen("DM-1").await["principal"]["name"], "markt", "on behalf of its API client");
        assert_eq!(shop.status("DM-1").await["number"], "DM-1");

        let refused = async |secret: &str, url: &str, more: Value| {
            let answer = simulator.order(url, secret, "msg_9", &other, more).await;
            assert_eq!((&answer["status"], &answer["body"]["code"]), (&json!(401), &json!("unauthenticated")), "{answer:#}");
        };
        let mut wrong = now();
        wrong["wrong"] = json!(true);
        refused(&secret, &url, wrong).await;
        let old = dienstweg_kernel::Clock::now(&*shop.stage.world.clock) - Duration::minutes(6);
        refused(&secret, &url, json!({"signedAt": old})).await;
        refused("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &url, now()).await;
        refused(&secret, &url.replace("markt/", "nachbar/"), now()).await;

        let id = text(&made["source"]["id"]).to_owned();
        let rotated = shop.stage.admin.post(&format!("/marketplace-sources/{id}/secrets"), json!({"overlap_seconds": 600})).await.expect(200);
        let new = text(&rotated["secret"]).to_owned();
        for (key, secret) in [("msg_3", &secret), ("msg_4", &new)] {
            assert_eq!(simulator.order(&url, secret, key, &sent, now()).await["status"], 200);
        }
        shop.stage.world.clock.advance(Duration::seconds(601));
        refused(&secret, &url, now()).await;
        assert_eq!(simulator.order(&url, &new, "msg_5", &sent, now()).await["status"], 200);
        let admin = shop.stage.world.login("admin").await;
        let seen = admin.get(&format!("/marketplace-sources/{id}")).await.expect(200);
        assert!(!seen.to_string().contains("whsec_"), "a secret is shown once");
        assert_eq!(seen["secrets"].as_array().unwrap().len(), 1);
        let delete = admin.request(reqwest::Method::DELETE, &format!("/marketplace-sources/{id}")).header("if-match", format!("\"{}\"", seen["version"]));
        admin.send(delete).await.expect(204);
        refused(&new, &url, now()).await;
    }

    /// Asked, changed and cancelled by signature alone; a signature is good for what it was made for.
    async fn signed_from_placing_to_cancelling(world) {
        let Some(simulator) = Simulator::start() else { return };
        let shop = Shop::open(world).await;
        let secret = text(&shop.source["secret"]);
        let url = format!("{}/api/v1/marketplace/markt/orders", shop.stage.world.base);
        let one = format!("{url}/DM-1");
        let now = dienstweg_kernel::Clock::now(&*shop.stage.world.clock);
        let with = |more: Value| { let mut all = json!({"signedAt": now}); all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone()); all };
        let ask = async |url: &str, id: &str, sent: &Value, more: Value| simulator.order(url, secret, id, sent, with(more)).await;
        ask(&url, "a", &order("DM-1", Some(1), ARS, &["EWA"]), json!({})).await;
        ask(&url, "b", &order("DM-2", Some(1), ARS, &["EWA"]), json!({})).await;
        let seen = ask(&one, "c", &Value::Null, json!({"method": "GET"})).await;
        assert_eq!((&seen["status"], &seen["body"]["positions"][0]["service_key"]), (&json!(200), &json!("EWA")), "{seen:#}");
        let changed = ask(&one, "d", &order("DM-1", Some(2), ARS, &["HUND"]), json!({"method": "PUT"})).await;
        assert_eq!((&changed["status"], &changed["body"]["revision"], &changed["body"]["positions"][0]["service_key"]), (&json!(200), &json!(2), &json!("HUND")), "{changed:#}");
        let other = ask(&one, "e", &order("DM-2", Some(2), ARS, &["HUND"]), json!({"method": "PUT"})).await;
        assert_eq!(other["body"]["code"], "invalid", "another number than in the address");
        let path = "/api/v1/marketplace/markt/orders";
        for signed in [format!("GET {path}/DM-1"), format!("DELETE {path}/DM-2"), String::new()] {
            let replayed = ask(&one, "f", &Value::Null, json!({"method": "DELETE", "signed": signed})).await;
            assert_eq!((&replayed["status"], &replayed["body"]["code"]), (&json!(401), &json!("unauthenticated")), "{signed}");
        }
        let foreign = format!("{url}/DM-9");
        assert_eq!(ask(&foreign, "g", &Value::Null, json!({"method": "DELETE"})).await["status"], 404);
        let gone = ask(&one, "h", &Value::Null, json!({"method": "DELETE"})).await;
        assert_eq!((&gone["status"], &gone["body"]["state"]), (&json!(200), &json!("cancelled")), "{gone:#}");
        assert_eq!(shop.status("DM-2").await["state"], "open");
    }

    /// Only who keeps webhooks keeps marketplaces; an API client sees its own.
    async fn who_keeps_marketplaces(world) {
        let shop_one = Shop::open(world).await;
        let source = json!({"key": "zweitmarkt", "client_id": shop_one.client_id});
        assert_eq!(shop_one.stage.manager.post("/marketplace-sources", source.clone()).await.problem(403), "forbidden");
        for (bad, pointer) in [(json!({"key": "Markt", "client_id": shop_one.client_id}), "/key"), (json!({"key": "manual", "client_id": shop_one.client_id}), "/key"),
            (json!({"key": "m", "client_id": shop_one.stage.body}), "/client_id")] {
            let answer = shop_one.stage.admin.post("/marketplace-sources", bad).await;
            assert_eq!((answer.problem(422), text(&answer.body["errors"][0]["pointer"])), ("invalid", pointer));
        }
        shop_one.stage.admin.post("/marketplace-sources", source).await.expect(201);
        let (other, ..) = another(&shop_one.stage, "nachbar").await;
        let keys = |list: Value| { let mut keys: Vec<String> = list["items"].as_array().unwrap().iter().map(|one| text(&one["key"]).to_owned()).collect(); keys.sort(); keys };
        assert_eq!(keys(shop_one.client.get("/marketplace-sources").await.expect(200)), ["markt", "zweitmarkt"]);
        assert_eq!(keys(other.get("/marketplace-sources").await.expect(200)), ["nachbar"]);
    }
}
