//! Somebody logged in to the server that is measured.
use crate::Outcome;
use crate::client::Call;
use crate::people::PASSWORD;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

/// Unique texts are as long as those of a run, so that the answer is too.
pub const SAMPLE: &str = "sample-------0000000";

/// The server with somebody logged in.
#[derive(Clone)]
pub struct Caller {
    address: String,
    token: String,
    http: Client,
}

impl Caller {
    pub async fn login(address: &str, login: &str) -> Outcome<Self> {
        let http = Client::new();
        let body = json!({"login": login, "password": PASSWORD}).to_string();
        let request = http
            .post(format!("{address}/api/v1/auth/login"))
            .header("content-type", "application/json")
            .body(body);
        let answer: Value =
            serde_json::from_slice(&request.send().await?.error_for_status()?.bytes().await?)?;
        let token = answer["access_token"].as_str().ok_or("no token")?.to_owned();
        Ok(Self { address: address.to_owned(), token, http })
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    pub async fn get(&self, path: &str) -> Outcome<Value> {
        Ok(serde_json::from_slice(&self.bytes(path).await?)?)
    }

    /// The body as it comes.
    pub async fn bytes(&self, path: &str) -> Outcome<Vec<u8>> {
        Ok(self.stream(path).await?.bytes().await?.to_vec())
    }

    /// An answer that has begun.
    pub async fn stream(&self, path: &str) -> Outcome<Response> {
        let request = self.http.get(format!("{}{path}", self.address)).bearer_auth(&self.token);
        Ok(request.header("accept-language", "de").send().await?.error_for_status()?)
    }

    /// Creates something, or acts on what was seen in this version.
    pub async fn post(&self, path: &str, version: Option<i64>, body: &Value) -> Outcome<Value> {
        let mut request = self.posting(&format!("/api/v1{path}"));
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        let answer = request.body(body.to_string()).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        if !status.is_success() {
            return Err(format!("{path}: {status}\n{text}").into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    pub async fn send(&self, call: &Call) -> Outcome<Value> {
        let unique = |text: &str| text.replace("{n}", SAMPLE);
        let mut request = self.posting(&call.path);
        if let Some(key) = &call.key {
            request = request.header("idempotency-key", unique(key));
        }
        let answer = request.body(unique(call.body.as_deref().unwrap_or_default())).send().await?;
        let (status, text) = (answer.status().as_u16(), answer.text().await?);
        if status != call.expected {
            return Err(format!("{}: {status}\n{text}", call.path).into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    fn posting(&self, path: &str) -> RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.address)).bearer_auth(&self.token);
        request.header("accept-language", "de").header("content-type", "application/json")
    }
}
