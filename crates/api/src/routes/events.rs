//! `/events`: what changed, live. A reader is told what to fetch again, never the thing itself.
use crate::authn::Session;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::AppState;
use actix_web::body::{BodySize, MessageBody};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, Responder, get};
use dienstweg_outbound::stream::{Frame, Listener};
use futures_util::{Stream, StreamExt};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(event_stream);
}

/// Server-sent events about everything the caller sees: `changed`, `gone`, `list_changed`, `resync`. The stream
/// resumes after `Last-Event-ID` and ends with the log-in.
#[utoipa::path(tag = "events", params(("Last-Event-ID" = Option<i64>, Header)))]
#[get("/events")]
async fn event_stream(
    state: Data<AppState>,
    caller: Caller,
    session: Session,
    request: HttpRequest,
) -> Result<EventStream, Problem> {
    let after = request.headers().get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let listener = Listener { actor: caller.actor.clone(), session: session.0, ends_at: None, after };
    Ok(EventStream(Box::pin(state.hub.connect(listener))))
}

/// `text/event-stream` (WHATWG HTML § 9.2), never buffered or compressed.
struct EventStream(Pin<Box<dyn Stream<Item = Frame>>>);

impl MessageBody for EventStream {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        self.0.poll_next_unpin(context).map(|frame| frame.map(|frame| Ok(Bytes::from(frame.to_text()))))
    }
}

impl Responder for EventStream {
    type Body = EventStream;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse<EventStream> {
        HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header(("x-accel-buffering", "no"))
            .message_body(self)
            .unwrap_or_else(|error| {
                HttpResponse::from_error(error)
                    .map_body(|_, _| EventStream(Box::pin(futures_util::stream::empty())))
            })
    }
}

impl IntoResponses for EventStream {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new()
            .example(Some(serde_json::json!(
                "id: 7\nevent: changed\ndata: {\"kind\":\"rollout\",\"id\":\"…\"}\n\n"
            )))
            .build();
        let response =
            ResponseBuilder::new().description("An endless stream").content("text/event-stream", content);
        BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
    }
}
