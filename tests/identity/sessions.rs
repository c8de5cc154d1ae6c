//! Passwords, lock-out, refresh, log-out.
use crate::stage::{create, id, stranger};
use chrono::Duration;
use dienstweg_testkit::{Answer, Client, PASSWORD, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};

async fn try_login(client: &Client, login: &str, password: &str) -> Answer {
    client.post("/auth/login", json!({"login": login, "password": password})).await
}

/// The value of the refresh cookie an answer sets.
fn cookie(answer: &Answer) -> String {
    let header = answer.header("set-cookie");
    assert!(
        header.contains("HttpOnly")
            && header.contains("SameSite=Strict")
            && header.contains("Path=/api/v1/auth"),
        "{header}"
    );
    header.split(';').next().unwrap().trim_start_matches("dienstweg_refresh=").to_owned()
}

async fn with_cookie(world: &World, path: &str, cookie: &str) -> Answer {
    let client = world.anonymous();
    client
        .send(client.request(Method::POST, path).header("cookie", format!("dienstweg_refresh={cookie}")))
        .await
}

fn token(body: &Value) -> &str {
    body["access_token"].as_str().unwrap()
}

on_both! {
    async fn failures_lock_longer_and_longer_and_strangers_like_users(world) {
        world.user_create("anna").await;
        let browser = world.anonymous();
        for login in ["anna", "nobody.here"] {
            for _ in 0..4 {
                assert_eq!(try_login(&browser, login, "falsch").await.problem(401), "login-failed");
            }
            try_login(&browser, login, "falsch").await;
            let locked = try_login(&browser, login, PASSWORD).await;
            assert_eq!(locked.problem(429), "login-locked", "{login}");
            assert!(locked.header("retry-after").parse::<u32>().unwrap() <= 30);
            world.clock.advance(Duration::seconds(31));
            assert_eq!(try_login(&browser, login, "falsch").await.body["code"], "login-locked", "the sixth failure locks at once");
            world.clock.advance(Duration::seconds(31));
            assert_eq!(try_login(&browser, login, PASSWORD).await.body["code"], "login-locked", "and for longer");
            world.clock.advance(Duration::seconds(31));
        }
        assert_eq!(try_login(&browser, " ANNA ", PASSWORD).await.status, 200);
        assert_eq!(try_login(&browser, "anna", "falsch").await.body["code"], "login-failed", "a log-in forgives");
    }

    async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_session(world) {
        world.user_create("anna").await;
        let first = try_login(&world.anonymous(), "anna", PASSWORD).await;
        let (first, access) = (cookie(&first), token(&first.body).to_owned());
        let renewed = with_cookie(&world, "/auth/refresh", &first).await;
        assert_eq!(renewed.status, 200, "{:#}", renewed.body);
        let second = cookie(&renewed);
        assert_ne!(first, second);
        // Another tab comes with the old one a moment later.
        let tab = with_cookie(&world, "/auth/refresh", &first).await;
        assert_eq!(tab.status, 200);
        assert_eq!(tab.header("set-cookie"), "", "the other tab has the new cookie already");
        world.clock.advance(Duration::seconds(31));
        assert_eq!(with_cookie(&world, "/auth/refresh", &first).await.status, 401, "a thief");
        assert_eq!(with_cookie(&world, "/auth/refresh", &second).await.status, 401, "and the session is over for both");
        let anna = world.anonymous().with_token(&access);
        world.clock.advance(Duration::seconds(11));
        assert_eq!(anna.get("/me").await.status, 401);
        assert_eq!(with_cookie(&world, "/auth/refresh", "nonsense").await.status, 401);
        assert_eq!(with_cookie(&world, "/auth/refresh", "").await.status, 401);
    }

    async fn logging_out_ends_tokens_at_once(world) {
        world.user_create("anna").await;
        let login = try_login(&world.anonymous(), "anna", PASSWORD).await;
        let anna = world.anonymous().with_token(token(&login.body));
        assert_eq!(anna.get("/me").await.status, 200);
        assert_eq!(with_cookie(&world, "/auth/logout", &cookie(&login)).await.status, 204);
        assert_eq!(anna.get("/me").await.problem(401), "unauthenticated");
        assert_eq!(with_cookie(&world, "/auth/refresh", &cookie(&login)).await.status, 401);
    }

    async fn tokens_run_out_and_foreign_ones_are_worth_nothing(world) {
        let anna = stranger(&world, "anna").await;
        let token = anna.token().unwrap().to_owned();
        let at = token.len() - 40;
        let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        let forged = format!("{}{other}{}", &token[..at], &token[at + 1..]);
        assert_eq!(world.anonymous().with_token(&forged).get("/me").await.status, 401);
        world.clock.advance(Duration::minutes(9));
        assert_eq!(anna.get("/me").await.status, 200);
        world.clock.advance(Duration::minutes(2));
        assert_eq!(anna.get("/me").await.status, 401);
    }

    async fn deactivation_ends_everything_and_a_new_password_every_other_session(world) {
        let admin = world.admin().await;
        let user = world.user_create("anna").await;
        let (here, there) = (world.login("anna").await, world.login("anna").await);
        let answer = here.post("/me/password", json!({"current_password": "falsch", "new_password": "vier grüne Türen"})).await;
        assert!([401, 403, 422].contains(&answer.status), "{:#}", answer.body);
        let changed = here.post("/me/password", json!({"current_password": PASSWORD, "new_password": "vier grüne Türen"})).await.expect(200);
        assert_eq!(there.get("/me").await.status, 401);
        assert_eq!(here.get("/me").await.status, 401, "the old token too");
        let here = here.with_token(token(&changed));
        assert_eq!(here.get("/me").await.status, 200);
        let mut stream = here.request(Method::GET, "/events").send().await.unwrap();
        let ended = async {
            while stream.chunk().await.ok().flatten().is_some() {}
        };
        let path = format!("/users/{user}");
        let version = admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
        admin.act(&format!("{path}/deactivate"), version, json!({})).await.expect(200);
        assert_eq!(here.get("/me").await.status, 401);
        assert_eq!(try_login(&world.anonymous(), "anna", "vier grüne Türen").await.status, 401);
        tokio::time::timeout(std::time::Duration::from_secs(10), ended).await.expect("the live stream goes on");
    }

    async fn sessions_are_listed_and_ended_one_by_one(world) {
        world.user_create("anna").await;
        let (here, there) = (world.login("anna").await, world.login("anna").await);
        let sessions = here.get("/me/sessions").await.expect(200);
        assert_eq!(sessions["items"].as_array().unwrap().len(), 2);
        let other = sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == false).unwrap();
        assert_eq!(here.delete(&format!("/me/sessions/{}", id(other))).await.status, 204);
        assert_eq!((here.get("/me").await.status, there.get("/me").await.status), (200, 401));
        let stranger = stranger(&world, "bert").await;
        let own = here.get("/me/sessions").await.expect(200);
        assert_eq!(stranger.delete(&format!("/me/sessions/{}", id(&own["items"][0]))).await.status, 404);
    }

    async fn weak_passwords_are_refused(world) {
        let admin = world.admin().await;
        for password in ["kurz", "passwort1234", "aaaaaaaaaaaa", "Anna.Huber-2026", "123456789012"] {
            let answer = admin.post("/users", json!({"login": "anna.huber", "name": "Anna Huber", "password": password})).await;
            assert_eq!(answer.status, 422, "{password}");
            assert_eq!(answer.body["errors"][0]["pointer"], "/password");
        }
        create(&admin, "/users", json!({"login": "anna.huber", "name": "Anna Huber", "password": "sieben rote Bäume"})).await;
        assert_eq!(admin.post("/users", json!({"login": "Anna.Huber", "name": "A", "password": "sieben rote Bäume"})).await.status, 409);
    }
}
