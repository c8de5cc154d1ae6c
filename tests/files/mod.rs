//! Files: who gets their contents, and when they go.
use crate::stage::{Stage, id};
use bytes::Bytes;
use chrono::Duration;
use dienstweg_kernel::Error;
use dienstweg_kernel::files::FileKey;
use dienstweg_testkit::{Answer, Client, FEDERAL, PASSWORD, World, on_both, register_file};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};

/// Longer than any upload takes. Files carry the time of the real clock, so it has to reach beyond that.
const AGES: Duration = Duration::days(3_650);

async fn upload(client: &Client, path: &str, file: impl Into<Vec<u8>>) -> Value {
    let request = client.request(Method::POST, path).header("content-type", "application/octet-stream");
    client.send(request.body(file.into())).await.expect(201)
}

async fn put(world: &World, text: &'static str) -> FileKey {
    let bytes = stream::iter([Ok(Bytes::from_static(text.as_bytes()))]).boxed_local();
    world.state().files.put(bytes, 100).await.unwrap().key
}

async fn is_there(world: &World, key: &FileKey) -> bool {
    world.state().files.get(key).await.is_ok()
}

/// What the database names, by a statement that answers `n`.
async fn named(world: &World, statement: &str) -> FileKey {
    let rows = crate::stage::sql(world, statement).await;
    rows[0].try_get::<String>("", "n").unwrap().parse().unwrap()
}

async fn with_cookie(world: &World, path: &str, cookie: &str) -> Answer {
    let nobody = world.anonymous();
    nobody.send(nobody.request(Method::GET, path).header("cookie", cookie)).await
}

on_both! {
    async fn the_folder_of_another_database_is_left_alone(world) {
        let unknown = put(&world, "named elsewhere").await;
        world.clock.advance(AGES);
        world.settle().await;
        assert!(is_there(&world, &unknown).await);
    }

    async fn what_somebody_names_stays_and_orphans_go_when_they_are_old(world) {
        let stage = Stage::build(&world).await;
        upload(&stage.admin, &format!("/tickets/{}/attachments?name=a.txt", id(&stage.ticket)), "Anhang").await;
        upload(&stage.admin, "/register-imports", register_file("20260131", FEDERAL)).await;
        let attachment = named(&world, "SELECT stored_at AS n FROM attachment").await;
        let register = named(&world, "SELECT file_key AS n FROM register_import").await;
        let orphan = put(&world, "nobody names this").await;
        let (last, rest) = tokio::sync::oneshot::channel::<()>();
        let files = world.state().files.clone();
        let going_on = actix_web::rt::spawn(async move {
            let first = stream::iter([Ok(Bytes::from_static(b"first part"))]);
            let second = async move { rest.await.map(|()| Bytes::from_static(b", last part")).map_err(Error::internal) };
            files.put(first.chain(stream::once(second)).boxed_local(), 100).await.unwrap().key
        });
        world.settle().await;
        last.send(()).unwrap();
        let received = going_on.await.unwrap();
        world.settle().await;
        assert!(is_there(&world, &orphan).await && is_there(&world, &received).await, "their rows may still be coming");
        world.clock.advance(AGES);
        world.settle().await;
        assert!(!is_there(&world, &orphan).await && !is_there(&world, &received).await);
        assert!(is_there(&world, &attachment).await && is_there(&world, &register).await);
    }

    async fn a_link_ends_with_its_log_in(world) {
        let stage = Stage::build(&world).await;
        let file = format!("/tickets/{}/attachments", id(&stage.ticket));
        let attached = upload(&stage.admin, &format!("{file}?name=a.txt"), "Anhang").await;
        let browser = world.anonymous();
        let signed_in = browser.post("/auth/login", json!({"login": "admin", "password": PASSWORD})).await.expect(200);
        let admin = browser.with_token(signed_in["access_token"].as_str().unwrap());
        let link = admin.post(&format!("{file}/{}/link", id(&attached)), json!({})).await;
        let cookie = link.header("set-cookie").split(';').next().unwrap().to_owned();
        let path = link.expect(200)["path"].as_str().unwrap().to_owned();
        assert_eq!(browser.get(&path).await.expect(200), json!("Anhang"));
        assert_eq!(with_cookie(&world, &path, &cookie).await.status, 200);
        browser.post("/auth/logout", json!({})).await.expect(204);
        assert_eq!(browser.get(&path).await.status, 401);
        assert_eq!(with_cookie(&world, &path, &cookie).await.status, 401, "it is worth nothing any more");
        assert_eq!(stage.admin.get(&path).await.status, 200, "other log-ins go on");
    }
}
