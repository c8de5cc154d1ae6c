//! Asking a public index: one question after the other, no faster than agreed, with patience where it asks for some.
use super::{INDEX_FAILED, IndexSettings};
use dienstweg_kernel::{Error, Result};
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

const PATIENCE: Duration = Duration::from_secs(30);
/// An answer about one office is a few hundred kilobytes at most.
const MOST_BYTES: usize = 16 << 20;
/// Waited at most when the index says that it is asked too often; then the next run goes on.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A client of one index.
pub(super) struct Http {
    client: Client,
    base: Url,
    credentials: Option<(String, String)>,
    pace: Duration,
    /// When it may be asked next.
    next: Mutex<Instant>,
}

impl Http {
    pub(super) fn new(settings: &IndexSettings) -> Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(id) = &settings.client_id {
            let value = HeaderValue::from_str(id).map_err(Error::internal)?;
            headers.insert(HeaderName::from_static("pvog-sud-api-client-id"), value);
        }
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .default_headers(headers)
            .user_agent(concat!("Dienstweg/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Error::internal)?;
        let base = Url::parse(&settings.url).map_err(Error::internal)?;
        let pace = Duration::from_secs(1) / settings.requests_per_second.max(1);
        let next = Mutex::new(Instant::now());
        Ok(Self { client, base, credentials: settings.credentials.clone(), pace, next })
    }

    /// What is there; nothing where the index knows no such thing (404).
    ///
    /// # Errors
    /// `publication-index-failed` with the status or the cause, never with what was sent.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Option<T>> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url.query_pairs_mut().extend_pairs(query);
        let mut response = self.send(&url).await?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            tokio::time::sleep(pause(&response)).await;
            response = self.send(&url).await?;
        }
        match response.status() {
            StatusCode::OK => {
                let bytes = whole(response).await?;
                let read = serde_json::from_slice(&bytes);
                read.map(Some).map_err(|error| told(format!("an answer that is not understood: {error}")))
            }
            StatusCode::NOT_FOUND | StatusCode::NO_CONTENT => Ok(None),
            status => Err(told(format!("status {status}"))),
        }
    }

    async fn send(&self, url: &Url) -> Result<Response> {
        {
            let mut next = self.next.lock().await;
            tokio::time::sleep_until(*next).await;
            *next = Instant::now() + self.pace;
        }
        let mut request = self.client.get(url.clone());
        if let Some((user, password)) = &self.credentials {
            request = request.basic_auth(user, Some(password));
        }
        request.send().await.map_err(|error| told(error.without_url().to_string()))
    }
}

fn told(what: String) -> Error {
    Error::new(INDEX_FAILED).detail(what.clone(), what)
}

fn pause(response: &Response) -> Duration {
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(5)).min(LONGEST_PAUSE)
}

async fn whole(mut response: Response) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| told(error.without_url().to_string()))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST_BYTES {
            return Err(told("an answer that does not end".to_owned()));
        }
    }
    Ok(bytes)
}

/// An address that people can follow.
pub(super) fn link(text: Option<String>) -> Option<String> {
    text.filter(|text| {
        text.len() <= 2_000
            && matches!(Url::parse(text), Ok(url) if ["https", "http"].contains(&url.scheme()))
    })
}
