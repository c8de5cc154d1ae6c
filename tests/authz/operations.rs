//! The operations of the contract, as calls that can be made.
use dienstweg_api::openapi::{Operation, operations};
use dienstweg_testkit::{Answer, Client};
use reqwest::Method;
use serde_json::Value;
use std::sync::LazyLock;

pub static CONTRACT: LazyLock<Value> = LazyLock::new(|| dienstweg_api::contract().clone());

/// An operation with what the contract says of it.
pub struct Call {
    pub operation: Operation,
    pub document: &'static Value,
}

pub fn calls() -> Vec<Call> {
    let describe = |operation: Operation| {
        let document = &CONTRACT["paths"][&operation.path][operation.method.to_lowercase()];
        Call { operation, document }
    };
    operations(&CONTRACT).into_iter().map(describe).collect()
}

impl Call {
    pub fn id(&self) -> &str {
        &self.operation.id
    }

    pub fn is_get(&self) -> bool {
        self.operation.method == "GET"
    }

    pub fn has_path_parameters(&self) -> bool {
        self.operation.path.contains('{')
    }

    /// Names of the parameters in `place`.
    pub fn parameters(&self, place: &str) -> Vec<&'static str> {
        let all = self.document["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter()
            .filter(|parameter| parameter["in"] == place)
            .filter_map(|parameter| parameter["name"].as_str())
            .collect()
    }

    /// Media type and example of the body.
    pub fn body(&self) -> Option<(&'static str, &'static Value)> {
        let content = self.document["requestBody"]["content"].as_object()?;
        content.iter().map(|(media, body)| (media.as_str(), &body["example"])).next()
    }

    pub fn takes_json(&self) -> bool {
        self.body().is_some_and(|(media, _)| media.ends_with("json"))
    }

    /// The path with every parameter replaced.
    pub fn path(&self, value: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => value(name),
            None => part.to_owned(),
        };
        self.operation.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    pub fn request(&self, client: &Client, path: &str) -> reqwest::RequestBuilder {
        let method: Method = self.operation.method.parse().unwrap();
        let request = client.request(method, path);
        if self.parameters("header").contains(&"Idempotency-Key") {
            request.header("idempotency-key", "a-key")
        } else {
            request
        }
    }

    /// With the example as body, and the version where one is asked for.
    pub fn complete(&self, client: &Client, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.request(client, path);
        if self.parameters("header").contains(&"If-Match") {
            request = request.header("if-match", "\"1\"");
        }
        match self.body() {
            Some((media, example)) if media.ends_with("json") => {
                let example = if example.is_null() { schema_example(self.document) } else { example.clone() };
                request.header("content-type", media).body(example.to_string())
            }
            Some(("application/x-www-form-urlencoded", _)) => request
                .header("content-type", "application/x-www-form-urlencoded")
                .body("grant_type=client_credentials"),
            Some((media, _)) => request.header("content-type", media).body("10"),
            None => request,
        }
    }

    /// The required query parameters, with something in them.
    pub fn query(&self) -> String {
        let all = self.document["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let required =
            all.iter().filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
        let value = |parameter: &Value| match parameter["schema"]["format"].as_str() {
            Some("uuid") => NOWHERE.to_owned(),
            _ => match parameter["name"].as_str() {
                Some("permission") => "ticket:read".to_owned(),
                Some("by") => "phase".to_owned(),
                Some("kind") => "programme".to_owned(),
                Some("form") => "efa-anbindung".to_owned(),
                _ => "x".to_owned(),
            },
        };
        let pairs: Vec<String> =
            required.map(|one| format!("{}={}", one["name"].as_str().unwrap(), value(one))).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// An id that nothing has.
pub const NOWHERE: &str = "01930f6e-dead-7000-8000-00000000beef";

fn schema_example(document: &Value) -> Value {
    let content = document["requestBody"]["content"].as_object().unwrap();
    let schema = &content.values().next().unwrap()["schema"];
    let name = schema["$ref"].as_str().and_then(|all| all.rsplit('/').next()).unwrap_or_default();
    CONTRACT["components"]["schemas"][name]["example"].clone()
}

/// A line for a report.
pub fn told(call: &Call, answer: &Answer) -> String {
    let body = answer.body.to_string();
    format!(
        "{} {} → {} {}",
        call.operation.method,
        call.operation.path,
        answer.status,
        body.chars().take(160).collect::<String>()
    )
}

/// What comes back; of an endless stream, that it began.
pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    if headers.get("content-type").is_some_and(|kind| kind == "text/event-stream") {
        return Answer { status, headers, body: Value::Null };
    }
    let bytes = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    Answer { status, headers, body }
}
