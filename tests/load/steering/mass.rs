//! Mass work, and what others wait for meanwhile.
use super::live::Streams;
use super::{Figure, login, milliseconds, pause, percentile};
use crate::Outcome;
use crate::caller::Caller;
use crate::process::Served;
use dienstweg_kernel::clock::{Clock, SystemClock};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

const MANY: usize = 5_000;
const WAVE_SERVICES: usize = 10;

/// One milestone of 5,000 rollouts.
pub async fn bulk(served: &Served) -> Outcome<Vec<Figure>> {
    let admin = login(served, "admin").await?;
    let ids = preparing(&admin).await?;
    let act = json!({"command": {"command": "complete", "milestone": "M2.4"}});
    let begun = Instant::now();
    let job = admin.post("/rollouts/bulk", None, &json!({"ids": ids, "act": act})).await?;
    let job = reached(&admin, &job, "checked").await?;
    let tried = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let done = let_go(&admin, &job).await?;
    let name = format!("{} milestones completed at once", done["done"]);
    Ok(vec![
        Figure::new("the same tried before", tried, "s", None),
        Figure::new(name, begun.elapsed().as_secs_f64(), "s", Some(10.0)),
    ])
}

/// Rollouts in the phase whose milestones are completed.
async fn preparing(admin: &Caller) -> Outcome<Vec<Value>> {
    let mut ids = Vec::with_capacity(MANY);
    let mut path =
        "/api/v1/rollouts?limit=200&state=running&phase=order&phase=preparation&kind=daughter".to_owned();
    let first = path.clone();
    while ids.len() < MANY {
        let page = admin.get(&path).await?;
        ids.extend(page["items"].as_array().into_iter().flatten().map(|row| row["id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        path = format!("{first}&cursor={next}");
    }
    ids.truncate(MANY);
    Ok(ids)
}

async fn let_go(admin: &Caller, job: &Value) -> Outcome<Value> {
    let path = format!("/jobs/{}/start", job["id"].as_str().unwrap_or_default());
    let started = admin.post(&path, job["version"].as_i64(), &json!({})).await?;
    reached(admin, &started, "done").await
}

async fn reached(admin: &Caller, job: &Value, state: &str) -> Outcome<Value> {
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap_or_default());
    loop {
        let now = admin.get(&path).await?;
        match now["state"].as_str() {
            Some(reached) if reached == state => return Ok(now),
            Some("failed" | "cancelled") => return Err(format!("the job ended: {now}").into()),
            _ => pause(100).await,
        }
    }
}

/// Ten services for all municipalities, with somebody who writes tickets meanwhile and everybody who is told of them.
pub async fn wave(served: &Served, streams: &Streams) -> Outcome<Vec<Figure>> {
    let admin = login(served, "admin").await?;
    let wave = planned(&admin).await?;
    let path = format!("/waves/{}/start", wave["id"].as_str().unwrap_or_default());
    let begun = Instant::now();
    let job = admin.post(&path, wave["version"].as_i64(), &json!({})).await?;
    let job = reached(&admin, &job, "checked").await?;
    let tried = begun.elapsed().as_secs_f64();
    let waits = Rc::new(Writer::default());
    let writer = actix_web::rt::spawn(write(admin.clone(), Rc::clone(&waits)));
    let begun = Instant::now();
    let done = let_go(&admin, &job).await?;
    let seconds = begun.elapsed().as_secs_f64();
    waits.ended.set(true);
    writer.await??;
    let mut figures = vec![
        Figure::new("a wave tried before", tried, "s", None),
        Figure::new(format!("a wave of {} rollouts", done["done"]), seconds, "s", Some(60.0)),
        Figure::new("others write meanwhile, p95", percentile(waits.took.take(), 0.95), "ms", Some(50.0)),
    ];
    let told = streams.told(&waits.made.take()).await;
    figures.push(Figure::new(
        "told to the last of 500 streams, p95",
        percentile(told, 0.95),
        "ms",
        Some(1_000.0),
    ));
    Ok(figures)
}

async fn planned(admin: &Caller) -> Outcome<Value> {
    let template = admin.get("/api/v1/templates?status=published").await?["items"][0]["id"].clone();
    let mut services = Vec::new();
    for nth in 0..WAVE_SERVICES {
        let service = json!({"key": format!("W{nth:02}"), "name": format!("Welle {nth}"), "level": "municipality", "package": "efa"});
        services.push(admin.post("/services", None, &service).await?["id"].clone());
    }
    let programme = json!({"key": "WELLE", "name": "Welle", "template_id": template, "four_eyes": "off", "status": "active",
        "service_ids": services});
    let programme = admin.post("/programmes", None, &programme).await?["id"].clone();
    let day = SystemClock.now().date_naive() + chrono::Days::new(200);
    admin.post("/waves", None, &json!({"name": "Welle 1", "programme_id": programme, "key_date": day})).await
}

#[derive(Default)]
struct Writer {
    ended: Cell<bool>,
    took: RefCell<Vec<f64>>,
    /// The persons made, and when.
    made: RefCell<Vec<(String, Instant)>>,
}

/// Writes a ticket and a person, again and again, as a busy desk would.
async fn write(admin: Caller, waits: Rc<Writer>) -> Outcome<()> {
    let body = admin.get("/api/v1/organisations?limit=1").await?["items"][0]["id"].clone();
    while !waits.ended.get() {
        let ticket =
            json!({"type": "incident", "title": "Formular nicht erreichbar", "organisation_id": body});
        let begun = Instant::now();
        let made = admin.post("/tickets", None, &ticket).await?;
        waits.took.borrow_mut().push(milliseconds(begun));
        if made["id"].is_null() {
            return Err(format!("no ticket: {made}").into());
        }
        pause(100).await;
        // Of tickets there is a flood, which is told as one.
        let person = json!({"given_name": "Erika", "family_name": "Musterfrau", "functions": [{"organisation_id": body, "function": "digital_officer"}]});
        let begun = Instant::now();
        let made = admin.post("/persons", None, &person).await?;
        waits.took.borrow_mut().push(milliseconds(begun));
        let id = made["id"].as_str().ok_or("no person")?.to_owned();
        waits.made.borrow_mut().push((id, Instant::now()));
        pause(100).await;
    }
    Ok(())
}
