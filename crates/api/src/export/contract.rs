//! What the contract says of exports: the parameter with the columns of each list, and the refusal of too many rows.
use super::columns::of_operation;
use super::{COLUMNS, MAX_ROWS};
use serde_json::{Value, json};

/// Adds to every list what it takes and answers as a file.
pub fn describe(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    for item in document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        let Some(operation) = item.get_mut("get") else { continue };
        if !operation["responses"]["200"]["content"][super::Format::Csv.media_type()].is_null() {
            operation["responses"]["422"] = crate::openapi::problem(422);
        }
        let Some(columns) = of_operation(operation, &schemas) else { continue };
        let names: Vec<&str> = columns.iter().map(|column| column.path.as_str()).collect();
        let parameter = json!({
            "name": COLUMNS,
            "in": "query",
            "description": format!(
                "Columns of the file in this order, for `text/csv` and XLSX alone; without it all but ids. Up to {MAX_ROWS} rows, \
                 times as they are in Germany."
            ),
            "style": "form",
            "explode": false,
            "schema": {"type": "array", "items": {"type": "string", "enum": names}},
        });
        match operation["parameters"].as_array_mut() {
            Some(parameters) => parameters.push(parameter),
            None => operation["parameters"] = json!([parameter]),
        }
    }
}
