//! Programs: client credentials, scopes, secrets that overlap; and nobody gives away more than they have.
use crate::stage::{Stage, count, create, id, local};
use chrono::Duration;
use dienstweg_identity::HolderKind;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Answer, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};

async fn token(world: &World, client: &Value, secret: &str) -> Answer {
    let browser = world.anonymous();
    let form = format!("grant_type=client_credentials&client_id={}&client_secret={secret}", id(client));
    let request = browser
        .request(Method::POST, "/oauth/token")
        .header("content-type", "application/x-www-form-urlencoded");
    browser.send(request.body(form)).await
}

on_both! {
    async fn scopes_bound_what_grants_give_and_secrets_overlap(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let made = create(admin, "/api-clients", json!({"name": "Markt", "scopes": ["order:place", "order:read"]})).await;
        let (client, secret) = (made["client"].clone(), made["secret"].as_str().unwrap().to_owned());
        world.grant(HolderKind::ApiClient, id(&client), "integrator", ScopeKind::Everything, None).await;
        let granted = token(&world, &client, &secret).await.expect(200);
        assert_eq!(granted["scope"], "order:place order:read");
        let program = world.anonymous().with_token(granted["access_token"].as_str().unwrap());
        assert_eq!(program.get("/orders").await.status, 200);
        assert!([200, 403].contains(&program.get("/organisations").await.status));
        let seen = program.get("/organisations").await;
        assert!(seen.status == 403 || seen.body["items"] == json!([]), "the grant has it, the scope does not");
        create(admin, "/marketplace-sources", json!({"key": "markt", "client_id": id(&client)})).await;
        let order = json!({"number": "A-1", "placed_at": "2026-03-02T07:00:00Z", "body": {"ags": "09875113"}, "positions": [{"service_key": "EWA"}]});
        assert_eq!(program.post("/marketplace/markt/orders", order).await.problem(400), "idempotency-key-missing");
        assert_eq!(token(&world, &client, "dwc_wrong").await.status, 401);
        let rotated = admin.post(&format!("/api-clients/{}/secrets", id(&client)), json!({"overlap_seconds": 60})).await;
        assert!([200, 201].contains(&rotated.status), "{:#}", rotated.body);
        let newer = rotated.body["secret"].as_str().unwrap().to_owned();
        assert_eq!((token(&world, &client, &secret).await.status, token(&world, &client, &newer).await.status), (200, 200));
        world.clock.advance(Duration::seconds(61));
        assert_eq!((token(&world, &client, &secret).await.status, token(&world, &client, &newer).await.status), (401, 200));
        let view = admin.get(&format!("/api-clients/{}", id(&client))).await.expect(200);
        let version = view["version"].as_i64().unwrap();
        admin.patch(&format!("/api-clients/{}", id(&client)), version, json!({"status": "inactive"})).await.expect(200);
        assert_eq!(token(&world, &client, &newer).await.status, 401);
        assert_eq!(program.get("/orders").await.status, 401);
        assert!(!view.to_string().contains(&newer) && !view.to_string().contains("hash"), "a secret is shown once");
    }

    async fn nobody_gives_away_more_than_they_have(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let names = json!(["user:read", "user:write", "grant:write", "role:read", "role:write", "api_client:read", "api_client:write"]);
        create(admin, "/roles", json!({"key": "user_manager", "name_de": "B", "name_en": "B", "permissions": names})).await;
        let manager = world.user("manager", "user_manager", ScopeKind::Everything, None).await;
        let me = id(&manager.get("/me").await.expect(200)["user"]);
        let roles = admin.get("/roles?limit=200").await.expect(200);
        let administrator = roles["items"].as_array().unwrap().iter().find(|role| role["key"] == "administrator").unwrap();
        let grant = json!({"role_id": id(administrator), "holder": {"kind": "user", "id": me}, "scope": {"kind": "everything"}});
        assert_eq!(manager.post("/grants", grant).await.problem(403), "exceeds-own-rights");
        let role = json!({"key": "more", "name_de": "M", "name_en": "M", "permissions": ["order:release"]});
        assert_eq!(manager.post("/roles", role).await.problem(403), "exceeds-own-rights");
        let boss = id(&admin.get("/me").await.expect(200)["user"]);
        let answer = manager.post(&format!("/users/{boss}/password"), json!({"password": "acht gelbe Lampen"})).await;
        assert_eq!(answer.problem(403), "exceeds-own-rights");
        // Scopes only bound; but the secret of a client that has more is as good as a password.
        let client = create(admin, "/api-clients", json!({"name": "Markt", "scopes": ["order:place"]})).await["client"].clone();
        world.grant(HolderKind::ApiClient, id(&client), "integrator", ScopeKind::Everything, None).await;
        let answer = manager.post(&format!("/api-clients/{}/secrets", id(&client)), json!({})).await;
        assert_eq!(answer.problem(403), "exceeds-own-rights");
    }

    async fn explain_says_the_same_as_the_guard(world) {
        let stage = Stage::build(&world).await;
        let anna = local(&world, "anna", "coordinator", stage.member).await;
        let ask = async |permission: &str, what: uuid::Uuid| {
            anna.get(&format!("/explain?permission={permission}&subject_kind=organisation&subject_id={what}")).await
        };
        let own = ask("organisation:read", stage.member).await.expect(200);
        assert_eq!((&own["granted"], &own["subject"]["reached"]), (&json!(true), &json!(true)), "{own:#}");
        let other = ask("organisation:read", stage.city).await;
        assert!(other.status == 404 || other.body["subject"]["reached"] == false, "{:#}", other.body);
        assert_eq!(ask("organisation:write", stage.member).await.expect(200)["granted"], false);
    }

    async fn who_guesses_a_secret_waits_and_leaves_a_trace(world) {
        let admin = world.admin().await;
        let made = create(&admin, "/api-clients", json!({"name": "Markt", "scopes": ["order:read"]})).await;
        let (client, secret) = (made["client"].clone(), made["secret"].as_str().unwrap().to_owned());
        let nobody = json!({"id": "01930f6e-dead-7000-8000-00000000beef"});
        for who in [&client, &nobody] {
            for _ in 0..4 {
                assert_eq!(token(&world, who, "dwc_wrong").await.status, 401);
            }
            let fifth = token(&world, who, "dwc_wrong").await;
            assert_eq!((fifth.status, fifth.header("retry-after")), (429, "30"), "known or not, it is the same");
            assert_eq!(fifth.problem(429), "login-locked");
        }
        assert_eq!(token(&world, &client, &secret).await.status, 429, "nothing is compared meanwhile");
        let traces = |action: &str| format!("SELECT id FROM audit_entry WHERE action = '{action}'");
        assert_eq!(count(&world, &traces("api_client.login_failed")).await, 4);
        assert_eq!(count(&world, &traces("api_client.login_locked")).await, 1);
        assert_eq!(count(&world, &traces("login.locked")).await, 1);
        world.clock.advance(Duration::seconds(31));
        assert_eq!(token(&world, &client, &secret).await.status, 200);
        assert_eq!(token(&world, &client, "dwc_wrong").await.status, 401, "counting began anew");
    }

    async fn a_retired_client_is_over_for_good_and_keeps_its_name(world) {
        let admin = world.admin().await;
        let made = create(&admin, "/api-clients", json!({"name": "Markt", "scopes": ["order:read"]})).await;
        let (client, secret) = (made["client"].clone(), made["secret"].as_str().unwrap().to_owned());
        world.grant(HolderKind::ApiClient, id(&client), "integrator", ScopeKind::Everything, None).await;
        let program = world.anonymous().with_token(token(&world, &client, &secret).await.expect(200)["access_token"].as_str().unwrap());
        assert_eq!(program.get("/orders").await.status, 200);
        let path = format!("/api-clients/{}", id(&client));
        let version = admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
        assert_eq!(admin.act(&format!("{path}/retire"), version + 7, json!({})).await.problem(412), "stale");
        let over = admin.act(&format!("{path}/retire"), version, json!({})).await.expect(200);
        assert_eq!((&over["status"], &over["secrets"], &over["can"]), (&json!("retired"), &json!([]), &json!([])));
        assert_eq!((program.get("/orders").await.status, token(&world, &client, &secret).await.status), (401, 401));
        assert_eq!(admin.get(&format!("/grants?holder={}", id(&client))).await.expect(200)["items"], json!([]));
        let version = over["version"].as_i64().unwrap();
        assert_eq!(admin.patch(&path, version, json!({"status": "active"})).await.problem(409), "client-retired");
        assert_eq!(admin.post(&format!("{path}/secrets"), json!({})).await.problem(409), "client-retired");
        assert_eq!(admin.get("/api-clients").await.expect(200)["items"], json!([]));
        assert_eq!(admin.get("/api-clients?status=retired").await.expect(200)["items"][0]["name"], "Markt");
    }
}
