//! kill -9 at random moments of intake, release and milestone work: what was acknowledged is there, and nothing twice.
//! `DIENSTWEG_CRASH_ROUNDS` says how often per database.
mod process;
mod work;

use crate::rollouts::stage::{id, organisation, services, template, text};
use actix_web::{App, HttpResponse, HttpServer, web};
use dienstweg_kernel::Db;
use dienstweg_kernel::db::Settings;
use dienstweg_testkit::{Backend, Client, FEDERAL, fresh, postgres_url, register_file};
use futures_util::future::join_all;
use process::Place;
use rand::{Rng, SeedableRng};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use work::{Acknowledged, go_on};

const WORKERS: usize = 3;
/// Municipalities per worker; each takes one order.
const BODIES: usize = 290;

fn rounds() -> u32 {
    std::env::var("DIENSTWEG_CRASH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(6)
}

/// AGS of many municipalities, and a register with them.
fn register() -> (Vec<String>, Vec<u8>) {
    let mut records: Vec<(u8, &str, &str, &str, u32)> = FEDERAL[..6].to_vec();
    let mut bodies = Vec::new();
    for number in 0..WORKERS * BODIES {
        let place: &str = format!("{:03}", 101 + number).leak();
        let association: &str = format!("0{place}").leak();
        let (ags, name): (&str, &str) = (format!("09875{place}").leak(), format!("Ort {place}").leak());
        records.push((50, "09875", association, name, 50));
        records.push((60, ags, association, name, 64));
        bodies.push(ags.to_owned());
    }
    (bodies, register_file("20260101", &records))
}

type Heard = Arc<Mutex<HashMap<String, u32>>>;

/// Receives callbacks and counts them by order number.
fn receiver() -> (Heard, u16) {
    let heard = Heard::default();
    let data = web::Data::from(Arc::clone(&heard));
    let server = HttpServer::new(move || {
        let take = |heard: web::Data<Mutex<HashMap<String, u32>>>, body: web::Json<Value>| async move {
            if let Some(number) = body["data"]["number"].as_str() {
                *heard.lock().unwrap().entry(number.to_owned()).or_default() += 1;
            }
            HttpResponse::NoContent().finish()
        };
        App::new().app_data(data.clone()).default_service(web::to(take))
    });
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let port = server.addrs()[0].port();
    actix_web::rt::spawn(server.run());
    (heard, port)
}

async fn prepare(place: &Place, port: u16) -> (Client, Vec<String>) {
    let (bodies, file) = register();
    std::fs::write(place.folder.path().join("register.txt"), file).unwrap();
    place.run(&["user", "create", "admin"]);
    place.run(&["import", "register", "register.txt"]);
    let mut process = place.serve().await;
    let admin = place.login("admin").await;
    let runs = organisation(&admin, "operator", "Betrieb", "OP").await;
    let template = template(&admin, false).await;
    let services = services(&admin, runs).await;
    let programme = json!({"key": "efa", "name": "EfA", "template_id": template, "four_eyes": "off", "status": "active", "service_ids": services});
    id(&admin.post("/programmes", programme).await.expect(201));
    let hook =
        json!({"name": "Markt", "url": format!("http://127.0.0.1:{port}/"), "events": ["order.received"]});
    admin.post("/webhooks", hook).await.expect(201);
    process.kill().unwrap();
    process.wait().unwrap();
    (admin, bodies)
}

async fn killed_again_and_again(backend: Backend) {
    let folder = tempfile::TempDir::new().unwrap();
    let place = Place::new(fresh(backend, &folder).await, folder);
    let (heard, port) = receiver();
    let (admin, bodies) = prepare(&place, port).await;
    let stop = AtomicBool::new(false);
    let work = join_all(
        bodies.chunks(BODIES).enumerate().map(|(worker, bodies)| go_on(&admin, worker, bodies, &stop)),
    );
    let killer = async {
        let mut dice = rand::rngs::StdRng::seed_from_u64(u64::from(rounds()));
        for _ in 0..rounds() {
            let mut process = place.serve().await;
            tokio::time::sleep(Duration::from_millis(dice.random_range(20..900))).await;
            process.kill().unwrap();
            process.wait().unwrap();
        }
        let process = place.serve().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        stop.store(true, Ordering::Relaxed);
        process
    };
    let (done, mut process) = futures_util::future::join(work, killer).await;
    let done: Vec<Acknowledged> = done.into_iter().flatten().collect();
    let admin = place.login("admin").await;
    check(&admin, &done).await;
    all_heard(&done, &heard).await;
    process.kill().unwrap();
    process.wait().unwrap();
    dense(&place).await;
    let orders = done.iter().filter(|one| one.order.is_some()).count();
    let milestones: usize = done.iter().map(|one| one.milestones.len()).sum();
    eprintln!("{backend:?}: killed {} times over {orders} orders and {milestones} milestones", rounds());
}

/// All of a list, page by page.
async fn all(client: &Client, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}&limit=200{cursor}")).await.expect(200);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

async fn check(client: &Client, done: &[Acknowledged]) {
    let orders = all(client, "/orders?source=manual").await;
    let rollouts = all(client, "/rollouts?kind=daughter").await;
    let numbers: BTreeSet<&str> = orders.iter().map(|one| text(&one["number"])).collect();
    assert_eq!(numbers.len(), orders.len(), "an order twice");
    let places: BTreeSet<(&str, &str)> =
        rollouts.iter().map(|one| (text(&one["body"]["id"]), text(&one["service"]["id"]))).collect();
    assert_eq!(places.len(), rollouts.len(), "a rollout twice");
    let released = orders.iter().filter(|one| one["positions"][0]["rollout"].is_object()).count();
    assert_eq!(released, rollouts.len(), "rollouts and released positions");
    for order in &orders {
        assert_eq!(order["positions"].as_array().unwrap().len(), 1, "{order:#}");
    }
    for one in done.iter().filter(|one| one.order.is_some()) {
        assert!(
            orders.iter().any(|order| Some(text(&order["id"])) == one.order.as_deref()),
            "{one:?} is lost"
        );
        let Some(rollout) = &one.rollout else { continue };
        let history = client.get(&format!("/rollouts/{rollout}/history?limit=200")).await.expect(200);
        let entries = history["items"].as_array().unwrap();
        let completed =
            entries.iter().filter(|entry| entry["action"] == "rollout.milestone_completed").count();
        let seen = client.get(&format!("/rollouts/{rollout}")).await.expect(200);
        for key in &one.milestones {
            assert_eq!(
                crate::rollouts::stage::milestone(&seen, key)["state"],
                "done",
                "{one:?} {key} is lost"
            );
        }
        let by_hand =
            seen["milestones"].as_array().unwrap().iter().filter(|one| one["state"] == "done").count() - 2;
        assert_eq!(completed, by_hand, "each milestone once: {one:?}");
    }
}

/// Every acknowledged order was told at least once. A delivery that died with its process is free again after a minute.
async fn all_heard(done: &[Acknowledged], heard: &Heard) {
    let began = Instant::now();
    loop {
        let missing: Vec<&str> = {
            let heard = heard.lock().unwrap();
            done.iter()
                .filter(|one| one.order.is_some() && !heard.contains_key(&one.number))
                .map(|one| one.number.as_str())
                .collect()
        };
        if missing.is_empty() {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(100), "never told: {missing:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Positions of events have no gap, whoever died while numbering.
async fn dense(place: &Place) {
    let db = Db::connect(&Settings::new(&place.database)).await.unwrap();
    let connection = db.for_migrations();
    let sql = "SELECT COUNT(position) AS number, MAX(position) AS last, MIN(position) AS first FROM event WHERE position IS NOT NULL";
    let row = connection
        .query_one_raw(Statement::from_string(connection.get_database_backend(), sql))
        .await
        .unwrap()
        .unwrap();
    let of = |name: &str| row.try_get::<i64>("", name).unwrap();
    assert_eq!((of("first"), of("last")), (1, of("number")));
    db.close().await;
}

/// On the embedded database.
#[actix_web::test]
async fn sqlite() {
    killed_again_and_again(Backend::Sqlite).await;
}

/// On PostgreSQL.
#[actix_web::test]
async fn postgres() {
    match postgres_url() {
        Some(_) => killed_again_and_again(Backend::Postgres).await,
        None => eprintln!("not run on PostgreSQL: DIENSTWEG_TEST_POSTGRES_URL is not set"),
    }
}
