//! Whatever comes in whatever order and at the same time: each position once, one rollout per body and service.
use super::shop::{Shop, order};
use crate::rollouts::stage::text;
use dienstweg_testkit::on_both;
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const SEED: u64 = 4_711;
const CLIENTS: u64 = 4;
const STEPS: usize = 20;
const NUMBERS: [&str; 6] = ["DM-1", "DM-2", "DM-3", "DM-4", "DM-5", "DM-6"];
const SERVICES: [&str; 3] = ["EWA", "GEWERBE", "HUND"];

/// One client of several: places, repeats, changes, cancels; and somebody checks and releases meanwhile. Answers the
/// highest revision of each number that was accepted.
async fn busy(shop: &Shop, client: u64) -> BTreeMap<&'static str, i64> {
    let mut dice = StdRng::seed_from_u64(SEED + client);
    let mut accepted = BTreeMap::new();
    for step in 0..STEPS {
        let number = NUMBERS[dice.random_range(0..NUMBERS.len())];
        let answer = match dice.random_range(0..20) {
            0 => shop.client.delete(&format!("/marketplace/markt/orders/{number}")).await,
            1..8 => {
                release_some(shop, number).await;
                continue;
            }
            _ => {
                let revision = dice.random_range(1..6);
                let body = ["098750112112", "098755151113", "098755151114"][dice.random_range(0..3)];
                let wanted: Vec<&str> = SERVICES[..dice.random_range(1..=SERVICES.len())].to_vec();
                let key = format!("{client}-{step}");
                let answer = shop.place(&key, &order(number, Some(revision), body, &wanted)).await;
                if answer.status < 300 {
                    accepted
                        .entry(number)
                        .and_modify(|known: &mut i64| *known = (*known).max(revision))
                        .or_insert(revision);
                }
                answer
            }
        };
        assert!(
            matches!(answer.status, 200 | 202 | 404 | 409 | 503),
            "seed {SEED}, client {client}: {} {:#}",
            answer.status,
            answer.body
        );
    }
    accepted
}

async fn release_some(shop: &Shop, number: &str) {
    let list = shop.stage.manager.get(&format!("/orders?q={number}")).await.expect(200);
    for order in list["items"].as_array().unwrap() {
        for position in order["positions"].as_array().unwrap().iter().filter(|one| one["state"] == "ready") {
            let path = format!("/orders/{}/positions/{}", text(&order["id"]), text(&position["id"]));
            let checked = shop
                .stage
                .manager
                .act(&format!("{path}/check"), position["version"].as_i64().unwrap(), json!({}))
                .await;
            assert!(matches!(checked.status, 200 | 409 | 412 | 503), "{:#}", checked.body);
        }
        let ids: Vec<&Value> = order["positions"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        let released = shop.stage.second.post("/orders/release", json!({"positions": ids})).await;
        assert!(matches!(released.status, 200 | 503), "{:#}", released.body);
    }
}

on_both! {
    async fn each_position_exactly_once(world) {
        let shop = Shop::open(world).await;
        let accepted = join_all((0..CLIENTS).map(|client| busy(&shop, client))).await;
        for number in NUMBERS {
            release_some(&shop, number).await;
        }
        let rollouts = shop.stage.manager.get("/rollouts?kind=daughter&limit=200").await.expect(200);
        let rollouts = rollouts["items"].as_array().unwrap();
        let running: Vec<(&str, &str)> = rollouts.iter().filter(|one| one["state"] != "ended").map(|one| (text(&one["body"]["key"]), text(&one["service"]["key"]))).collect();
        let distinct: BTreeSet<_> = running.iter().collect();
        assert_eq!(distinct.len(), running.len(), "seed {SEED}: {running:?}");
        assert!(running.len() > 2, "seed {SEED}: nothing happened");
        let orders = shop.stage.manager.get("/orders?limit=200&source=markt").await.expect(200);
        let orders = orders["items"].as_array().unwrap();
        let mut numbers: Vec<&str> = orders.iter().map(|one| text(&one["number"])).collect();
        numbers.sort_unstable();
        assert_eq!(numbers.len(), numbers.iter().collect::<BTreeSet<_>>().len(), "seed {SEED}: one number, one order");
        for order in orders {
            let lines: Vec<&Value> = order["positions"].as_array().unwrap().iter().map(|one| &one["line"]).collect();
            let distinct: BTreeSet<String> = lines.iter().map(ToString::to_string).collect();
            assert_eq!(distinct.len(), lines.len(), "seed {SEED}: {order:#}");
            let number = text(&order["number"]);
            let highest = accepted.iter().filter_map(|one| one.get(number)).max().copied().unwrap_or_default();
            assert_eq!(order["revision"].as_i64().unwrap(), highest, "seed {SEED}: {number} stands at what was accepted");
            for position in order["positions"].as_array().unwrap() {
                let has = position["rollout"].is_object();
                let released = matches!(text(&position["state"]), "released" | "linked");
                assert!(!released || has, "seed {SEED}: {position:#}");
                let Some(rollout) = rollouts.iter().find(|one| one["id"] == position["rollout"]["id"]) else { continue };
                assert_eq!((&rollout["body"]["id"], &rollout["service"]["id"]), (&position["body"]["id"], &position["service"]["id"]), "seed {SEED}");
            }
        }
        let mothers = shop.stage.manager.get("/rollouts?kind=mother&limit=200").await.expect(200);
        let bodies: BTreeSet<&str> = mothers["items"].as_array().unwrap().iter().map(|one| text(&one["body"]["id"])).collect();
        assert_eq!(bodies.len(), mothers["items"].as_array().unwrap().len(), "seed {SEED}: one mother per body");
    }
}
