//! The stage rollouts play on: a small register, services of two levels, a programme, and the people of a rollout.
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Answer, Client, FEDERAL, World, register_file};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// A municipality that stands for itself.
pub const ALONE: &str = "09875112";
/// An association with two members.
pub const ASSOCIATION: &str = "098755151";
pub const MEMBERS: [&str; 2] = ["09875113", "09875114"];
pub const DISTRICT: &str = "09875";

/// A world with a programme and everybody who works in it.
pub struct Stage {
    pub world: World,
    pub admin: Client,
    /// Steers all rollouts; places and checks orders.
    pub manager: Client,
    /// Releases what the other one has checked.
    pub second: Client,
    /// Of the municipality that stands alone.
    pub coordinator: Client,
    /// Of the IT provider, where it is involved.
    pub provider: Client,
    /// Of who runs the services, where it is involved.
    pub operator: Client,
    pub body: Uuid,
    pub it: Uuid,
    pub programme: Uuid,
}

impl Stage {
    /// Without questionnaires: those have tests of their own.
    pub async fn set(world: World) -> Self {
        Self::with(world, false).await
    }

    /// The same with the questionnaire that the shipped phase model asks for.
    pub async fn asking(world: World) -> Self {
        Self::with(world, true).await
    }

    async fn with(world: World, asking: bool) -> Self {
        world.import(&register_file("20260101", FEDERAL)).await;
        let admin = world.admin().await;
        let body = world.organisation(&admin, ALONE).await;
        let it = organisation(&admin, "it_provider", "Kommunale IT", "KIT").await;
        let runs = organisation(&admin, "operator", "Dienstebetrieb", "OP").await;
        let (all, of) = (ScopeKind::Everything, ScopeKind::Organisation);
        let manager = world.user("manager", "rollout_manager", all, None).await;
        let second = world.user("second", "rollout_manager", all, None).await;
        let coordinator = world.user("coordinator", "coordinator", of, Some(body)).await;
        let provider = world.user("provider", "it_provider", ScopeKind::Involved, Some(it)).await;
        let operator = world.user("operator", "operator", ScopeKind::Involved, Some(runs)).await;
        let template = template(&manager, asking).await;
        let services = services(&manager, runs).await;
        let programme = json!({"key": "efa", "name": "EfA", "template_id": template, "four_eyes": "always", "status": "active", "service_ids": services});
        let programme = id(&manager.post("/programmes", programme).await.expect(201));
        Self { world, admin, manager, second, coordinator, provider, operator, body, it, programme }
    }

    /// An order by hand, as it stands after it was placed.
    pub async fn order(&self, body: &str, services: &[&str]) -> Value {
        let positions: Vec<Value> = services.iter().map(|key| json!({"service_key": key})).collect();
        self.manager.post("/orders", json!({"body": {"ags": body}, "positions": positions})).await.expect(201)
    }

    /// Checks and releases all positions of an order; it answers the order.
    pub async fn release(&self, order: &Value) -> Value {
        let order_id = text(&order["id"]);
        for position in order["positions"].as_array().unwrap() {
            let path = format!("/orders/{order_id}/positions/{}", text(&position["id"]));
            let version = position["version"].as_i64().unwrap();
            self.manager.act(&format!("{path}/check"), version, json!({})).await.expect(200);
        }
        let ids: Vec<&Value> =
            order["positions"].as_array().unwrap().iter().map(|position| &position["id"]).collect();
        let results = self.second.post("/orders/release", json!({"positions": ids})).await.expect(200);
        for result in results["items"].as_array().unwrap() {
            assert_ne!(result["result"], "refused", "{results:#}");
        }
        self.manager.get(&format!("/orders/{order_id}")).await.expect(200)
    }

    /// The id of a new rollout of one service for a body.
    pub async fn rollout(&self, body: &str, service: &str) -> String {
        let order = self.release(&self.order(body, &[service]).await).await;
        text(&order["positions"][0]["rollout"]["id"]).to_owned()
    }

    pub async fn set_party(&self, rollout: &str, role: &str, organisation: Uuid) {
        let command = json!({"command": "set_party", "role": role, "organisation_id": organisation});
        command_to(&self.manager, rollout, command).await.expect(200);
    }

    /// Somebody completes milestones, one after the other.
    pub async fn complete(&self, who: &Client, rollout: &str, milestones: &[&str]) {
        for milestone in milestones {
            command_to(who, rollout, json!({"command": "complete", "milestone": milestone}))
                .await
                .expect(200);
        }
    }

    /// Everything that is required until the service is live.
    pub async fn go_live(&self, rollout: &str) {
        let all = ["M1.3", "M2.1", "M2.2", "M2.3", "M3.1", "M3.2", "M3.4", "M4.1", "M4.2", "M5.1"];
        self.complete(&self.manager, rollout, &all).await;
    }
}

pub async fn organisation(client: &Client, kind: &str, name: &str, key: &str) -> Uuid {
    id(&client.post("/organisations", json!({"kind": kind, "name": name, "own_key": key})).await.expect(201))
}

/// The shipped phase model under another key, taken in and published.
pub async fn template(client: &Client, asking: bool) -> Uuid {
    let shipped = client.get("/templates?key=efa-standard-by").await.expect(200);
    let shipped = client.get(&format!("/templates/{}", text(&shipped["items"][0]["id"]))).await.expect(200);
    let mut definition = shipped["definition"].clone();
    definition["key"] = json!("efa-test");
    for milestone in milestones_of(&mut definition).filter(|_| !asking) {
        milestone.as_object_mut().unwrap().remove("form");
    }
    published(client, definition).await
}

pub fn milestones_of(definition: &mut Value) -> impl Iterator<Item = &mut Value> {
    let phases = definition["phases"].as_array_mut().unwrap().iter_mut();
    phases.flat_map(|phase| phase["milestones"].as_array_mut().unwrap())
}

/// A phase model, taken in and published.
pub async fn published(client: &Client, definition: Value) -> Uuid {
    let made = client.post("/templates", definition).await;
    let (etag, draft) = (made.header("etag").to_owned(), made.expect(201));
    assert_eq!(draft["status"], "draft");
    let publish = client.request(Method::POST, &format!("/templates/{}/publish", text(&draft["id"])));
    let published = client.send(publish.header("if-match", etag)).await.expect(200);
    assert_eq!(published["status"], "published");
    id(&draft)
}

pub async fn services(client: &Client, runs: Uuid) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for (key, name, level) in [
        ("EWA", "Wohnsitz ummelden", "association"),
        ("GEWERBE", "Gewerbe anmelden", "association"),
        ("HUND", "Hund anmelden", "municipality"),
        ("KFZ", "Fahrzeug zulassen", "district"),
    ] {
        let service =
            json!({"key": key, "name": name, "level": level, "package": "efa", "operator_id": runs});
        ids.push(id(&client.post("/services", service).await.expect(201)));
    }
    ids
}

/// One command with the version its milestone, or the rollout, has now.
pub async fn command_to(who: &Client, rollout: &str, command: Value) -> Answer {
    let seen = who.get(&format!("/rollouts/{rollout}")).await.expect(200);
    let version = match command["milestone"].as_str() {
        Some(key) => milestone(&seen, key)["version"].as_i64().unwrap_or(1),
        None => seen["version"].as_i64().unwrap(),
    };
    who.act(&format!("/rollouts/{rollout}/commands"), version, json!({"command": command})).await
}

pub fn milestone<'v>(rollout: &'v Value, key: &str) -> &'v Value {
    rollout["milestones"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap_or(&Value::Null)
}

pub fn id(view: &Value) -> Uuid {
    text(&view["id"]).parse().unwrap()
}

#[track_caller]
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
