//! Every operation shows an example of what goes in and what comes out, made from its schema where nobody wrote one.
use serde_json::{Map, Value, json};

/// Deepest nesting that is spelled out.
const DEPTH: usize = 6;

/// Adds examples to all bodies that have none.
pub fn add(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    for item in document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Some(content) = operation.pointer_mut("/requestBody/content") {
                fill(content, &schemas);
            }
            for answer in operation["responses"].as_object_mut().into_iter().flat_map(Map::values_mut) {
                if let Some(content) = answer.get_mut("content") {
                    fill(content, &schemas);
                }
            }
        }
    }
}

fn fill(content: &mut Value, schemas: &Value) {
    let Some(json) = content.get_mut("application/json") else { return };
    if json.get("example").is_none() && json.get("examples").is_none() {
        json["example"] = example(&json["schema"], schemas, 0);
    }
}

/// An example of a schema: the one written there, the default, or something of the right type.
fn example(schema: &Value, schemas: &Value, depth: usize) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return example(&schemas[name], schemas, depth + 1);
    }
    if let Some(written) = schema.get("example").or_else(|| schema.pointer("/examples/0")) {
        return written.clone();
    }
    if let Some(first) = schema.pointer("/enum/0").or_else(|| schema.get("const")) {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        let options = schema[choice].as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(option) = options.iter().find(|option| option["type"] != "null") {
            return example(option, schemas, depth);
        }
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") => object(schema, schemas, depth),
        Some("array") if depth < DEPTH => json!([example(&schema["items"], schemas, depth + 1)]),
        Some("array") => json!([]),
        Some("string") => text(schema),
        Some("integer") => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        Some("number") => json!(1.5),
        Some("boolean") => json!(true),
        _ => Value::Null,
    }
}

fn object(schema: &Value, schemas: &Value, depth: usize) -> Value {
    let mut members = Map::new();
    if depth < DEPTH {
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            members.insert(name.clone(), example(member, schemas, depth + 1));
        }
    }
    Value::Object(members)
}

fn text(schema: &Value) -> Value {
    json!(match schema["format"].as_str() {
        Some("uuid") => "01930f6e-0000-7000-8000-000000000001",
        Some("date-time") => "2026-03-12T08:15:00.000000Z",
        Some("date") => "2026-03-12",
        Some("uri") => "https://example.org/",
        Some("email") => "vorname.nachname@gemeinde.example",
        Some("binary") => "…",
        _ => "Text",
    })
}
