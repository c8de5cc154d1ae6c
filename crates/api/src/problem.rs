//! Errors as RFC 9457 problem documents, in the caller's language.
//!
//! Handlers answer with [`Problem`], which only carries the error: language and request id are known to the request,
//! so the body is written by [`render`] on the way out.
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Error, Fault, codes};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{RefOr, Response};
use utoipa::{IntoResponses, ToSchema};

/// Where the page about each code lives; `type` members point there.
pub const PROBLEMS: &str = "/docs/problems#";

/// What went wrong, on its way to becoming a response.
#[derive(Debug)]
pub struct Problem(pub Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// Problem answers stand in the contract by the shape of each operation; see [`crate::openapi`].
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::new()
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({"type": "/docs/problems#invalid", "title": "Bitte prüfen Sie Ihre Angaben",
    "status": 422, "code": "invalid", "detail": null, "request_id": "01930f6e-0000-7000-8000-000000000001",
    "errors": [{"pointer": "/parent_id", "code": "unknown_reference", "message": "Das gibt es nicht. Bitte wählen Sie etwas anderes."}]}))]
pub struct ProblemView {
    /// Page about this kind of problem.
    pub r#type: String,
    pub title: String,
    pub status: u16,
    /// What happened here, what was kept, what to do.
    pub detail: Option<String>,
    /// Stable name of the kind of problem.
    pub code: &'static str,
    pub request_id: String,
    /// All faults of the input, in stable order.
    pub errors: Vec<FaultView>,
    /// The present state of what was to be changed, where the caller held an old one (412).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

/// One fault of an input.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProblemFault)]
pub struct FaultView {
    /// JSON pointer (RFC 6901) into the body, or the name of a parameter or header.
    pub pointer: String,
    pub code: &'static str,
    pub message: String,
}

impl ProblemView {
    /// As a caller of that language reads it.
    pub fn new(error: &Error, language: Language, request_id: &str) -> Self {
        let code = error.code();
        let fault = |fault: &Fault| FaultView {
            pointer: fault.pointer.clone(),
            code: fault.code,
            message: fault.message.get(language).to_owned(),
        };
        Self {
            r#type: format!("{PROBLEMS}{}", code.slug),
            title: code.title(language).to_owned(),
            status: code.status,
            detail: error.detail_text().map(|text| text.get(language).to_owned()),
            code: code.slug,
            request_id: request_id.to_owned(),
            errors: error.faults().iter().map(fault).collect(),
            current: error.current().cloned(),
        }
    }
}

/// Language and id of a request, known before anything else is.
#[derive(Clone, Debug)]
pub struct Circumstances {
    pub language: Language,
    pub request_id: String,
}

/// Gives every error answer its body, logs what is internal once, and turns what actix says itself into our words.
pub async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let about = request.extensions().get::<Circumstances>().cloned();
    let about = about.unwrap_or(Circumstances { language: Language::De, request_id: String::new() });
    let response = match next.call(request).await {
        Ok(response) => response,
        Err(error) => {
            // The request went with the call: while it is routed nobody else may hold it.
            let answer = answer(&error, &about);
            return Err(InternalError::from_response(error, answer).into());
        }
    };
    if let Some(error) = response.response().error() {
        let answer = answer(error, &about);
        return Ok(ServiceResponse::new(response.request().clone(), answer).map_into_right_body());
    }
    Ok(response.map_into_left_body())
}

fn answer(error: &actix_web::Error, about: &Circumstances) -> HttpResponse {
    match error.as_error::<Problem>() {
        Some(problem) => respond(&problem.0, about),
        None => {
            let code = match error.as_response_error().status_code().as_u16() {
                400 => codes::MALFORMED,
                404 => codes::NOT_FOUND,
                405 => codes::METHOD_NOT_ALLOWED,
                413 => codes::TOO_LARGE,
                _ => codes::INTERNAL,
            };
            respond(&Error::new(code).caused_by(error.to_string()), about)
        }
    }
}

/// The response to an error.
pub fn respond(error: &Error, about: &Circumstances) -> HttpResponse {
    log(error, &about.request_id);
    let view = ProblemView::new(error, about.language, &about.request_id);
    let status = StatusCode::from_u16(view.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.content_type("application/problem+json");
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    match view.status {
        401 => {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        429 | 503 => {
            response.insert_header((header::RETRY_AFTER, retry_after(error).to_string()));
        }
        _ => {}
    }
    response.json(view)
}

/// Seconds to wait: those a fault names (`retry_after`), or one.
fn retry_after(error: &Error) -> u64 {
    let named = error.faults().iter().find(|fault| fault.code == "retry_after");
    named.and_then(|fault| fault.pointer.parse().ok()).unwrap_or(1)
}

fn log(error: &Error, request_id: &str) {
    let mut chain = String::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        chain.push_str(" < ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    match error.code().status {
        500 => tracing::error!(
            request_id,
            error.code = error.code().slug,
            error.chain = chain,
            "request failed: {error}"
        ),
        503 => tracing::warn!(
            request_id,
            error.code = error.code().slug,
            error.chain = chain,
            "request refused: {error}"
        ),
        _ => tracing::debug!(
            request_id,
            error.code = error.code().slug,
            error.chain = chain,
            "request answered: {error}"
        ),
    }
}
