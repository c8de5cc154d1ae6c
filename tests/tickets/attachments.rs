//! Files at tickets: streamed in and out, bounded, for their audience alone.
use crate::stage::{Stage, create, id, local, stranger};
use chrono::Duration;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::secret::hash_hex;
use dienstweg_testkit::{Answer, Client, on_both};
use reqwest::{Body, Method};
use serde_json::{Value, json};

const LIMIT: usize = 50 * 1024 * 1024;

fn path(stage: &Stage) -> String {
    format!("/tickets/{}/attachments", id(&stage.ticket))
}

async fn attach(client: &Client, path: &str, query: &str, content: impl Into<Body>) -> Answer {
    let request = client.request(Method::POST, &format!("{path}?{query}"));
    client.send(request.header("content-type", "image/png").body(content)).await
}

/// The contents as they come, with their headers.
async fn fetch(client: &Client, path: &str) -> (u16, reqwest::header::HeaderMap, Vec<u8>) {
    let response = client.request(Method::GET, path).send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.bytes().await.unwrap().to_vec())
}

fn content(path: &str, view: &Value) -> String {
    format!("{path}/{}/content", id(view))
}

on_both! {
    async fn what_goes_in_comes_out(world) {
        let stage = Stage::build(&world).await;
        let path = path(&stage);
        let bytes: Vec<u8> = (0..3_000_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).take(3_000_001).collect();
        let made = attach(&stage.admin, &path, "name=Pr%C3%BCfung.bin", bytes.clone()).await;
        assert_eq!((made.status, made.header("location")), (201, format!("/api/v1{}", content(&path, &made.body)).as_str()), "{:#}", made.body);
        assert_eq!((&made.body["size"], &made.body["sha256"]), (&json!(bytes.len()), &json!(hash_hex(&bytes))));
        let (status, headers, got) = fetch(&stage.admin, made.header("location")).await;
        assert!(status == 200 && got == bytes, "{status}, {} bytes", got.len());
        assert_eq!(headers["content-length"], bytes.len().to_string());
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers["content-disposition"].to_str().unwrap().ends_with("filename*=UTF-8''Pr%C3%BCfung.bin"));
        let list = stage.admin.get(&path).await.expect(200);
        assert_eq!(list["items"][0]["name"], "Prüfung.bin");
    }

    async fn too_much_is_refused_and_leaves_nothing(world) {
        let stage = Stage::build(&world).await;
        let path = path(&stage);
        let answer = attach(&stage.admin, &path, "name=a.bin", vec![0_u8; LIMIT + 1]).await;
        assert_eq!(answer.problem(413), "too-large");
        assert_eq!(stage.admin.get(&path).await.expect(200)["items"], json!([]));
        assert_eq!(attach(&stage.admin, &path, "name=a.bin", vec![0_u8; LIMIT]).await.expect(201)["size"], LIMIT);
        let unnamed = attach(&stage.admin, &path, "", "x").await;
        assert_eq!(unnamed.problem(400), "malformed", "{:#}", unnamed.body);
    }

    /// What it is is told from what is in it: a page that calls itself a picture is not shown in place.
    async fn a_file_is_what_it_holds(world) {
        let stage = Stage::build(&world).await;
        let path = path(&stage);
        let page = attach(&stage.admin, &path, "name=bild.png", "<html><script>alert(1)</script></html>").await.expect(201);
        let (_, headers, _) = fetch(&stage.admin, &content(&path, &page)).await;
        let said = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert!(!said("content-type").contains("image"), "{}", said("content-type"));
        assert!(said("content-disposition").starts_with("attachment"), "a page is saved, not shown");
        assert!(said("content-security-policy").contains("sandbox") && said("x-content-type-options") == "nosniff");
        let picture = attach(&stage.admin, &path, "name=x.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()).await.expect(201);
        let (_, headers, _) = fetch(&stage.admin, &content(&path, &picture)).await;
        assert_eq!(headers["content-type"], "image/png");
        assert!(headers["content-disposition"].to_str().unwrap().starts_with("inline"));
    }

    async fn files_are_for_their_audience(world) {
        let stage = Stage::build(&world).await;
        let path = path(&stage);
        let team = attach(&stage.admin, &path, "name=intern.txt&audience=team", "nur fuer uns").await.expect(201);
        let all = attach(&stage.admin, &path, "name=alle.txt&audience=all", "fuer alle").await.expect(201);
        let own = local(&world, "own", "coordinator", stage.member).await;
        let foreign = local(&world, "foreign", "coordinator", stage.city).await;
        let nobody = stranger(&world, "nobody").await;
        let reader = world.user("reader", "multiplier", ScopeKind::Organisation, Some(stage.member)).await;
        let names = |list: Value| list["items"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
        assert_eq!(names(own.get(&path).await.expect(200)), ["alle.txt"]);
        assert_eq!(fetch(&own, &content(&path, &all)).await.2, b"fuer alle");
        for (client, view) in [(&own, &team), (&foreign, &all), (&nobody, &all)] {
            let (status, _, got) = fetch(client, &content(&path, view)).await;
            assert!([403, 404].contains(&status) && !String::from_utf8_lossy(&got).contains("fuer"), "{status}");
            let link = client.post(&format!("{path}/{}/link", id(view)), json!({})).await;
            assert!([403, 404].contains(&link.status), "{:#}", link.body);
        }
        assert_eq!(attach(&foreign, &path, "name=x", "x").await.status, 404);
        assert_eq!(attach(&reader, &path, "name=x", "x").await.problem(403), "forbidden", "reading is not writing");
        let elsewhere = create(&stage.admin, "/tickets", json!({"type": "incident", "title": "Andere", "organisation_id": stage.member})).await;
        let moved = format!("/tickets/{}/attachments", id(&elsewhere));
        assert_eq!(fetch(&stage.admin, &content(&moved, &all)).await.0, 404, "a file is at its ticket alone");
    }

    /// A browser fetches by a cookie that goes to one file and holds a minute, with the rights its owner has by then.
    async fn a_link_is_good_for_one_file_and_one_minute(world) {
        let stage = Stage::build(&world).await;
        let path = path(&stage);
        let one = attach(&stage.admin, &path, "name=eins.txt", "eins").await.expect(201);
        let two = attach(&stage.admin, &path, "name=zwei.txt", "zwei").await.expect(201);
        let own = local(&world, "own", "coordinator", stage.member).await;
        let link = own.post(&format!("{path}/{}/link", id(&one)), json!({})).await;
        let cookie = link.header("set-cookie").to_owned();
        let address = link.body["path"].as_str().unwrap().to_owned();
        assert_eq!(address, format!("/api/v1{}", content(&path, &one)));
        for part in ["HttpOnly", "SameSite=Strict", "Max-Age=60", &format!("Path={address}")] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
        let pass = cookie.split(';').next().unwrap();
        let by_cookie = async |path: &str| {
            let browser = world.anonymous();
            browser.send(browser.request(Method::GET, path).header("cookie", pass)).await
        };
        assert_eq!(by_cookie(&address).await.expect(200), "eins");
        assert_eq!(by_cookie(&content(&path, &two)).await.problem(401), "unauthenticated", "another file");
        assert_eq!(world.anonymous().get(&address).await.problem(401), "unauthenticated");
        world.clock.advance(Duration::seconds(59));
        assert_eq!(by_cookie(&address).await.status, 200);
        world.clock.advance(Duration::seconds(2));
        assert_eq!(by_cookie(&address).await.problem(401), "unauthenticated", "a minute is over");
        let admin = world.login("admin").await;
        let user = admin.get("/users?q=own").await.expect(200)["items"][0].clone();
        let again = own.post(&format!("{path}/{}/link", id(&one)), json!({})).await;
        let pass = again.header("set-cookie").split(';').next().unwrap().to_owned();
        admin.act(&format!("/users/{}/deactivate", id(&user)), user["version"].as_i64().unwrap(), json!({})).await.expect(200);
        let browser = world.anonymous();
        let late = browser.send(browser.request(Method::GET, &address).header("cookie", pass)).await;
        assert_eq!(late.problem(401), "unauthenticated", "a cookie carries no rights");
    }
}
