//! The outermost layer: request id, language, deadline, log line and metrics of every request.
use crate::problem::{Circumstances, respond};
use crate::state::AppState;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use dienstweg_kernel::Error;
use dienstweg_kernel::ctx::{Actor, Ctx, Language};
use dienstweg_kernel::error::codes;
use std::sync::Arc;
use std::time::Instant;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Paths whose answers take as long as somebody listens or sends.
const UNHURRIED: [&str; 2] = ["/api/v1/events", "/attachments"];

pub async fn frame<B: MessageBody + 'static>(
    state: web::Data<AppState>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let started = Instant::now();
    let about = about(&state, &request);
    request.extensions_mut().insert(about.clone());
    let (method, pattern) = (request.method().to_string(), request.match_pattern().unwrap_or_default());
    let unhurried = UNHURRIED.iter().any(|path| request.path().contains(path));
    let answered = match unhurried {
        true => Ok(next.call(request).await),
        false => tokio::time::timeout(state.settings.deadline, next.call(request)).await,
    };
    let mut response = match answered {
        Ok(response) => response?,
        Err(_) => {
            let late =
                Error::new(codes::UNAVAILABLE).detail("Das hat zu lange gedauert.", "This took too long.");
            return Err(InternalError::from_response("deadline", respond(&late, &about)).into());
        }
    };
    if let Ok(value) = HeaderValue::from_str(&about.request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let (status, elapsed) = (response.status().as_u16(), started.elapsed());
    crate::metrics::request(&method, &pattern, status, elapsed);
    tracing::info!(
        request_id = about.request_id,
        http.method = method,
        http.route = pattern,
        http.status = status,
        duration_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    Ok(response)
}

fn about(state: &AppState, request: &ServiceRequest) -> Circumstances {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let plain = |id: &&str| {
        (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let request_id = match given.filter(plain) {
        Some(id) => id.to_owned(),
        None => Ctx::system(Actor::anonymous(), Arc::clone(&state.clock)).request_id.to_string(),
    };
    Circumstances { language: language(request), request_id }
}

/// The first of our languages in `Accept-Language` (RFC 9110 § 12.5.4); German otherwise.
fn language(request: &ServiceRequest) -> Language {
    let accepted =
        request.headers().get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut ranges: Vec<(f32, &str)> = accepted
        .split(',')
        .map(|range| {
            let (tag, weight) = range.split_once(";q=").unwrap_or((range, "1"));
            (weight.trim().parse().unwrap_or(0.0), tag.trim())
        })
        .collect();
    ranges.sort_by(|a, b| b.0.total_cmp(&a.0));
    let ours = |(_, tag): &(f32, &str)| match tag.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("de") => Some(Language::De),
        Some("en") => Some(Language::En),
        _ => None,
    };
    ranges.iter().find_map(ours).unwrap_or_default()
}
