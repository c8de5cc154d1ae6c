//! Real answers, held against the schemas of the contract.
use crate::authz::operations::{CONTRACT, Call, NOWHERE, answer, calls};
use crate::stage::Stage;
use dienstweg_testkit::on_both;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The schema of the answer, with everything it refers to.
fn schema(call: &Call, status: u16) -> Option<Value> {
    let mut schema =
        call.document["responses"][status.to_string()]["content"]["application/json"]["schema"].clone();
    schema
        .as_object_mut()?
        .insert("components".to_owned(), json!({"schemas": CONTRACT["components"]["schemas"]}));
    Some(schema)
}

/// Members that are answered but that the contract does not know.
fn unknown(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let schema = match schema["$ref"].as_str().and_then(|all| all.rsplit('/').next()) {
        Some(name) => &CONTRACT["components"]["schemas"][name],
        None => schema,
    };
    match value {
        Value::Array(items) => items.iter().for_each(|item| unknown(&schema["items"], item, at, found)),
        Value::Object(members) => {
            let Some(properties) = schema["properties"].as_object() else { return };
            for (name, member) in members {
                match properties.get(name) {
                    Some(property) => unknown(property, member, &format!("{at}/{name}"), found),
                    None => found.push(format!("{at}/{name}")),
                }
            }
        }
        _ => {}
    }
}

fn faults(call: &Call, status: u16, body: &Value) -> Vec<String> {
    let Some(schema) = schema(call, status) else {
        return vec![format!("{}: {status} is not in the contract", call.id())];
    };
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut faults: Vec<String> = validator
        .iter_errors(body)
        .map(|error| format!("{}: {} {error}", call.id(), error.instance_path()))
        .collect();
    let mut unnamed = Vec::new();
    unknown(&schema, body, "", &mut unnamed);
    faults.extend(unnamed.into_iter().map(|name| format!("{}: {name} is not in the contract", call.id())));
    faults.sort_unstable();
    faults.dedup();
    faults.truncate(5);
    faults
}

on_both! {
    async fn what_is_read_is_what_the_contract_says(world) {
        let stage = Stage::build(&world).await;
        stage.rollout("09875113").await;
        let admin = &stage.admin;
        admin.post("/webhooks", json!({"name": "Hook", "url": "http://127.0.0.1:9/hook", "event_types": ["order.received"]})).await;
        admin.post("/teams", json!({"name": "Team"})).await.expect(201);
        admin.post("/api-clients", json!({"name": "Markt", "scopes": ["order:read"]})).await.expect(201);
        admin.post("/status-reports", json!({"name": "Bericht", "scope": {"kind": "region", "id": stage.district}})).await.expect(201);
        world.settle().await;
        let mut firsts: HashMap<String, String> = HashMap::new();
        let mut all = Vec::new();
        let mut seen = 0;
        let mut gets: Vec<Call> = calls().into_iter().filter(|call| call.is_get() && !["event_stream", "attachment_content"].contains(&call.id())).collect();
        gets.sort_by_key(Call::has_path_parameters);
        for call in gets {
            let resource = call.operation.path.split('/').nth(3).unwrap().to_owned();
            let resource = if resource == "mothers" { "mothers".to_owned() } else { resource };
            let known = firsts.get(&resource).cloned().unwrap_or_else(|| NOWHERE.to_owned());
            let path = format!("{}{}", call.path(|name| if name == "form" { "efa-anbindung".to_owned() } else { known.clone() }), call.query());
            let answer = answer(call.request(admin, &path)).await;
            if answer.status != 200 {
                assert!([403, 404].contains(&answer.status) && known == NOWHERE || call.id() == "marketplace_order_get", "{path}: {:#}", answer.body);
                continue;
            }
            seen += 1;
            if let Some(first) = answer.body["items"].as_array().and_then(|items| items.last()).and_then(|row| row["id"].as_str()) {
                firsts.entry(resource).or_insert_with(|| first.to_owned());
            }
            if call.id() == "rollout_list" {
                for (kind, resource) in [("mother", "mothers"), ("daughter", "rollouts")] {
                    let one = answer.body["items"].as_array().unwrap().iter().find(|row| row["kind"] == kind).unwrap();
                    firsts.insert(resource.to_owned(), one["id"].as_str().unwrap().to_owned());
                }
            }
            all.extend(faults(&call, 200, &answer.body));
        }
        assert!(seen > 45, "only {seen} operations answered");
        assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
    }
}
