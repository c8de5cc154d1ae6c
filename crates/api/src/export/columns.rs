//! Which columns a list has: every single value in the view of a row, named by its path. Told from the contract, so a
//! new member of a view is a new column.
use super::COLUMNS;
use crate::contract;
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::{Error, Result};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Deepest nesting that is looked into.
const DEPTH: usize = 6;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    /// Cents.
    Money,
    Truth,
    Date,
    Instant,
}

/// A value of a row that may become a column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Members from the row inwards: `body.name`.
    pub path: String,
    pub kind: Kind,
    /// Whether it stands in a list, so that there may be several in one row.
    pub several: bool,
    /// Whether it is for machines alone: an id, or what the caller may do.
    pub technical: bool,
}

/// The columns of a list by its path pattern; none where it is no list.
pub fn of(pattern: &str) -> &'static [Column] {
    static KNOWN: OnceLock<HashMap<String, Vec<Column>>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let schemas = &contract()["components"]["schemas"];
        let paths = contract()["paths"].as_object().into_iter().flatten();
        paths
            .filter_map(|(path, item)| Some((path.clone(), of_operation(item.get("get")?, schemas)?)))
            .collect()
    });
    known.get(pattern).map(Vec::as_slice).unwrap_or_default()
}

/// The columns of an operation that answers lists as files too.
pub fn of_operation(operation: &Value, schemas: &Value) -> Option<Vec<Column>> {
    let content = operation.pointer("/responses/200/content")?;
    content.get(super::Format::Csv.media_type())?;
    let row = content.pointer("/application~1json/schema/properties/items/items")?;
    let mut found = Vec::new();
    collect(row, schemas, &Place::default(), &mut found);
    Some(found)
}

/// The columns with these paths, in that order; without any, all that are for people.
pub fn chosen(all: &'static [Column], paths: &[&str]) -> Result<Vec<&'static Column>> {
    if paths.is_empty() {
        return Ok(all.iter().filter(|column| !column.technical).collect());
    }
    let mut columns = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        match all.iter().find(|column| column.path == path.trim()) {
            Some(column) => columns.push(column),
            None => faults.push(unknown(path, all)),
        }
    }
    if faults.is_empty() {
        Ok(columns)
    } else {
        Err(Error::new(codes::UNKNOWN_PARAMETER).with_faults(faults))
    }
}

fn unknown(path: &str, all: &[Column]) -> Fault {
    let valid = all.iter().map(|column| column.path.as_str()).collect::<Vec<_>>().join(", ");
    let text = Text::new(
        format!("Die Spalte „{path}“ gibt es nicht. Gültig sind: {valid}."),
        format!("There is no column \"{path}\". Valid are: {valid}."),
    );
    Fault::new(COLUMNS, "unknown_column", text)
}

#[derive(Clone, Default)]
struct Place {
    path: Vec<String>,
    several: bool,
}

fn collect(schema: &Value, schemas: &Value, place: &Place, found: &mut Vec<Column>) {
    if place.path.len() > DEPTH {
        return;
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return collect(&schemas[name], schemas, place, found);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().for_each(|part| collect(part, schemas, place, found));
    }
    // "Or nothing" does not change what it is.
    let options = schema["oneOf"].as_array().into_iter().flatten();
    if let [only] = options.filter(|option| option["type"] != "null").collect::<Vec<_>>()[..] {
        return collect(only, schemas, place, found);
    }
    if let Some(members) = schema["properties"].as_object() {
        for (name, member) in members {
            let path = [place.path.clone(), vec![name.clone()]].concat();
            collect(member, schemas, &Place { path, ..place.clone() }, found);
        }
        return;
    }
    if let Some(items) = schema.get("items") {
        return collect(items, schemas, &Place { several: true, ..place.clone() }, found);
    }
    if let Some(kind) = kind(schema) {
        let kind = match place.path.last() {
            Some(name) if name.ends_with("_cents") => Kind::Money,
            _ => kind,
        };
        let technical = schema["format"] == "uuid" || place.path.last().is_some_and(|name| name == "can");
        found.push(Column { path: place.path.join("."), kind, several: place.several, technical });
    }
}

fn kind(schema: &Value) -> Option<Kind> {
    let named = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null")?,
        kind => kind,
    };
    match (named.as_str()?, schema["format"].as_str()) {
        ("string", Some("date")) => Some(Kind::Date),
        ("string", Some("date-time")) => Some(Kind::Instant),
        ("string", _) => Some(Kind::Text),
        ("integer" | "number", _) => Some(Kind::Number),
        ("boolean", _) => Some(Kind::Truth),
        _ => None,
    }
}
