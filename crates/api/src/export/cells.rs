//! What stands in a cell.
use super::columns::{Column, Kind};
use chrono::{DateTime, Utc};
use dienstweg_documents::sheets::Cell;
use dienstweg_kernel::clock::german_time;
use serde_json::Value;

/// What a row says in this column. Where it says several things they stand one after the other.
pub fn cell(row: &Value, column: &Column) -> Cell {
    let mut values = Vec::new();
    gather(row, &column.path.split('.').collect::<Vec<_>>(), &mut values);
    match values[..] {
        [] => Cell::Empty,
        [value] if !column.several => single(value, column.kind),
        _ => {
            let texts = values.iter().map(|value| single(value, column.kind).to_string());
            Cell::Text(texts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn single(value: &Value, kind: Kind) -> Cell {
    match (kind, value) {
        (Kind::Date, Value::String(text)) => {
            text.parse().map_or_else(|_| Cell::Text(text.clone()), Cell::Date)
        }
        (Kind::Instant, Value::String(text)) => match text.parse::<DateTime<Utc>>() {
            Ok(instant) => Cell::Time(german_time(instant)),
            Err(_) => Cell::Text(text.clone()),
        },
        (Kind::Money, Value::Number(cents)) => cents.as_i64().map_or(Cell::Empty, Cell::Euro),
        (_, Value::String(text)) => Cell::Text(text.clone()),
        (_, Value::Number(number)) => Cell::Number(number.clone()),
        (_, Value::Bool(truth)) => Cell::Truth(*truth),
        _ => Cell::Empty,
    }
}

fn gather<'v>(value: &'v Value, path: &[&str], values: &mut Vec<&'v Value>) {
    match (value, path) {
        (Value::Array(items), _) => items.iter().for_each(|item| gather(item, path, values)),
        (Value::Null, _) => {}
        (value, []) => values.push(value),
        (value, [name, inner @ ..]) => {
            if let Some(member) = value.get(name) {
                gather(member, inner, values);
            }
        }
    }
}
