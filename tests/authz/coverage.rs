//! Every operation of the contract, called wrongly in every way that holds for all of them.
use super::operations::{Call, NOWHERE, answer as send, calls, told};
use crate::stage::{Stage, id, problem_faults, stranger};
use dienstweg_testkit::{Answer, Client, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Operations that need no log-in, or look for themselves who signed. May only shrink.
const PUBLIC: [&str; 11] = [
    "attachment_content",
    "auth_login",
    "auth_logout",
    "auth_refresh",
    "marketplace_order_cancel",
    "marketplace_order_change",
    "marketplace_order_get",
    "marketplace_order_place",
    "oauth_token",
    "password_by_link",
    "password_forgotten",
];

/// What somebody without any grant may do: what is their own, and what says nothing about others.
const OWN: [&str; 19] = [
    "event_stream",
    "explain",
    "me_deputy_list",
    "me_get",
    "me_notices",
    "me_notices_patch",
    "me_patch",
    "me_password_change",
    "me_session_end",
    "me_session_end_all",
    "me_session_list",
    "permission_list",
    "saved_view_create",
    "saved_view_delete",
    "saved_view_get",
    "saved_view_list",
    "saved_view_mark",
    "saved_view_patch",
    "search",
];

fn guarded() -> impl Iterator<Item = Call> {
    calls().into_iter().filter(|call| !call.operation.public)
}

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_public_is_known() {
    let public: BTreeSet<String> =
        calls().into_iter().filter(|call| call.operation.public).map(|call| call.operation.id).collect();
    assert_eq!(
        public,
        PUBLIC.map(str::to_owned).into(),
        "an operation became public, or the list may shrink"
    );
}

fn nowhere(call: &Call) -> String {
    format!("{}{}", call.path(|_| NOWHERE.to_owned()), call.query())
}

/// German and English titles differ, and both are there.
async fn speaks_both(client: &Client, call: &Call, path: &str) -> bool {
    let ask = async |language: &str| {
        let mut request = call.request(client, path).build().unwrap();
        request.headers_mut().insert("accept-language", language.parse().unwrap());
        let response = reqwest::Client::new().execute(request).await.unwrap();
        serde_json::from_slice::<Value>(&response.bytes().await.unwrap()).unwrap_or_default()["title"].clone()
    };
    let (german, english) = (ask("de-DE, en;q=0.5").await, ask("en-GB").await);
    german != english && german.is_string() && english.is_string()
}

/// Ids of everything there is, to be put into paths.
async fn known_ids(stage: &Stage) -> Vec<(&'static str, String)> {
    let mut known = Vec::new();
    for call in calls()
        .iter()
        .filter(|call| call.is_get() && !call.has_path_parameters() && call.id() != "event_stream")
    {
        let list = stage.admin.get(&format!("{}{}", call.operation.path, call.query())).await;
        if let Some(first) = list.body["items"].get(0).and_then(|row| row["id"].as_str()) {
            let name = call.operation.path.rsplit('/').next().unwrap().to_owned();
            known.push((&*name.leak(), first.to_owned()));
        }
    }
    known
}

fn somewhere(call: &Call, known: &[(&str, String)]) -> String {
    let resource = call.operation.path.split('/').nth(3).unwrap_or_default();
    call.path(|name| match name {
        "id" => known
            .iter()
            .find(|(kind, _)| *kind == resource)
            .map_or_else(|| NOWHERE.to_owned(), |(_, id)| id.clone()),
        "source" => "manual".to_owned(),
        _ => NOWHERE.to_owned(),
    })
}

/// Everything that must not be told to a stranger.
fn secrets(stage: &Stage) -> Vec<String> {
    let ids = [
        stage.association,
        stage.member,
        stage.city,
        stage.district,
        stage.provider,
        stage.service,
        id(&stage.person),
        id(&stage.ticket),
    ];
    let mut secrets: Vec<String> = ids.iter().map(ToString::to_string).collect();
    secrets.extend(
        ["Doppelbach", "Möller", "Formular leer", "j.moeller@example.org", "Wohnsitzanmeldung"]
            .map(str::to_owned),
    );
    secrets
}

fn leaks(answer: &Answer, path: &str, secrets: &[String]) -> Vec<String> {
    let text = answer.body.to_string();
    secrets.iter().filter(|secret| text.contains(*secret) && !path.contains(*secret)).cloned().collect()
}

/// A body that is of the wrong shape in two places at once.
fn wrong(example: &Value) -> Value {
    let mut wrong = if example.is_object() { example.clone() } else { json!({}) };
    wrong["no_such_member"] = json!(1);
    wrong
}

async fn raw(call: &Call, client: &Client, path: &str, media: &str, body: &'static str) -> Answer {
    let mut request = call.request(client, path).header("content-type", media);
    if call.parameters("header").contains(&"If-Match") {
        request = request.header("if-match", "\"1\"");
    }
    send(request.body(body)).await
}

/// The same stranger, logged in anew where a call has ended the session.
async fn still_logged_in(world: &World, client: Client) -> Client {
    if client.get("/me").await.status == 200 { client } else { world.login("stranger").await }
}

on_both! {
    async fn without_a_token_nothing_is_told(world) {
        let nobody = world.anonymous();
        let forged = nobody.with_token("eyJhbGciOiJub25lIn0.e30.");
        let mut faults = Vec::new();
        for call in guarded() {
            let path = nowhere(&call);
            for client in [&nobody, &forged] {
                let answer = send(call.request(client, &path)).await;
                faults.extend((answer.status != 401).then(|| told(&call, &answer)));
                faults.extend(problem_faults(&answer).into_iter().map(|fault| format!("{}: {fault}", told(&call, &answer))));
            }
            if !speaks_both(&nobody, &call, &path).await {
                faults.push(format!("{}: one language", call.operation));
            }
        }
        none(faults);
    }

    async fn without_a_grant_nothing_of_others_comes_out(world) {
        let stage = Stage::build(&world).await;
        stage.rollout("09875113").await;
        let known = known_ids(&stage).await;
        let secrets = secrets(&stage);
        let mut faults = Vec::new();
        let mut client = stranger(&world, "stranger").await;
        for call in guarded() {
            client = still_logged_in(&world, client).await;
            let path = format!("{}{}", somewhere(&call, &known), call.query());
            let answer = send(call.complete(&client, &path)).await;
            // The matrix writes its rows column by column.
            let empty = ["/items", "/rows", "/rows/names"].iter().any(|list| answer.body.pointer(list).and_then(Value::as_array).is_some_and(Vec::is_empty));
            let fine = match answer.status {
                200..300 => empty || OWN.contains(&call.id()) || ["coverage", "order_counts", "publication_summary"].contains(&call.id()),
                400 | 403 | 404 | 422 => true,
                _ => false,
            };
            faults.extend((!fine).then(|| told(&call, &answer)));
            faults.extend(leaks(&answer, &path, &secrets).into_iter().map(|leak| format!("{leak} in {}", told(&call, &answer))));
        }
        none(faults);
    }

    async fn what_is_not_there_is_not_found(world) {
        let admin = world.admin().await;
        let mut faults = Vec::new();
        for call in guarded().filter(Call::has_path_parameters) {
            let answer = send(call.complete(&admin, &nowhere(&call))).await;
            let fine = answer.status == 404 || (answer.status == 422 && call.body().is_some());
            faults.extend((!fine).then(|| told(&call, &answer)));
            let answer = send(call.complete(&admin, &format!("{}{}", call.path(|_| "%20nonsense%00ä".to_owned()), call.query()))).await;
            faults.extend((![400, 404, 422].contains(&answer.status)).then(|| format!("nonsense: {}", told(&call, &answer))));
            faults.extend(problem_faults(&answer).into_iter().map(|fault| format!("nonsense: {}: {fault}", told(&call, &answer))));
        }
        none(faults);
    }

    async fn malformed_bodies_are_told_apart(world) {
        let admin = world.admin().await;
        let mut faults = Vec::new();
        for call in guarded().filter(Call::takes_json) {
            let path = nowhere(&call);
            let media = call.body().unwrap().0;
            let expected = [("not json", media, "{\"a\": ", 400), ("text", "text/plain", "{}", 415), ("a list", media, "[1]", 422), ("a number", media, "7", 422)];
            for (what, media, body, status) in expected {
                let answer = raw(&call, &admin, &path, media, body).await;
                faults.extend((answer.status != status).then(|| format!("{what}: {}", told(&call, &answer))));
                faults.extend(problem_faults(&answer).into_iter().map(|fault| format!("{what}: {}: {fault}", told(&call, &answer))));
            }
            let body = wrong(call.body().unwrap().1).to_string();
            let answer = send(call.request(&admin, &path).header("if-match", "\"1\"").header("content-type", media).body(body)).await;
            // A template is read with the same words wherever it comes from.
            let named = answer.body["errors"][0]["code"] == "unknown_field" || call.id() == "template_import";
            faults.extend((answer.status != 422 || !named).then(|| format!("unknown member: {}", told(&call, &answer))));
        }
        none(faults);
    }

    async fn unknown_parameters_are_refused_and_the_valid_ones_named(world) {
        let admin = world.admin().await;
        let mut faults = Vec::new();
        for call in guarded().filter(Call::is_get) {
            let path = nowhere(&call);
            let joint = if path.contains('?') { '&' } else { '?' };
            let answer = send(call.request(&admin, &format!("{path}{joint}no_such=1"))).await;
            let text = answer.body.to_string();
            let unnamed: Vec<_> = call.parameters("query").into_iter().filter(|name| !text.contains(name)).collect();
            if answer.status != 400 || answer.body["code"] != "unknown-parameter" {
                faults.push(told(&call, &answer));
            } else if !unnamed.is_empty() {
                faults.push(format!("does not name {unnamed:?}: {}", told(&call, &answer)));
            }
        }
        none(faults);
    }

    async fn changes_need_the_version_that_was_seen(world) {
        let admin = world.admin().await;
        let mut faults = Vec::new();
        for call in guarded().filter(|call| call.parameters("header").contains(&"If-Match")) {
            let mut request = call.complete(&admin, &nowhere(&call)).build().unwrap();
            request.headers_mut().remove("if-match");
            let answer = send(reqwest::RequestBuilder::from_parts(reqwest::Client::new(), request)).await;
            if answer.problem(428) != "precondition-required" {
                faults.push(told(&call, &answer));
            }
        }
        none(faults);
    }

    async fn texts_no_database_can_keep_are_refused(world) {
        let admin = world.admin().await;
        for path in ["/search?q=a%00b", "/organisations?q=%00", "/persons?q=%00", "/tickets/a%00b", "/users?q=%00x"] {
            assert_eq!(admin.get(path).await.problem(400), "malformed", "{path}");
        }
        let answer = admin.post("/teams", json!({"name": "a\u{0}b"})).await;
        assert_eq!(answer.problem(422), "invalid");
        assert_eq!(answer.body["errors"][0]["pointer"], "/name");
        assert_eq!(admin.post("/teams", json!({"name": "a\u{1}b"})).await.status, 422, "control characters are no names");
    }

    async fn other_methods_and_other_paths_are_problems_too(world) {
        let admin = world.admin().await;
        let answer = admin.get("/no-such-thing").await;
        assert_eq!(answer.problem(404), "not-found");
        let answer = send(admin.request(Method::PUT, "/organisations")).await;
        assert!(matches!(answer.status, 404 | 405), "{:?}", answer);
        assert_eq!(problem_faults(&answer), Vec::<String>::new());
        let answer = admin.get("/organisations?limit=0").await;
        assert_eq!(answer.problem(400), "malformed");
        let answer = admin.get("/organisations?cursor=AAAA").await;
        assert_eq!(answer.status, 400);
        let answer = admin.get("/organisations?sort=secret").await;
        assert_eq!(answer.status, 400, "{:#}", answer.body);
    }
}
