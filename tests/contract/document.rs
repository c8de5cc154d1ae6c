//! What holds for every operation of the document.
use crate::authz::operations::{CONTRACT, Call, calls};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn checked_in(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi").join(name)).unwrap()
}

#[test]
fn the_files_are_what_the_code_says() {
    let file: Value = serde_json::from_str(&checked_in("openapi.json")).unwrap();
    assert!(file == *CONTRACT, "openapi.json is old: run scripts/openapi");
    let file: Value = serde_json::from_str(&checked_in("marketplace.json")).unwrap();
    assert!(
        file == dienstweg_api::openapi::marketplace(&CONTRACT),
        "marketplace.json is old: run scripts/openapi"
    );
    let lines: String = calls().iter().map(|call| format!("{}\n", call.operation)).collect();
    assert_eq!(
        checked_in("operations.txt").trim_end(),
        lines.trim_end(),
        "operations.txt is old: run scripts/openapi"
    );
}

fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for document in [CONTRACT.clone(), dienstweg_api::openapi::marketplace(&CONTRACT)] {
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(!found.is_empty());
        let dangling = |reference: &&&str| {
            reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)).is_none()
        };
        assert_eq!(found.iter().filter(dangling).collect::<BTreeSet<_>>(), BTreeSet::new());
    }
}

#[test]
fn operation_ids_are_unique_words() {
    let mut seen = BTreeMap::new();
    for call in calls() {
        *seen.entry(call.operation.id.clone()).or_insert(0) += 1;
    }
    let bad = seen.iter().filter(|(id, times)| {
        **times > 1 || !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    assert_eq!(bad.collect::<Vec<_>>(), Vec::new());
}

fn faults_of(call: &Call) -> Vec<String> {
    let document = call.document;
    let mut faults = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("{}: {what}", call.operation.id));
        }
    };
    must(document["summary"].as_str().is_some_and(|text| text.len() > 5), "no summary");
    must(document["tags"].as_array().is_some_and(|tags| tags.len() == 1), "not one tag");
    must(document["security"].as_array().is_some_and(|all| !all.is_empty()), "no security");
    let in_path: BTreeSet<&str> = call.parameters("path").into_iter().collect();
    let pattern: BTreeSet<&str> =
        call.operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    must(in_path == pattern, "path parameters differ from the path");
    let answers = document["responses"].as_object().unwrap();
    must(answers.keys().any(|status| status.starts_with('2')), "no answer for success");
    let mut problems = vec!["429", "503"];
    problems.extend(if call.operation.public { vec![] } else { vec!["401", "403"] });
    problems.extend(call.takes_json().then_some("422"));
    problems.extend(call.has_path_parameters().then_some("404"));
    for status in problems {
        let content = answers.get(status).and_then(|answer| answer["content"].as_object());
        must(
            content.is_some_and(|content| content.contains_key("application/problem+json")),
            &format!("no problem answer {status}"),
        );
    }
    let changes = call.parameters("header").contains(&"If-Match");
    must(
        !changes || (answers.contains_key("412") && answers.contains_key("428")),
        "If-Match without 412 and 428",
    );
    if ["PATCH"].contains(&call.operation.method.as_str()) {
        must(
            call.body().is_some_and(|(media, _)| media == "application/merge-patch+json"),
            "PATCH is a merge patch",
        );
    }
    must(
        call.body().is_none_or(|(media, example)| {
            !media.ends_with("json") || example.is_object() || !ref_example(document).is_null()
        }),
        "no example of the body",
    );
    for (status, answer) in answers.iter().filter(|(status, _)| status.starts_with('2')) {
        for (media, content) in answer["content"].as_object().into_iter().flatten() {
            must(
                !content["example"].is_null() || media != "application/json",
                &format!("no example of answer {status}"),
            );
        }
    }
    faults
}

fn ref_example(document: &Value) -> &Value {
    let schema = document["requestBody"]["content"]
        .as_object()
        .and_then(|content| content.values().next())
        .map(|body| &body["schema"]);
    let name = schema
        .and_then(|schema| schema["$ref"].as_str())
        .and_then(|all| all.rsplit('/').next())
        .unwrap_or_default();
    &CONTRACT["components"]["schemas"][name]["example"]
}

#[test]
fn every_operation_is_complete() {
    none(calls().iter().flat_map(faults_of).collect());
}

/// Actions that say all there is to say in their path. May only shrink.
const WITHOUT_BODY: [&str; 30] = [
    "api_client_retire",
    "attachment_link",
    "auth_logout",
    "auth_refresh",
    "call_settle",
    "call_undo",
    "delivery_redeliver",
    "form_publish",
    "form_retire",
    "job_cancel",
    "job_start",
    "job_undo",
    "mail_resend",
    "mail_test",
    "me_session_end_all",
    "position_check",
    "position_release",
    "publication_check",
    "questionnaire_submit",
    "register_import_apply",
    "rollout_reminder_withdraw",
    "status_report_send",
    "template_publish",
    "template_retire",
    "user_activate",
    "user_deactivate",
    "user_invite",
    "user_session_end_all",
    "wave_start",
    "webhook_test",
];

#[test]
fn what_is_posted_or_patched_has_a_body() {
    let without = calls()
        .into_iter()
        .filter(|call| ["POST", "PATCH"].contains(&call.operation.method.as_str()) && call.body().is_none());
    let mut without: Vec<String> = without.map(|call| call.operation.id).collect();
    without.sort_unstable();
    assert_eq!(without, WITHOUT_BODY);
}

/// Something can be added beside a list, but not to a bare one.
#[test]
fn no_answer_is_a_bare_list() {
    let bare = |call: &Call| {
        let answers = call.document["responses"].as_object().unwrap().values();
        let mut schemas = answers.map(|answer| &answer["content"]["application/json"]["schema"]);
        schemas.any(|schema| {
            let name = schema["$ref"].as_str().and_then(|all| all.rsplit('/').next()).unwrap_or_default();
            schema["type"] == "array" || CONTRACT["components"]["schemas"][name]["type"] == "array"
        })
    };
    let bare: Vec<String> = calls().into_iter().filter(bare).map(|call| call.operation.id).collect();
    assert_eq!(bare, Vec::<String>::new());
}

/// Every list takes the same three parameters, and an unknown shape of list does not creep in.
#[test]
fn lists_are_alike() {
    let lists = calls().into_iter().filter(|call| call.is_get() && call.id().ends_with("_list"));
    let unpaged: Vec<String> = lists
        .filter(|call| {
            !["limit", "cursor", "count"].iter().all(|name| call.parameters("query").contains(name))
        })
        .map(|call| call.operation.id)
        .collect();
    let mut unpaged = unpaged;
    unpaged.sort_unstable();
    // Short by their nature.
    assert_eq!(
        unpaged,
        [
            "attachment_list",
            "background_list",
            "link_list",
            "me_deputy_list",
            "party_role_list",
            "permission_list",
            "rollout_party_list",
            "watcher_list"
        ]
    );
}
