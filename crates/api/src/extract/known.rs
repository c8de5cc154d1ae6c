//! What an address may say, held against the contract for all operations alike: a query parameter that an operation
//! does not know is refused with those it knows, and so is U+0000, which PostgreSQL cannot keep in a text.
use crate::contract;
use crate::problem::Problem;
use actix_web::Error as ActixError;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

type Known = HashMap<(String, String), Vec<String>>;

/// Method and path pattern of every operation with the names of its query parameters.
fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let paths = contract()["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            item.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
        });
        operations
            .map(|(path, method, operation)| ((method.to_uppercase(), path.clone()), names(operation)))
            .collect()
    })
}

fn names(operation: &Value) -> Vec<String> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters
        .filter(|one| one["in"] == "query")
        .filter_map(|one| Some(one["name"].as_str()?.to_owned()))
        .collect()
}

/// Answers 400 to what no operation could make sense of.
pub async fn check(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse, ActixError> {
    match faults(&request) {
        Some(error) => Ok(request.error_response(Problem(error))),
        None => next.call(request).await,
    }
}

fn faults(request: &ServiceRequest) -> Option<Error> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(request.query_string()).unwrap_or_default();
    if request.path().contains('\0')
        || request.path().contains("%00")
        || pairs.iter().any(|(_, value)| value.contains('\0'))
    {
        let text = Text::new("Das Zeichen U+0000 ist nicht erlaubt.", "The character U+0000 is not allowed.");
        return Some(Error::new(codes::MALFORMED).with_faults(vec![Fault::new(
            "",
            "invalid_character",
            text,
        )]));
    }
    let valid = known().get(&(request.method().to_string(), request.match_pattern()?))?;
    let unknown: Vec<Fault> = pairs
        .iter()
        .filter(|(name, _)| !valid.contains(name))
        .map(|(name, _)| refusal(name, valid))
        .collect();
    (!unknown.is_empty()).then(|| Error::new(codes::UNKNOWN_PARAMETER).with_faults(unknown))
}

fn refusal(name: &str, valid: &[String]) -> Fault {
    let text = match valid.join(", ") {
        list if list.is_empty() => {
            Text::new("Hier gibt es keine Parameter.", "There are no parameters here.")
        }
        list => Text::new(
            format!("Diesen Parameter gibt es nicht. Gültig sind: {list}."),
            format!("There is no such parameter. Valid are: {list}."),
        ),
    };
    Fault::new(name, "unknown_parameter", text)
}
