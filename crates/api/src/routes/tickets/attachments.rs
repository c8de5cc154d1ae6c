//! `/tickets/{id}/attachments`: files at a ticket. Their contents are in [`super::contents`].
use super::named;
use crate::extract::{Caller, Idempotency, Query};
use crate::problem::Problem;
use crate::respond::{Created, Listing, Resource};
use crate::routes::upload::Binary;
use crate::state::AppState;
use actix_web::web::{Data, Path, Payload};
use actix_web::{get, post};
use dienstweg_kernel::Error;
use dienstweg_kernel::error::codes;
use dienstweg_tickets::input::AttachmentCreate;
use dienstweg_tickets::service::{self, ATTACHMENT_BYTES_MAX};
use dienstweg_tickets::view::AttachmentView;
use futures_util::StreamExt;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for AttachmentView {
    const PATH: &'static str = "tickets";
    fn id(&self) -> Uuid {
        self.id.0
    }
    /// Attachments are never replaced.
    fn version(&self) -> i64 {
        1
    }
    fn location(&self, _: &str) -> String {
        super::contents::path(self.ticket_id, self.id)
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config.service(attachment_list).service(attachment_create);
}

/// Files at a ticket, newest first, as far as the caller is of their audience.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets/{id}/attachments")]
async fn attachment_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Listing<AttachmentView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Listing::whole(service::attachment_list(&reader, id).await?))
}

/// Attaches a file of at most 50 MiB. What it is, is told from its contents and not from what the sender says.
#[utoipa::path(tag = "tickets", params(AttachmentCreate, ("Idempotency-Key" = Option<String>, Header)),
    request_body(content = Binary, content_type = "application/octet-stream"),
    extensions(("x-permission" = json!("article:write"))))]
#[post("/tickets/{id}/attachments")]
async fn attachment_create(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    once: Idempotency,
    input: Query<AttachmentCreate>,
    payload: Payload,
) -> Result<Created<AttachmentView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    service::attachment_check(&reader, id).await?;
    let bytes =
        payload.map(|chunk| chunk.map_err(|error| Error::new(codes::MALFORMED).caused_by(error.to_string())));
    let stored = state.files.put(bytes.boxed_local(), ATTACHMENT_BYTES_MAX).await?;
    let content = format!("{}{:?}", stored.sha256, input.0);
    let work = async |tx: &_| service::attachment_create(tx, id, input.0.clone(), &stored).await;
    let again =
        async |reader: &_, made: Uuid| Ok(service::attachment_get(reader, id, made.into()).await?.view);
    Ok(Created(once.view(&state, &caller, &content, work, again).await?))
}
