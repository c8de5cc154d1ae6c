//! What an order says: its hash, its checks, its rows. Pure.
use crate::entity::position;
use crate::input::{BodyKeys, NewOrder, OrderContent, OrderLine, PositionMatch};
use crate::types::PositionState;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::secret;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write;

/// SHA-256 over the content without its revision, as canonical JSON: members sorted, missing ones as `null`, lines
/// numbered. The same order said twice has the same hash, however it was written.
pub fn content_hash(content: &OrderContent) -> String {
    let mut value = serde_json::to_value(numbered(content)).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        members.remove("revision");
    }
    let mut text = String::new();
    canonical(&value, &mut text);
    let mut hex = String::with_capacity(64);
    for byte in secret::hash(text.as_bytes()) {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The content with every line number filled in.
pub fn numbered(content: &OrderContent) -> OrderContent {
    let mut content = content.clone();
    for index in 0..content.positions.len() {
        let line = content.line(index);
        if let Some(position) = content.positions.get_mut(index) {
            position.line = Some(line);
        }
    }
    content
}

fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (index, (name, member)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                canonical(member, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

/// Everything wrong with an order that its shape does not tell.
pub fn faults(content: &OrderContent) -> Vec<Fault> {
    let mut faults = Vec::new();
    let nobody = |body: &BodyKeys| body.keys().next().is_none() && body.name.is_none();
    let unnamed = || {
        Text::new("Ein Schlüssel oder Name der Stelle ist nötig.", "A key or name of the body is required.")
    };
    if nobody(&content.body) {
        faults.push(Fault::new("/body", "required", unnamed()));
    }
    let mut seen: HashMap<i32, usize> = HashMap::new();
    for (index, position) in content.positions.iter().enumerate() {
        if let Some(first) = seen.insert(content.line(index), index) {
            let de = format!("Die Zeile {} gibt es schon unter /positions/{first}.", content.line(index));
            let en = format!("Line {} is taken by /positions/{first}.", content.line(index));
            faults.push(Fault::new(format!("/positions/{index}/line"), "duplicate_line", Text::new(de, en)));
        }
        if position.service_key.is_none() && position.ozg_id.is_none() && position.leika_keys.is_empty() {
            let message =
                Text::new("Ein Schlüssel des Dienstes ist nötig.", "A key of the service is required.");
            faults.push(Fault::new(format!("/positions/{index}/service_key"), "required", message));
        }
        if position.body.as_ref().is_some_and(nobody) {
            faults.push(Fault::new(format!("/positions/{index}/body"), "required", unnamed()));
        }
    }
    faults
}

/// Where a position with this match stands.
pub fn state_of(found: &PositionMatch) -> PositionState {
    let clear = found.service_id.is_some() && found.body_id.is_some() && found.problems.is_empty();
    if clear { PositionState::Ready } else { PositionState::Clarification }
}

/// Enters what a line wants and what it was found to mean; what people decided before falls away.
pub fn enter(row: &mut position::Model, wanted: &OrderLine, found: &PositionMatch) {
    row.service_key.clone_from(&wanted.service_key);
    row.ozg_id.clone_from(&wanted.ozg_id);
    row.leika_keys = serde_json::json!(wanted.leika_keys);
    row.category.clone_from(&wanted.category);
    row.wish_date = wanted.wish_date;
    row.wish_wave.clone_from(&wanted.wish_wave);
    row.body_keys = wanted.body.as_ref().map(|body| serde_json::json!(body));
    row.clarified_by = None;
    row.reason = None;
    enter_match(row, found);
}

/// Enters what a position means; it must be checked again.
pub fn enter_match(row: &mut position::Model, found: &PositionMatch) {
    row.service_id = found.service_id;
    row.body_id = found.body_id;
    row.covers = serde_json::json!(found.covers);
    row.problems = serde_json::json!(found.problems);
    row.state = state_of(found);
    row.checked_by = None;
    row.checked_at = None;
}

/// Whether a position already says what a line wants.
pub fn wants(row: &position::Model, wanted: &OrderLine) -> bool {
    row.service_key == wanted.service_key
        && row.ozg_id == wanted.ozg_id
        && row.leika_keys == serde_json::json!(wanted.leika_keys)
        && row.category == wanted.category
        && row.wish_date == wanted.wish_date
        && row.wish_wave == wanted.wish_wave
        && row.body_keys == wanted.body.as_ref().map(|body| serde_json::json!(body))
}

/// What full text finds the order by.
pub fn words(new: &NewOrder) -> String {
    let content = &new.content;
    let mut words: Vec<&str> = vec![&content.number];
    words.extend(content.body.keys());
    words.extend(content.body.name.as_deref());
    for position in &content.positions {
        words.extend(position.service_key.as_deref());
        words.extend(position.ozg_id.as_deref());
        words.extend(position.leika_keys.iter().map(String::as_str));
        words.extend(position.body.iter().flat_map(BodyKeys::keys));
    }
    words.extend(new.words.iter().map(String::as_str));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(json: Value) -> OrderContent {
        serde_json::from_value(json).unwrap()
    }

    fn order() -> Value {
        serde_json::json!({
            "number": "DM-1", "revision": 1, "placed_at": "2026-03-02T08:15:00Z", "body": {"ars": "091755153"},
            "positions": [{"service_key": "EWA"}, {"service_key": "WBS", "line": 2}]
        })
    }

    #[test]
    fn the_same_order_has_the_same_hash_however_it_is_written() {
        let mut other = order();
        other["revision"] = serde_json::json!(7);
        other["note"] = Value::Null;
        other["positions"][0]["line"] = serde_json::json!(1);
        other["contacts"] = serde_json::json!([]);
        assert_eq!(content_hash(&content(order())), content_hash(&content(other)));
    }

    #[test]
    fn another_wish_is_another_content() {
        let mut other = order();
        other["positions"][1]["wish_date"] = serde_json::json!("2026-09-01");
        assert_ne!(content_hash(&content(order())), content_hash(&content(other)));
    }

    #[test]
    fn canonical_json_sorts_members_and_escapes_texts() {
        let mut text = String::new();
        canonical(&serde_json::json!({"b": [1, null], "a": "\"ä\n"}), &mut text);
        assert_eq!(text, r#"{"a":"\"ä\n","b":[1,null]}"#);
    }

    #[test]
    fn all_faults_come_at_once() {
        let faults = faults(&content(serde_json::json!({
            "number": "1", "placed_at": "2026-03-02T08:15:00Z", "body": {},
            "positions": [{"service_key": "EWA", "line": 2}, {"category": "efa"}]
        })));
        let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/body", "/positions/1/line", "/positions/1/service_key"]);
    }

    #[test]
    fn a_position_is_ready_only_without_problems() {
        use crate::types::Problem;
        use uuid::Uuid;
        let found = PositionMatch {
            service_id: Some(Uuid::nil().into()),
            body_id: Some(Uuid::nil().into()),
            ..PositionMatch::default()
        };
        assert_eq!(state_of(&found), PositionState::Ready);
        let problem = PositionMatch { problems: vec![Problem::NotCompetent], ..found.clone() };
        assert_eq!(state_of(&problem), PositionState::Clarification);
        assert_eq!(state_of(&PositionMatch { body_id: None, ..found }), PositionState::Clarification);
    }
}
