//! What stands in a cell.
use super::columns::{Column, Kind};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use dienstweg_kernel::clock::german_time;
use serde_json::Value;

/// One value of one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(serde_json::Number),
    Truth(bool),
    Date(NaiveDate),
    /// As it was on the clocks of Germany; files know no time zones.
    Time(NaiveDateTime),
}

impl Cell {
    /// What a row says in this column. Where it says several things they stand one after the other.
    pub fn of(row: &Value, column: &Column) -> Self {
        let mut values = Vec::new();
        gather(row, &column.path.split('.').collect::<Vec<_>>(), &mut values);
        match values[..] {
            [] => Self::Empty,
            [value] if !column.several => Self::single(value, column.kind),
            _ => {
                let texts = values.iter().map(|value| Self::single(value, column.kind).to_string());
                Self::Text(texts.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn single(value: &Value, kind: Kind) -> Self {
        match (kind, value) {
            (Kind::Date, Value::String(text)) => {
                text.parse().map_or_else(|_| Self::Text(text.clone()), Self::Date)
            }
            (Kind::Instant, Value::String(text)) => match text.parse::<DateTime<Utc>>() {
                Ok(instant) => Self::Time(german_time(instant)),
                Err(_) => Self::Text(text.clone()),
            },
            (_, Value::String(text)) => Self::Text(text.clone()),
            (_, Value::Number(number)) => Self::Number(number.clone()),
            (_, Value::Bool(truth)) => Self::Truth(*truth),
            _ => Self::Empty,
        }
    }
}

/// As it stands in texts.
impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Truth(truth) => truth.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Time(time) => write!(f, "{}", time.format("%Y-%m-%d %H:%M:%S")),
        }
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
