//! A world that sends its mail to a real server.
use dienstweg_testkit::{Answer, Client, MailServer, World};
use serde_json::{Value, json};

/// A world of the same kind of database with a mail server beside it.
pub async fn with_mail(world: &World) -> (World, MailServer) {
    let server = MailServer::start();
    let world = World::start_with(world.backend, |config| {
        config.public_url = Some("https://dienstweg.example".to_owned());
        config.secure_cookies = Some(false);
        server.configure(config);
    })
    .await;
    (world, server)
}

/// The log, newest first.
pub async fn log(admin: &Client, query: &str) -> Vec<Value> {
    let list = admin.get(&format!("/mails?limit=200&{query}")).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

/// Lets the minute pass that mails of bulk acts wait.
pub async fn a_minute_later(world: &World) {
    world.settle().await;
    world.clock.advance(chrono::Duration::seconds(61));
    world.settle().await;
}

pub async fn patch(client: &Client, path: &str, body: Value) -> Answer {
    let request = client.request(reqwest::Method::PATCH, path);
    client.send(request.header("content-type", "application/merge-patch+json").body(body.to_string())).await
}

/// How often somebody wants to be told.
pub async fn notify(client: &Client, mail: &str) {
    patch(client, "/me/notices", json!({"mail": mail})).await.expect(200);
}

/// A test mail to oneself, at another address.
pub async fn test_mail(world: &World, admin: &Client, address: &str) {
    let me = admin.get("/me").await.expect(200)["user"]["id"].as_str().unwrap().to_owned();
    let path = format!("/users/{me}");
    let version = admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
    admin.patch(&path, version, json!({"email": address})).await.expect(200);
    admin.post("/mails/test", json!({})).await.expect(204);
    world.settle().await;
}
