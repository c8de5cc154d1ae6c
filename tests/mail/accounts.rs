//! Links that set a password once.
use super::stage::{a_minute_later, log, with_mail};
use chrono::Duration;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{PASSWORD, World, on_both};
use serde_json::{Value, json};

/// A user without a password.
async fn newcomer(world: &World, login: &str) -> (dienstweg_testkit::Client, String) {
    let admin = world.admin().await;
    let body = json!({"login": login, "name": "Jürgen Größe", "email": format!("{login}@example.org")});
    let made = admin.post("/users", body).await.expect(201);
    assert_eq!(made["can"].as_array().unwrap().iter().filter(|can| **can == "invite").count(), 1);
    (admin, made["id"].as_str().unwrap().to_owned())
}

async fn set(world: &World, token: &str, password: &str) -> dienstweg_testkit::Answer {
    world.anonymous().post("/auth/passwords", json!({"token": token, "password": password})).await
}

on_both! {
    async fn an_invitation_opens_an_account_once(world) {
        let (world, server) = with_mail(&world).await;
        let (admin, id) = newcomer(&world, "juergen.groesse").await;
        admin.post(&format!("/users/{id}/invite"), json!({})).await.expect(204);
        world.settle().await;
        let mail = server.at("juergen.groesse@example.org").remove(0);
        assert_eq!(mail.subject, "Ihr Zugang zu Dienstweg");
        assert!(mail.text.contains("Guten Tag Jürgen Größe") && mail.text.contains("https://dienstweg.example/password#"), "{}", mail.text);
        let token = mail.token();
        assert!(!log(&admin, "").await[0].to_string().contains(&token) && !mail.head.contains(&token));
        let weak = set(&world, &token, "kurz").await;
        assert_eq!((weak.problem(422), weak.body["errors"][0]["pointer"].as_str()), ("invalid", Some("/password")));
        let owner = set(&world, &token, PASSWORD).await.expect(200);
        assert_eq!(owner["login"], "juergen.groesse");
        world.login("juergen.groesse").await.get("/me").await.expect(200);
        assert_eq!(set(&world, &token, "vier grüne Türen").await.problem(409), "link-over");
        world.login("juergen.groesse").await;
        let history = admin.get(&format!("/users/{id}/history")).await.expect(200).to_string();
        assert!(history.contains("user.invited") && history.contains("user.password_set"), "{history}");
    }

    async fn a_link_ends_with_its_time_and_with_the_next_one(world) {
        let (world, server) = with_mail(&world).await;
        let (admin, id) = newcomer(&world, "neu").await;
        let path = format!("/users/{id}/invite");
        for _ in 0..2 {
            admin.post(&path, json!({})).await.expect(204);
            world.settle().await;
            world.clock.advance(Duration::seconds(1));
        }
        let mails = server.at("neu@example.org");
        assert_eq!(set(&world, &mails[0].token(), PASSWORD).await.problem(409), "link-over");
        world.clock.advance(Duration::hours(72));
        assert_eq!(set(&world, &mails[1].token(), PASSWORD).await.problem(409), "link-over");
        for forged in ["", "AAAA.BBBB", &mails[1].token().replace('.', "x.")] {
            assert_eq!(set(&world, forged, PASSWORD).await.problem(409), "link-over");
        }
    }

    /// Same answer, same work, whether the login is known; only who is known gets a link.
    async fn a_forgotten_password_tells_nothing_about_accounts(world) {
        let (world, server) = with_mail(&world).await;
        let before = world.user("vergesslich", "coordinator", ScopeKind::Everything, None).await;
        let ask = async |login: &str| world.anonymous().post("/auth/password-resets", json!({"login": login})).await;
        for login in ["vergesslich", "unbekannt"] {
            let answer = ask(login).await;
            assert_eq!((answer.status, &answer.body), (204, &Value::String(String::new())), "{login}");
        }
        world.settle().await;
        assert_eq!(server.received().len(), 1);
        let token = server.at("vergesslich@example.org")[0].token();
        assert_eq!(set(&world, &token, "vier grüne Türen").await.expect(200)["login"], "vergesslich");
        assert_eq!(before.get("/me").await.status, 401, "all sessions have ended");
        for login in ["vergesslich", "unbekannt"] {
            let statuses: Vec<u16> = { let mut all = Vec::new(); for _ in 0..5 { all.push(ask(login).await.status); } all };
            assert_eq!(statuses, [204, 204, 204, 204, 429], "{login}");
        }
    }

    /// One refusal holds no other; nobody invites who may do more.
    async fn a_selection_is_invited(world) {
        let (world, server) = with_mail(&world).await;
        let (admin, fine) = newcomer(&world, "neu").await;
        let silent = admin.post("/users", json!({"login": "stumm", "name": "Stumm"})).await.expect(201)["id"].clone();
        let gone = world.user_create("fort").await;
        let seen = admin.get(&format!("/users/{gone}")).await.expect(200);
        admin.act(&format!("/users/{gone}/deactivate"), seen["version"].as_i64().unwrap(), json!({})).await.expect(200);
        let own = admin.get("/me").await.expect(200)["user"]["id"].clone();
        let role = json!({"key": "personal", "name_de": "Personal", "name_en": "Staff", "permissions": ["user:read", "user:write"]});
        admin.post("/roles", role).await.expect(201);
        let staff = world.user("personal", "personal", ScopeKind::Everything, None).await;
        let ids = json!([fine, silent, gone, own, "01930f6e-dead-7000-8000-00000000beef"]);
        let results = staff.post("/users/invitations", json!({"ids": ids})).await.expect(200);
        let outcomes: Vec<&str> = results["items"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["invited", "no_address", "inactive", "exceeds_own_rights", "not_found"]);
        let own_path = format!("/users/{}", own.as_str().unwrap());
        let version = admin.get(&own_path).await.expect(200)["version"].as_i64().unwrap();
        let taken = staff.patch(&own_path, version, json!({"email": "mine@example.org"})).await;
        assert_eq!(taken.problem(403), "exceeds-own-rights", "links go to the address");
        assert_eq!(staff.post(&format!("{own_path}/invite"), json!({})).await.problem(403), "exceeds-own-rights");
        world.settle().await;
        assert!(server.received().is_empty(), "a minute for second thoughts");
        a_minute_later(&world).await;
        assert_eq!(server.received().len(), 1);
    }
}
