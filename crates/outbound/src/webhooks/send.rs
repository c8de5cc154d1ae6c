//! One HTTP request to a foreign system.
use super::envelope::MEDIA_TYPE;
use super::signature::SigningSecret;
use super::targets::Targets;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Connecting, sending and reading the answer together.
const PATIENCE: Duration = Duration::from_secs(10);
/// Of the answer so much is read at most …
const READ_BYTES: usize = 4_096;
/// … and so much kept.
const KEPT_BYTES: usize = 1_024;

/// No redirects, no proxy from the environment (it would resolve names behind our back), no private networks.
pub(super) fn client(targets: Targets) -> Result<Client, reqwest::Error> {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .dns_resolver(Arc::new(targets))
        .user_agent(concat!("Dienstweg/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// A message ready to be sent.
#[derive(Debug)]
pub(super) struct Message {
    pub url: Url,
    /// The `webhook-id` header.
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    pub body: String,
    pub secrets: Vec<SigningSecret>,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Answer {
    pub took: Duration,
    /// Nothing where there was no answer.
    pub status: Option<u16>,
    pub error: Option<String>,
    pub response: Option<String>,
}

pub(super) async fn send(client: &Client, message: &Message) -> Answer {
    let began = Instant::now();
    let request = client.post(message.url.clone()).headers(headers(message)).body(message.body.clone());
    match request.send().await {
        Ok(response) => {
            let status = Some(response.status().as_u16());
            let response = Some(beginning(response).await).filter(|text| !text.is_empty());
            Answer { took: began.elapsed(), status, error: None, response }
        }
        Err(error) => {
            Answer { took: began.elapsed(), status: None, error: Some(in_words(&error)), response: None }
        }
    }
}

fn headers(message: &Message) -> HeaderMap {
    let signatures = message
        .secrets
        .iter()
        .map(|secret| secret.sign(&message.id, message.timestamp, message.body.as_bytes()));
    let signature = signatures.collect::<Vec<_>>().join(" ");
    let timestamp = message.timestamp.to_string();
    let own =
        [("webhook-id", &message.id), ("webhook-timestamp", &timestamp), ("webhook-signature", &signature)];
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    for (name, value) in own {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers
}

/// The beginning of the answer as text. An answer that breaks off is an answer.
async fn beginning(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= READ_BYTES {
            break;
        }
    }
    bytes.truncate(KEPT_BYTES);
    // PostgreSQL text takes no NUL.
    String::from_utf8_lossy(&bytes).replace('\0', "")
}

/// The innermost cause says it best; addresses are in the subscription already.
fn in_words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string().chars().take(500).collect()
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
