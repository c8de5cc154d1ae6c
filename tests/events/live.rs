//! The live stream over HTTP: who hears of what, what is gone, where one left off, and the end.
use crate::stage::{Stage, create, id, local};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, World, on_both};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Long enough for a batch and a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// One item as it came over the line.
#[derive(Debug)]
struct Item {
    position: i64,
    event: String,
    data: Value,
}

struct Live {
    response: Response,
    text: String,
}

impl Live {
    async fn open(client: &Client, after: Option<i64>) -> Self {
        let mut request = client.request(Method::GET, "/events");
        if let Some(after) = after {
            request = request.header("last-event-id", after.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self { response, text: String::new() }
    }

    /// The next item; nothing where the stream has ended.
    async fn next(&mut self) -> Option<Item> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let item = read(message);
                self.text = rest.to_owned();
                match item {
                    Some(item) => return Some(item),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("nothing comes");
            self.text.push_str(std::str::from_utf8(&chunk.ok()??).unwrap());
        }
    }

    /// The next item, which must be of this kind and about this thing.
    #[track_caller]
    fn expect(&mut self, event: &'static str, about: Option<Uuid>) -> impl Future<Output = Item> {
        let at = std::panic::Location::caller();
        async move {
            let item = self.next().await.unwrap_or_else(|| panic!("{at}: the stream ended"));
            assert_eq!(item.event, event, "{at}: {item:?}");
            assert_eq!(item.data["id"].as_str().map(|id| id.parse().unwrap()), about, "{at}: {item:?}");
            item
        }
    }
}

/// Comments are heartbeats.
fn read(message: &str) -> Option<Item> {
    let field = |name: &str| message.lines().find_map(|line| line.strip_prefix(name));
    Some(Item {
        position: field("id: ")?.parse().unwrap(),
        event: field("event: ")?.to_owned(),
        data: serde_json::from_str(field("data: ")?).unwrap(),
    })
}

async fn ticket(world: &World, stage: &Stage, organisation: Uuid) -> Uuid {
    let body = json!({"type": "incident", "title": "Störung", "organisation_id": organisation});
    let made = id(&create(&stage.admin, "/tickets", body).await);
    world.settle().await;
    made
}

async fn command(client: &Client, rollout: Uuid, command: Value) {
    let version = client.get(&format!("/rollouts/{rollout}")).await.expect(200)["version"].as_i64().unwrap();
    let body = json!({"command": command});
    client.act(&format!("/rollouts/{rollout}/commands"), version, body).await.expect(200);
}

on_both! {
    async fn readers_hear_of_what_they_see_and_of_nothing_else(world) {
        let stage = Stage::build(&world).await;
        let coordinator = local(&world, "coordinator", "coordinator", stage.member).await;
        world.settle().await;
        let (mut all, mut own) = (Live::open(&stage.admin, None).await, Live::open(&coordinator, None).await);
        assert_eq!(all.expect("hello", None).await.data["names"], json!([]));
        own.expect("hello", None).await;
        let foreign = ticket(&world, &stage, stage.city).await;
        let seen = ticket(&world, &stage, stage.member).await;
        all.expect("changed", Some(foreign)).await;
        all.expect("changed", Some(seen)).await;
        let item = own.expect("changed", Some(seen)).await;
        assert_eq!((&item.data["kind"], &item.data["names"]), (&json!("ticket"), &json!(["ticket.created"])));
        assert!(item.data.get("title").is_none(), "what it is has to be asked for: {item:?}");
    }

    async fn who_loses_sight_hears_that_it_is_gone(world) {
        let stage = Stage::build(&world).await;
        let rollout = stage.rollout("09875113").await;
        let other = id(&create(&stage.admin, "/organisations", json!({"kind": "it_provider", "name": "Andere IT", "own_key": "AIT"})).await);
        let party = |organisation: Uuid| json!({"command": "set_party", "role": "it_provider", "organisation_id": organisation});
        command(&stage.admin, rollout, party(stage.provider)).await;
        let provider = world.user("provider", "it_provider", ScopeKind::Involved, Some(stage.provider)).await;
        world.settle().await;
        let mut live = Live::open(&provider, None).await;
        live.expect("hello", None).await;
        provider.get(&format!("/rollouts/{rollout}")).await.expect(200);
        command(&stage.admin, rollout, party(other)).await;
        world.settle().await;
        let mut gone = live.next().await.unwrap();
        while gone.data["id"] != json!(rollout) {
            gone = live.next().await.unwrap();
        }
        assert_eq!((gone.event.as_str(), &gone.data["names"]), ("gone", &json!([])), "{gone:?}");
        assert_eq!(provider.get(&format!("/rollouts/{rollout}")).await.status, 404);
    }

    async fn who_comes_back_hears_what_was_missed(world) {
        let stage = Stage::build(&world).await;
        world.settle().await;
        let mut live = Live::open(&stage.admin, None).await;
        live.expect("hello", None).await;
        let first = ticket(&world, &stage, stage.member).await;
        let left = live.expect("changed", Some(first)).await.position;
        drop(live);
        let missed = [ticket(&world, &stage, stage.member).await, ticket(&world, &stage, stage.city).await];
        let mut back = Live::open(&stage.admin, Some(left)).await;
        assert_eq!(back.expect("hello", None).await.position, left);
        for one in missed {
            assert!(back.expect("changed", Some(one)).await.position > left);
        }
        let next = ticket(&world, &stage, stage.member).await;
        back.expect("changed", Some(next)).await;
        let mut lost = Live::open(&stage.admin, Some(left + 1_000_000)).await;
        lost.expect("resync", None).await;
    }

    async fn the_stream_ends_with_the_log_in(world) {
        let stage = Stage::build(&world).await;
        let here = local(&world, "coordinator", "coordinator", stage.member).await;
        // New rights end all streams, and these are not new any more.
        world.settle().await;
        // What is told of this log-in later must not end its stream.
        let there = world.login("coordinator").await;
        let (mut ends, mut stays) = (Live::open(&here, None).await, Live::open(&there, None).await);
        ends.expect("hello", None).await;
        stays.expect("hello", None).await;
        here.post("/auth/logout", json!({})).await.expect(204);
        while let Some(item) = ends.next().await {
            assert_ne!(item.data["kind"], "ticket", "{item:?}");
        }
        assert_eq!(here.get("/events").await.problem(401), "unauthenticated");
        let seen = ticket(&world, &stage, stage.member).await;
        let mut told = stays.next().await.unwrap();
        while told.data["id"] != json!(seen) {
            told = stays.next().await.unwrap();
        }
        assert_eq!(world.anonymous().get("/events").await.problem(401), "unauthenticated");
    }
}
