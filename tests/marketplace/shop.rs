//! A marketplace as a program: an API client with a marketplace of its own, ordering over the public interface.
use crate::rollouts::stage::{Stage, id, text};
use dienstweg_identity::HolderKind;
use dienstweg_kernel::clock::{Clock, SystemClock};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Answer, Client, World};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

pub struct Shop {
    pub stage: Stage,
    pub client: Client,
    pub client_id: Uuid,
    /// The marketplace with the secret it signs with.
    pub source: Value,
}

impl Shop {
    /// A stage at the present of the machine (signatures are checked by other people's clocks), and a shop.
    pub async fn open(world: World) -> Self {
        world.clock.set(SystemClock.now());
        let stage = Stage::set(world).await;
        let (client, client_id, source) = shop(&stage, "markt").await;
        Self { stage, client, client_id, source }
    }

    pub async fn place(&self, key: &str, order: &Value) -> Answer {
        place(&self.client, "markt", key, order).await
    }

    /// Where an order stands, for who placed it.
    pub async fn status(&self, number: &str) -> Value {
        self.client.get(&format!("/marketplace/markt/orders/{number}")).await.expect(200)
    }

    /// The same order as people see it.
    pub async fn seen(&self, number: &str) -> Value {
        let list = self.stage.manager.get(&format!("/orders?q={number}")).await.expect(200);
        let found = list["items"].as_array().unwrap().iter().find(|one| one["number"] == number);
        self.stage.manager.get(&format!("/orders/{}", text(&found.unwrap()["id"]))).await.expect(200)
    }
}

/// A program that may order in the name of the marketplace `name` and see what it ordered: with a token of its own, its
/// id and its marketplace.
pub async fn shop(stage: &Stage, name: &str) -> (Client, Uuid, Value) {
    let organisation = json!({"kind": "other", "name": name, "own_key": name});
    let organisation = id(&stage.admin.post("/organisations", organisation).await.expect(201));
    let scopes = json!(["order:place", "order:read", "service:read", "organisation:read", "webhook:read"]);
    let made = stage.admin.post("/api-clients", json!({"name": name, "scopes": scopes})).await.expect(201);
    let client_id = id(&made["client"]);
    stage
        .world
        .grant(HolderKind::ApiClient, client_id, "integrator", ScopeKind::Involved, Some(organisation))
        .await;
    let anonymous = stage.world.anonymous();
    let form = format!(
        "grant_type=client_credentials&client_id={client_id}&client_secret={}",
        text(&made["secret"])
    );
    let request = anonymous
        .request(Method::POST, "/oauth/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let granted = anonymous.send(request).await.expect(200);
    let source = json!({"key": name, "client_id": client_id});
    let source = stage.admin.post("/marketplace-sources", source).await.expect(201);
    (anonymous.with_token(text(&granted["access_token"])), client_id, source)
}

pub async fn place(client: &Client, source: &str, key: &str, order: &Value) -> Answer {
    let path = format!("/marketplace/{source}/orders");
    client.send(client.request(Method::POST, &path).header("idempotency-key", key).json(order)).await
}

/// An order of some services for a body.
pub fn order(number: &str, revision: Option<i64>, body: &str, services: &[&str]) -> Value {
    let positions: Vec<Value> = services.iter().map(|key| json!({"service_key": key})).collect();
    let revision = revision.map_or(Value::Null, Value::from);
    json!({"number": number, "revision": revision, "placed_at": "2026-03-01T10:00:00Z", "body": {"ars": body}, "positions": positions})
}
