//! Nothing happens twice because an answer was lost, and nobody overwrites what they have not seen: for all operations.
use crate::authz::operations::{Call, NOWHERE, calls};
use crate::stage::{Stage, create, id};
use dienstweg_identity::HolderKind;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};

/// What is posted without a key, with the reason why twice is as good as once. May only shrink.
const WITHOUT_KEY: [(&str, &str); 24] = [
    ("attachment_link", "sets a cookie"),
    ("auth_login", "nobody is logged in yet; what is begun twice are two log-ins"),
    ("auth_logout", "over is over"),
    ("auth_refresh", "tokens that come twice are told apart by themselves"),
    ("form_check", "a preview changes nothing"),
    ("holidays_import", "the same file again changes nothing"),
    ("me_password_change", "the old password is good for once"),
    ("me_session_end_all", "over is over"),
    ("oauth_token", "nobody is logged in yet"),
    ("orders_release", "what is released is refused the second time, each position by itself"),
    ("party_entries_bulk", "entries that say so already do not change"),
    ("party_entries_import", "the same file again changes nothing"),
    ("password_by_link", "a link is good for once"),
    ("password_forgotten", "the next link takes the place of the one before"),
    ("person_handover", "what has gone over is not there any more"),
    ("register_import_apply", "an import is applied once"),
    ("register_import_create", "a preview changes nothing"),
    ("rollout_reminder_preview", "a preview changes nothing"),
    ("rollout_reminder_withdraw", "what is withdrawn stays so"),
    ("services_import", "the same file again changes nothing"),
    ("stock_columns", "a preview changes nothing"),
    (
        "stock_import",
        "a job that is prepared twice is carried out as its owner says, and the same rows again change nothing",
    ),
    ("user_password_set", "sets the same again"),
    ("user_session_end_all", "over is over"),
];

/// What is changed without a version, with the reason. May only shrink.
const WITHOUT_VERSION: [(&str, &str); 14] = [
    ("api_client_secret_remove", "a secret that leaked has to go at once"),
    ("function_end", "a function only ever ends"),
    ("grant_delete", "a grant is or is not, it never changes"),
    ("link_remove", "appends have no version"),
    ("marketplace_order_cancel", "the marketplace counts its own revisions"),
    ("marketplace_order_change", "the marketplace counts its own revisions"),
    ("me_notices_patch", "one's own account, where nobody else changes anything"),
    ("me_patch", "one's own account, where nobody else changes anything"),
    ("me_session_end", "a session only ever ends"),
    ("questionnaire_answer", "each answer brings the version it was read at"),
    ("saved_view_mark", "is one's own and not the view's"),
    ("user_session_end", "a session only ever ends"),
    ("watcher_add", "appends have no version"),
    ("watcher_remove", "appends have no version"),
];

fn takes(call: &Call, header: &str) -> bool {
    call.parameters("header").contains(&header)
}

fn ids(calls: impl Iterator<Item = Call>) -> Vec<String> {
    let mut ids: Vec<String> = calls.map(|call| call.operation.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn what_is_posted_twice_happens_once() {
    let posts = calls().into_iter().filter(|call| call.operation.method == "POST");
    let without = posts.filter(|call| !takes(call, "Idempotency-Key"));
    assert_eq!(ids(without), WITHOUT_KEY.map(|(id, _)| id));
}

#[test]
fn what_is_made_takes_a_key() {
    let makes =
        |call: &Call| ["201", "202"].iter().any(|status| !call.document["responses"][*status].is_null());
    let without = calls().into_iter().filter(|call| makes(call) && !takes(call, "Idempotency-Key"));
    assert_eq!(ids(without), ["register_import_apply", "register_import_create"]);
}

#[test]
fn what_is_changed_was_seen() {
    let changes = |call: &Call| ["PUT", "PATCH", "DELETE"].contains(&call.operation.method.as_str());
    let without = calls().into_iter().filter(|call| changes(call) && !takes(call, "If-Match"));
    assert_eq!(ids(without), WITHOUT_VERSION.map(|(id, _)| id));
}

/// A program with every right and scope.
async fn program(world: &World, admin: &Client) -> Client {
    let scopes: Vec<&str> = dienstweg_api::permissions::CATALOGUE.iter().map(|known| known.name).collect();
    let made = create(admin, "/api-clients", json!({"name": "Alles", "scopes": scopes})).await;
    world
        .grant(HolderKind::ApiClient, id(&made["client"]), "administrator", ScopeKind::Everything, None)
        .await;
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        id(&made["client"]),
        made["secret"].as_str().unwrap()
    );
    let browser = world.anonymous();
    let request = browser.request(Method::POST, "/oauth/token");
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    browser.with_token(browser.send(request).await.expect(200)["access_token"].as_str().unwrap())
}

async fn keyed(client: &Client, path: &str, body: &Value) -> Value {
    let request = client.request(Method::POST, path).header("idempotency-key", "k-1").json(body);
    let answer = client.send(request).await;
    assert!([200, 201, 204].contains(&answer.status), "{path}: {:#}", answer.body);
    answer.body
}

on_both! {
    async fn what_a_caller_holds_already_is_told_anew(world) {
        let stage = Stage::build(&world).await;
        let rollout = format!("/rollouts/{}", stage.rollout("09875113").await);
        let held = format!("\"{}\"", stage.admin.get(&rollout).await.expect(200)["version"]);
        // A year later the light has turned, and the version is the same.
        world.clock.advance(chrono::TimeDelta::days(365));
        let later = world.user("spaeter", "administrator", ScopeKind::Everything, None).await;
        let answer = later.send(later.request(Method::GET, &rollout).header("if-none-match", &held)).await;
        assert_eq!(answer.status, 200);
        assert_eq!((answer.headers["etag"].to_str().unwrap(), answer.headers["cache-control"].to_str().unwrap()), (held.as_str(), "no-store"));
        assert_eq!(answer.body["light"]["color"], "red");
    }

    /// Where something is made or ordered; what names a version is stale the second time.
    async fn programs_need_a_key(world) {
        let admin = world.admin().await;
        let program = program(&world, &admin).await;
        let makes = |call: &&Call| takes(call, "Idempotency-Key") && !call.operation.public && (!takes(call, "If-Match") || ["position_release", "succession_create"].contains(&call.id()));
        for call in calls().iter().filter(makes) {
            let path = format!("{}{}", call.path(|_| NOWHERE.to_owned()), call.query());
            let mut request = call.complete(&program, &path).build().unwrap();
            request.headers_mut().remove("idempotency-key");
            let answer = program.send(reqwest::RequestBuilder::from_parts(reqwest::Client::new(), request)).await;
            assert_eq!(answer.problem(400), "idempotency-key-missing", "{}", call.operation);
        }
    }

    /// The same key makes nothing again; what is secret shows once.
    async fn repeats_make_nothing_again(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let hook = create(admin, "/webhooks", json!({"name": "H", "url": "http://127.0.0.1:9/hook", "events": ["order.*"]})).await;
        let hook = id(&hook["webhook"]);
        let client = create(admin, "/api-clients", json!({"name": "Markt", "scopes": ["order:place"]})).await;
        let source = create(admin, "/marketplace-sources", json!({"key": "markt", "client_id": id(&client["client"])})).await;
        for path in [format!("/webhooks/{hook}"), format!("/api-clients/{}", id(&client["client"])), format!("/marketplace-sources/{}", id(&source["source"]))] {
            let (first, again) = (keyed(admin, &format!("{path}/secrets"), &json!({"overlap_seconds": 60})).await, keyed(admin, &format!("{path}/secrets"), &json!({"overlap_seconds": 60})).await);
            assert!(first["secret"].is_string() && again["secret"].is_null(), "{path}: {again:#}");
            let seen = admin.get(&path).await.expect(200);
            assert_eq!(seen["secrets"].as_array().unwrap().len(), 2, "the first and one more: {seen:#}");
        }
        for _ in 0..2 {
            keyed(admin, &format!("/webhooks/{hook}/test"), &json!({})).await;
        }
        world.settle().await;
        let log = admin.get(&format!("/webhooks/{hook}/deliveries")).await.expect(200);
        assert_eq!(log["items"].as_array().unwrap().len(), 1, "{log:#}");
        let delivery = id(&log["items"][0]);
        let redeliver = format!("/webhook-deliveries/{delivery}/redeliver");
        assert_eq!(keyed(admin, &redeliver, &json!({})).await["id"], keyed(admin, &redeliver, &json!({})).await["id"]);
        let function = json!({"organisation_id": stage.city, "function": "head"});
        let add = format!("/persons/{}/functions", id(&stage.person));
        keyed(admin, &add, &function).await;
        assert_eq!(keyed(admin, &add, &function).await["functions"].as_array().unwrap().len(), 2);
        let ticket = format!("/tickets/{}", id(&stage.ticket));
        let other = create(admin, "/tickets", json!({"type": "incident", "title": "Zwei", "organisation_id": stage.city})).await;
        let link = json!({"kind": "relates_to", "ticket_id": id(&other)});
        assert_eq!(keyed(admin, &format!("{ticket}/links"), &link).await["id"], keyed(admin, &format!("{ticket}/links"), &link).await["id"]);
        let attach = async |content: &'static str| {
            let request = admin.request(Method::POST, &format!("{ticket}/attachments?name=a.txt"));
            admin.send(request.header("idempotency-key", "f").header("content-type", "text/plain").body(content)).await
        };
        assert_eq!(attach("Hallo").await.expect(201)["id"], attach("Hallo").await.expect(201)["id"]);
        assert_eq!(attach("Anderes").await.problem(422), "idempotency-key-reused");
        assert_eq!(admin.get(&format!("{ticket}/attachments")).await.expect(200)["items"].as_array().unwrap().len(), 1);
    }

    /// Acts on what was seen are answered again like the first time, and not done twice.
    async fn acts_are_done_once(world) {
        let stage = Stage::build(&world).await;
        let path = format!("/tickets/{}", id(&stage.ticket));
        let act = async |key: Option<&str>| {
            let request = stage.admin.request(Method::POST, &format!("{path}/transitions")).header("if-match", "\"1\"");
            let request = key.into_iter().fold(request, |request, key| request.header("idempotency-key", key));
            stage.admin.send(request.json(&json!({"action": "resolve", "reason": "Erledigt"}))).await
        };
        let first = act(Some("k")).await;
        assert_eq!((first.status, first.header("etag")), (200, "\"2\""), "{:#}", first.body);
        let again = act(Some("k")).await;
        assert_eq!((again.status, again.header("etag")), (200, "\"2\""), "{:#}", again.body);
        assert_eq!(act(None).await.problem(412), "stale");
        let rollout = stage.rollout("09875113").await;
        let version = stage.admin.get(&format!("/rollouts/{rollout}")).await.expect(200)["version"].clone();
        let block = async || {
            let request = stage.admin.request(Method::POST, &format!("/rollouts/{rollout}/commands"));
            let request = request.header("if-match", format!("\"{version}\"")).header("idempotency-key", "b");
            stage.admin.send(request.json(&json!({"command": {"command": "block", "reason": "Streit"}}))).await
        };
        assert_eq!(block().await.expect(200)["version"], block().await.expect(200)["version"]);
    }

    /// What was not seen as it is now is not changed; the answer shows it.
    async fn members_templates_and_overrides_have_versions(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let with = async |method: Method, path: &str, etag: &str, body: Value| {
            admin.send(admin.request(method, path).header("if-match", etag).json(&body)).await
        };
        let team = create(admin, "/teams", json!({"name": "Team"})).await;
        let user = world.user_create("neu").await;
        let member = format!("/teams/{}/members/{user}", id(&team));
        let added = with(Method::PUT, &member, "\"1\"", json!({})).await;
        assert_eq!((added.status, added.header("etag")), (200, "\"2\""), "{:#}", added.body);
        let stale = with(Method::DELETE, &member, "\"1\"", json!({})).await;
        assert_eq!((stale.problem(412), &stale.body["current"]["version"]), ("stale", &json!(2)));
        with(Method::DELETE, &member, "\"2\"", json!({})).await.expect(200);

        let template = id(&admin.get("/templates?status=published").await.expect(200)["items"][0]);
        let seen = admin.get(&format!("/templates/{template}")).await;
        let retire = format!("/templates/{template}/retire");
        assert_eq!(with(Method::POST, &retire, "\"1\"", json!({})).await.problem(412), "stale");
        assert_eq!(with(Method::POST, &retire, seen.header("etag"), json!({})).await.expect(200)["status"], "retired");

        let laid_down = json!({"organisation_id": stage.member, "responsible_id": stage.city, "reason": "Vertrag"});
        let made = admin.post("/competence-overrides", laid_down).await;
        let end = format!("/competence-overrides/{}/end", id(&made.body));
        let etag = made.header("etag").to_owned();
        let ended = with(Method::POST, &end, &etag, json!({"valid_to": "2026-06-01"})).await;
        assert_eq!(ended.status, 200, "{:#}", ended.body);
        let stale = with(Method::POST, &end, &etag, json!({"valid_to": "2026-05-01"})).await;
        assert_eq!((stale.problem(412), &stale.body["current"]["valid_to"]), ("stale", &json!("2026-06-01")));
    }
}
