//! Work that goes on whatever happens to the server, and remembers what was acknowledged.
use crate::rollouts::stage::{milestone, text};
use dienstweg_testkit::{Answer, Client};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What the server has acknowledged of one order.
#[derive(Clone, Debug, Default)]
pub struct Acknowledged {
    pub number: String,
    pub order: Option<String>,
    pub rollout: Option<String>,
    pub milestones: Vec<&'static str>,
}

/// Asks until there is an answer; the server may be away.
async fn ask(
    client: &Client,
    stop: &AtomicBool,
    request: impl Fn() -> reqwest::RequestBuilder,
) -> Option<Answer> {
    loop {
        if let Ok(response) = request().send().await {
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            if let Ok(bytes) = response.bytes().await
                && status != 503
            {
                let _ = client;
                return Some(Answer {
                    status,
                    headers,
                    body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
                });
            }
        }
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// One order after the other, each for another body, until told to stop.
pub async fn go_on(
    client: &Client,
    worker: usize,
    bodies: &[String],
    stop: &AtomicBool,
) -> Vec<Acknowledged> {
    let mut done = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let mut one = Acknowledged { number: format!("C-{worker}-{index}"), ..Acknowledged::default() };
        let _ = order(client, body, stop, &mut one).await;
        done.push(one);
    }
    done
}

async fn order(client: &Client, body: &str, stop: &AtomicBool, one: &mut Acknowledged) -> Option<()> {
    let content = json!({"number": one.number, "placed_at": "2026-03-01T10:00:00Z", "body": {"ags": body}, "positions": [{"service_key": "HUND"}]});
    let key = format!("key-{}", one.number);
    let placed = ask(client, stop, || {
        client.request(Method::POST, "/orders").header("idempotency-key", &key).json(&content)
    })
    .await?;
    let placed = placed.expect(201);
    let id = text(&placed["id"]).to_owned();
    one.order = Some(id.clone());
    let path = format!("/orders/{id}/positions/{}/release", text(&placed["positions"][0]["id"]));
    let (version, key) =
        (format!("\"{}\"", placed["positions"][0]["version"]), format!("release-{}", one.number));
    let release =
        || client.request(Method::POST, &path).header("if-match", &version).header("idempotency-key", &key);
    let released = ask(client, stop, release).await?;
    // One whose answer was lost is answered again, and not released twice.
    assert_eq!(released.status, 200, "{:#}", released.body);
    let seen = ask(client, stop, || client.request(Method::GET, &format!("/orders/{id}"))).await?.expect(200);
    let rollout = text(&seen["positions"][0]["rollout"]["id"]).to_owned();
    one.rollout = Some(rollout.clone());
    for key in ["M1.3", "M2.1", "M2.2"] {
        let seen = ask(client, stop, || client.request(Method::GET, &format!("/rollouts/{rollout}")))
            .await?
            .expect(200);
        let version = format!("\"{}\"", milestone(&seen, key)["version"]);
        let path = format!("/rollouts/{rollout}/commands");
        let command = json!({"command": {"command": "complete", "milestone": key}});
        let answer = ask(client, stop, || {
            client.request(Method::POST, &path).header("if-match", &version).json(&command)
        })
        .await?;
        assert!(matches!(answer.status, 200 | 412), "{:#}", answer.body);
        one.milestones.push(key);
    }
    Some(())
}
