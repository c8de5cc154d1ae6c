//! JSON bodies: read once, brought to NFC, parsed into a type, validated with every fault at once.
use super::wording;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::{Bytes, BytesMut};
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::secret::hash_hex;
use dienstweg_kernel::text::nfc;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::ops::Deref;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

/// Largest JSON body in bytes, unless a route says otherwise.
pub const MAX_BODY: usize = 1 << 20;

/// A validated JSON body.
#[derive(Clone, Debug)]
pub struct Body<T> {
    pub value: T,
    /// SHA-256 of what came in, for [`super::Idempotency`].
    pub hash: String,
}

impl<T> Deref for Body<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let bytes = receive(&request, payload).await?;
            Self::read(&bytes)
        })
    }
}

impl<T: DeserializeOwned + Validate> Body<T> {
    /// Reads what came in; for operations that look at the bytes themselves first.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let json = json(bytes)?;
        let hash = hash_hex(json.to_string().as_bytes());
        let value: T = parse(json)?;
        value.validate().map_err(|errors| Problem(Error::invalid(faults(&errors))))?;
        Ok(Self { value, hash })
    }
}

/// The bytes of a JSON body, at most [`MAX_BODY`].
pub async fn receive(request: &HttpRequest, mut payload: Payload) -> Result<Bytes, Problem> {
    let json = request.mime_type().ok().flatten().is_some_and(|mime| {
        mime.essence_str() == "application/json" || mime.suffix().is_some_and(|suffix| suffix == "json")
    });
    if !json {
        return Err(Problem(
            Error::new(codes::UNSUPPORTED_MEDIA_TYPE)
                .detail("Erwartet wird application/json.", "Expected is application/json."),
        ));
    }
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(Problem(Error::new(codes::TOO_LARGE)));
    }
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk =
            chunk.map_err(|error| Problem(Error::new(codes::MALFORMED).caused_by(error.to_string())))?;
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(Problem(Error::new(codes::TOO_LARGE)));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn json(bytes: &[u8]) -> Result<Value, Problem> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("{}:{}", error.line(), error.column());
        let text = Text::new(
            format!("Das ist kein gültiges JSON (Zeile:Spalte {place})."),
            format!("This is no valid JSON (line:column {place})."),
        );
        Problem(Error::new(codes::MALFORMED).with_faults(vec![Fault::new("", "invalid_json", text)]))
    })?;
    if !value.is_object() {
        // A list would be taken for the members in their order.
        let text = Text::new("Erwartet wird ein JSON-Objekt.", "Expected is a JSON object.");
        return Err(Problem(Error::invalid(vec![Fault::new("", "wrong_type", text)])));
    }
    if let Some(pointer) = nul(&value) {
        let text = Text::new("Das Zeichen U+0000 ist nicht erlaubt.", "The character U+0000 is not allowed.");
        return Err(Problem(Error::invalid(vec![Fault::new(pointer, "invalid_character", text)])));
    }
    compose(&mut value);
    Ok(value)
}

/// Where U+0000 stands, which PostgreSQL cannot keep in a text.
fn nul(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| Some(format!("/{index}{}", nul(item)?)))
        }
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            if name.contains('\0') { Some(String::new()) } else { Some(format!("/{name}{}", nul(member)?)) }
        }),
        _ => None,
    }
}

/// All text of Dienstweg is NFC (DIN 91379).
fn compose(value: &mut Value) {
    match value {
        Value::String(text) if !text.is_ascii() => *text = nfc(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(compose),
        Value::Object(members) => members.values_mut().for_each(compose),
        _ => {}
    }
}

fn parse<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = pointer_of(error.path());
        Problem(Error::invalid(vec![wording::fault(&pointer, &error.inner().to_string(), "/", &[])]))
    })
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{key}")),
            _ => None,
        })
        .collect()
}

/// Faults of the shape, by JSON pointer, in stable order.
fn faults(errors: &ValidationErrors) -> Vec<Fault> {
    let mut faults = Vec::new();
    collect("", errors, &mut faults);
    faults.sort_by(|a, b| (&a.pointer, a.code).cmp(&(&b.pointer, b.code)));
    faults
}

fn collect(prefix: &str, errors: &ValidationErrors, faults: &mut Vec<Fault>) {
    for (field, kind) in errors.errors() {
        let pointer = format!("{prefix}/{field}");
        match kind {
            ValidationErrorsKind::Field(found) => {
                faults.extend(
                    found
                        .iter()
                        .map(|error| Fault::new(pointer.clone(), code_of(&error.code), explain(error))),
                );
            }
            ValidationErrorsKind::Struct(inner) => collect(&pointer, inner, faults),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(&format!("{pointer}/{index}"), inner, faults);
                }
            }
        }
    }
}

fn code_of(code: &str) -> &'static str {
    match code {
        "length" => "length",
        "range" => "range",
        "email" => "email",
        "url" => "url",
        _ => "invalid",
    }
}

fn explain(error: &validator::ValidationError) -> Text {
    let limit = |name: &str| error.params.get(name).map(ToString::to_string);
    match (code_of(&error.code), limit("min"), limit("max")) {
        ("length", min, max) => length(error, min, max, limit("equal")),
        ("range", Some(min), Some(max)) => Text::new(
            format!("Bitte geben Sie einen Wert zwischen {min} und {max} ein."),
            format!("Please enter a value between {min} and {max}."),
        ),
        ("range", Some(min), None) => {
            Text::new(format!("Zu wenig: mindestens {min}."), format!("Too little: at least {min}."))
        }
        ("range", None, Some(max)) => {
            Text::new(format!("Zu viel: höchstens {max}."), format!("Too much: at most {max}."))
        }
        ("email", ..) => Text::new(
            "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@gemeinde.example.",
            "Please enter an e-mail address, for example name@town.example.",
        ),
        ("url", ..) => Text::new(
            "Bitte geben Sie eine Internetadresse ein, zum Beispiel https://gemeinde.example.",
            "Please enter an address, for example https://town.example.",
        ),
        _ => Text::new("Diese Angabe ist nicht gültig.", "This value is not valid."),
    }
}

/// Of texts and lists alike.
fn length(
    error: &validator::ValidationError,
    min: Option<String>,
    max: Option<String>,
    equal: Option<String>,
) -> Text {
    let empty = error.params.get("value").is_some_and(|value| *value == json!("") || *value == json!([]));
    match (min, max, equal) {
        (_, _, Some(equal)) => Text::new(
            format!("Bitte geben Sie genau {equal} Zeichen ein."),
            format!("Please enter exactly {equal} characters."),
        ),
        (Some(_), ..) if empty => {
            Text::new("Bitte füllen Sie dieses Feld aus.", "Please fill in this field.")
        }
        (Some(min), Some(max), _) => Text::new(
            format!("Zu lang oder zu kurz: {min} bis {max} sind möglich."),
            format!("Too long or too short: {min} to {max} are possible."),
        ),
        (Some(min), None, _) => {
            Text::new(format!("Zu kurz: mindestens {min}."), format!("Too short: at least {min}."))
        }
        (None, Some(max), _) => {
            Text::new(format!("Zu lang: höchstens {max}."), format!("Too long: at most {max}."))
        }
        (None, None, None) => Text::new("Diese Angabe ist nicht gültig.", "This value is not valid."),
    }
}
