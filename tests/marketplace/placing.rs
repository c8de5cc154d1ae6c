//! Placing, repeating, changing, cancelling; keys of idempotency; what cannot be understood.
use super::shop::{Shop, order, place, shop};
use crate::rollouts::stage::{ALONE, ASSOCIATION, text};
use dienstweg_identity::HolderKind;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::on_both;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

const ARS: &str = "098750112112";

on_both! {
    /// New, again, late, changed, in conflict.
    async fn revisions(world) {
        let shop = Shop::open(world).await;
        let first = order("DM-1", Some(2), ARS, &["EWA"]);
        let placed = shop.place("a", &first).await;
        assert_eq!((placed.status, placed.header("location")), (202, "/api/v1/marketplace/markt/orders/DM-1"), "{:#}", placed.body);
        assert_eq!(placed.body["positions"][0]["state"], "ready", "{:#}", placed.body);
        assert_eq!(shop.place("b", &first).await.expect(200)["revision"], 2, "the same again");
        let late = order("DM-1", Some(1), ARS, &["HUND"]);
        assert_eq!(shop.place("c", &late).await.expect(200)["positions"][0]["service_key"], "EWA", "an older revision is left");
        let other = order("DM-1", None, ARS, &["HUND"]);
        assert_eq!(shop.place("d", &other).await.problem(409), "order-content-differs");
        assert_eq!(shop.place("e", &order("DM-1", Some(2), ARS, &["HUND"])).await.problem(409), "order-content-differs");
        let more = shop.place("f", &order("DM-1", Some(3), ARS, &["EWA", "HUND"])).await.expect(200);
        let lines: Vec<&Value> = more["positions"].as_array().unwrap().iter().map(|one| &one["service_key"]).collect();
        assert_eq!((&more["revision"], lines), (&json!(3), vec![&json!("EWA"), &json!("HUND")]));
        let put = order("DM-1", Some(4), ARS, &["GEWERBE", "HUND"]);
        let changed = shop.client.put("/marketplace/markt/orders/DM-1", put.clone()).await.expect(200);
        assert_eq!(changed["positions"][0]["service_key"], "GEWERBE");
        assert_eq!(shop.client.put("/marketplace/markt/orders/DM-9", put.clone()).await.problem(422), "invalid");
        let mut unknown = put;
        unknown["number"] = json!("DM-9");
        assert_eq!(shop.client.put("/marketplace/markt/orders/DM-9", unknown).await.problem(404), "not-found");
    }

    /// A revision that only corrects the ordering body moves its positions there.
    async fn a_corrected_body(world) {
        let shop = Shop::open(world).await;
        let unclear = shop.place("a", &order("DM-1", Some(1), "091111111111", &["HUND"])).await.expect(202);
        assert_eq!(unclear["positions"][0]["problems"], json!(["unknown_body"]));
        let clear = shop.place("b", &order("DM-1", Some(2), ARS, &["HUND"])).await.expect(200);
        assert_eq!((&clear["positions"][0]["state"], &clear["positions"][0]["problems"]), (&json!("ready"), &json!([])));
        assert_eq!(text(&shop.seen("DM-1").await["positions"][0]["body"]["key"]), ALONE);
    }

    /// Before the release cancelling is done at once, afterwards people decide.
    async fn cancelling(world) {
        let shop = Shop::open(world).await;
        shop.place("a", &order("DM-1", Some(1), ARS, &["EWA"])).await.expect(202);
        let gone = shop.client.delete("/marketplace/markt/orders/DM-1").await.expect(200);
        assert_eq!((&gone["state"], &gone["positions"][0]["state"]), (&json!("cancelled"), &json!("cancelled")));
        shop.client.delete("/marketplace/markt/orders/DM-1").await.expect(200);
        assert_eq!(shop.place("b", &order("DM-1", Some(2), ARS, &["HUND"])).await.problem(409), "order-cancelled");
        shop.place("c", &order("DM-2", Some(1), ARS, &["EWA", "HUND"])).await.expect(202);
        shop.stage.release(&shop.seen("DM-2").await).await;
        let asked = shop.client.delete("/marketplace/markt/orders/DM-2").await.expect(200);
        assert_eq!((&asked["state"], &asked["positions"][0]["state"]), (&json!("cancel_requested"), &json!("released")));
        let seen = shop.seen("DM-2").await;
        let decide = |decision: &str| json!({"decision": decision, "reason": "So ist es vereinbart."});
        let path = format!("/orders/{}/cancellation", text(&seen["id"]));
        let version = seen["version"].as_i64().unwrap();
        let kept = shop.stage.second.act(&path, version, decide("refuse")).await.expect(200);
        assert_eq!(kept["state"], "released");
        assert_eq!(shop.stage.second.act(&path, kept["version"].as_i64().unwrap(), decide("accept")).await.problem(409), "order-not-cancelling");
        shop.client.delete("/marketplace/markt/orders/DM-2").await.expect(200);
        let seen = shop.seen("DM-2").await;
        shop.stage.second.act(&path, seen["version"].as_i64().unwrap(), decide("accept")).await.expect(200);
        let over = shop.status("DM-2").await;
        assert_eq!((&over["state"], &over["positions"][0]["rollout"]["outcome"]), (&json!("cancelled"), &json!("cancelled")), "{over:#}");
    }

    /// What is released follows no revision by itself; people see that it should.
    async fn a_change_after_release_is_a_wish(world) {
        let shop = Shop::open(world).await;
        shop.place("a", &order("DM-1", Some(1), ARS, &["EWA", "HUND"])).await.expect(202);
        shop.stage.release(&shop.seen("DM-1").await).await;
        let wish = shop.place("b", &order("DM-1", Some(2), ARS, &["EWA", "GEWERBE"])).await.expect(200);
        assert_eq!(wish["positions"][1]["service_key"], "HUND", "{wish:#}");
        let wanted: Vec<bool> = shop.seen("DM-1").await["positions"].as_array().unwrap().iter().map(|one| one["change_requested"] == true).collect();
        assert_eq!(wanted, [false, true]);
    }

    /// What cannot be matched is kept, with suggestions, and does not hold the rest.
    async fn unclear_positions(world) {
        let shop = Shop::open(world).await;
        let mut sent = order("DM-1", Some(1), ARS, &["EWA", "EWAA"]);
        sent["positions"].as_array_mut().unwrap().extend([
            json!({"service_key": "Hund", "body": {"name": "Oberdopelbach"}}),
            json!({"service_key": "EWA", "ozg_id": "HUND"}),
            json!({"service_key": "EWA", "body": {"ars": ASSOCIATION}}),
        ]);
        let placed = shop.place("a", &sent).await.expect(202);
        let problems: Vec<&Value> = placed["positions"].as_array().unwrap().iter().map(|one| &one["problems"]).collect();
        assert_eq!(problems[..2], [&json!([]), &json!(["unknown_service"])]);
        assert!(problems[2].as_array().unwrap().contains(&json!("unknown_body")), "{}", problems[2]);
        assert_eq!(problems[3], &json!(["contradicting_keys"]));
        assert_eq!(problems[4], &json!([]), "an association by its key, cut to its level");
        let seen = shop.seen("DM-1").await;
        let suggested = |index: usize, what: &str| seen["positions"][index]["suggestions"][what].to_string();
        assert!(suggested(2, "services").contains("HUND") || seen["positions"][2]["service"]["key"] == "HUND", "{seen:#}");
        assert!(suggested(3, "services").contains("EWA"), "{}", suggested(3, "services"));
        let counts = shop.stage.manager.get("/orders/counts").await.expect(200);
        assert_eq!((&counts["clarification"], &counts["ready"]), (&json!(3), &json!(2)));
    }

    /// Plain JSON and a CloudEvents envelope say the same.
    async fn envelopes(world) {
        let shop = Shop::open(world).await;
        let plain = order("DM-1", Some(1), ARS, &["EWA"]);
        let wrapped = json!({"specversion": "1.0", "id": "1", "source": "//markt", "type": "order.placed", "data": plain});
        shop.place("a", &wrapped).await.expect(202);
        shop.place("b", &plain).await.expect(200);
        let broken = json!({"specversion": "1.0", "id": "1", "source": "//markt", "type": "order.placed"});
        assert_eq!(shop.place("c", &broken).await.problem(422), "invalid");
    }

    /// One key is one request, also for twins that come at once.
    async fn idempotency(world) {
        let shop = Shop::open(world).await;
        let first = order("DM-1", Some(1), ARS, &["EWA"]);
        let path = "/marketplace/markt/orders";
        assert_eq!(shop.client.post(path, first.clone()).await.problem(400), "idempotency-key-missing");
        let answers = join_all((0..8).map(|_| shop.place("a", &first))).await;
        for answer in &answers {
            assert!(matches!(answer.status, 202 | 409), "{:#}", answer.body);
            assert!(answer.status == 202 || answer.problem(409) == "still-running");
        }
        let again = shop.place("a", &first).await;
        assert_eq!((again.status, again.header("location")), (202, "/api/v1/marketplace/markt/orders/DM-1"));
        assert_eq!(shop.place("a", &order("DM-2", Some(1), ARS, &["EWA"])).await.problem(422), "idempotency-key-reused");
        let wrong = order("DM-3", Some(1), ARS, &[]);
        assert_eq!(shop.place("w", &wrong).await.problem(422), "invalid");
        shop.place("w", &order("DM-3", Some(1), ARS, &["HUND"])).await.expect(202);
        // A repeat is 200; repeated with its key it stays 200.
        shop.place("r", &first).await.expect(200);
        assert_eq!(shop.place("r", &first).await.status, 200, "same key and body, same status");
        let different = join_all((0..6).map(|number| {
            let (shop, first) = (&shop, order("DM-4", Some(1), ARS, &["GEWERBE"]));
            async move { shop.place(&format!("t{number}"), &first).await.status }
        })).await;
        assert_eq!(different.iter().filter(|status| **status == 202).count(), 1, "{different:?}");
    }

    /// Every fault at once; nothing of it is stored.
    async fn bad_input(world) {
        let shop = Shop::open(world).await;
        let bad = json!({"number": "", "revision": 0, "placed_at": "2026-03-01T10:00:00Z", "body": {"ars": "0987501121120"},
            "contacts": [{"name": "", "email": "x"}], "positions": [{"service_key": "EWA", "line": 0}]});
        let answer = shop.place("a", &bad).await;
        assert_eq!(answer.problem(422), "invalid");
        let pointers: Vec<&str> = answer.body["errors"].as_array().unwrap().iter().map(|one| text(&one["pointer"])).collect();
        assert_eq!(pointers, ["/body/ars", "/contacts/0/email", "/contacts/0/name", "/number", "/positions/0/line", "/revision"]);
        let twice = json!({"number": "DM-1", "placed_at": "2026-03-01T10:00:00Z", "body": {}, "positions": [{"service_key": "EWA", "line": 1}, {"line": 1}]});
        let answer = shop.place("b", &twice).await;
        let codes: Vec<(&str, &str)> = answer.body["errors"].as_array().unwrap().iter().map(|one| (text(&one["pointer"]), text(&one["code"]))).collect();
        assert_eq!(codes, [("/body", "required"), ("/positions/1/line", "duplicate_line"), ("/positions/1/service_key", "required")]);
        for source in ["Markt", "manual", "a%20b"] {
            assert_eq!(place(&shop.client, source, "c", &order("DM-1", None, ARS, &["EWA"])).await.problem(422), "invalid", "{source}");
        }
        let request = shop.client.request(Method::POST, "/marketplace/markt/orders").header("idempotency-key", "d");
        let answer = shop.client.send(request.header("content-type", "application/json").body("{\"number\": ")).await;
        assert_eq!(answer.problem(400), "malformed");
        assert_eq!(shop.stage.manager.get("/orders").await.expect(200)["items"], json!([]));
    }

    /// Somebody else's orders are not there, and their numbers are not given away.
    async fn foreign_orders(world) {
        let shop_one = Shop::open(world).await;
        let (other, ..) = shop(&shop_one.stage, "nachbar").await;
        shop_one.place("a", &order("DM-1", Some(1), ARS, &["EWA"])).await.expect(202);
        assert_eq!(other.get("/marketplace/markt/orders/DM-1").await.problem(404), "not-found");
        assert_eq!(other.delete("/marketplace/markt/orders/DM-1").await.problem(404), "not-found");
        assert_eq!(other.get("/orders").await.expect(200)["items"], json!([]));
        place(&other, "nachbar", "x", &order("DM-1", Some(1), ARS, &["HUND"])).await.expect(202);
        assert_eq!(shop_one.status("DM-1").await["revision"], 1);
        assert_eq!(place(&shop_one.stage.coordinator, "markt", "k", &order("DM-7", None, ARS, &["EWA"])).await.problem(403), "forbidden");
        assert_eq!(place(&shop_one.stage.world.anonymous(), "markt", "k", &order("DM-7", None, ARS, &["EWA"])).await.problem(401), "unauthenticated");
    }

    /// A marketplace belongs to its API client: for whoever else may order, also everywhere, it is not there, and what
    /// nobody has set up is nobody's.
    async fn foreign_marketplaces(world) {
        let shop_one = Shop::open(world).await;
        let (other, other_id, _) = shop(&shop_one.stage, "nachbar").await;
        shop_one.stage.world.grant(HolderKind::ApiClient, other_id, "integrator", ScopeKind::Everything, None).await;
        let sent = order("DM-1", Some(1), ARS, &["EWA"]);
        shop_one.place("a", &sent).await.expect(202);
        let one = "/marketplace/markt/orders/DM-1";
        for foreign in [&other, &shop_one.stage.admin] {
            assert_eq!(place(foreign, "markt", "x", &sent).await.problem(404), "not-found");
            assert_eq!(foreign.get(one).await.problem(404), "not-found");
            assert_eq!(foreign.put(one, order("DM-1", Some(2), ARS, &["HUND"])).await.problem(404), "not-found");
            assert_eq!(foreign.delete(one).await.problem(404), "not-found");
        }
        assert_eq!(place(&shop_one.client, "niemand", "x", &sent).await.problem(404), "not-found");
        let nobody = shop_one.stage.world.anonymous();
        for answer in [nobody.get(one).await, nobody.put(one, sent).await, nobody.delete(one).await] {
            assert_eq!(answer.problem(401), "unauthenticated");
        }
        assert_eq!((&shop_one.status("DM-1").await["revision"], &shop_one.status("DM-1").await["state"]), (&json!(1), &json!("open")));
    }

    /// Whoever may only order sees, changes and cancels what it ordered.
    async fn ordering_is_enough(world) {
        let shop_one = Shop::open(world).await;
        let path = format!("/api-clients/{}", shop_one.client_id);
        let version = shop_one.stage.admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
        shop_one.stage.admin.patch(&path, version, json!({"scopes": ["order:place"]})).await.expect(200);
        shop_one.place("a", &order("DM-1", Some(1), ARS, &["EWA"])).await.expect(202);
        assert_eq!(shop_one.client.get("/orders").await.body["items"], json!([]), "reading orders is another right");
        assert_eq!(shop_one.status("DM-1").await["positions"][0]["service_key"], "EWA");
        shop_one.client.put("/marketplace/markt/orders/DM-1", order("DM-1", Some(2), ARS, &["HUND"])).await.expect(200);
        assert_eq!(shop_one.client.delete("/marketplace/markt/orders/DM-1").await.expect(200)["state"], "cancelled");
    }
}
