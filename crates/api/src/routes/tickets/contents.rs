//! The contents of attachments.
//!
//! Pictures and downloads cannot send a bearer token, and a token in a URL would end up in logs and histories. So
//! [`attachment_link`] sets a cookie that is good for one file, one log-in and [`SECONDS`], and that the browser sends to
//! that file only. It carries no rights: each time it is used, the log-in must still hold, and the rights are those of
//! then.
use super::named;
use crate::authn::Session;
use crate::disposition::disposition;
use crate::extract::Caller;
use crate::problem::{Problem, ProblemView};
use crate::respond::Answer;
use crate::routes::upload::Binary;
use crate::state::AppState;
use crate::{BASE, authn};
use actix_web::body::{BoxBody, SizedStream};
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, Responder, get, post};
use chrono::{DateTime, Duration, Utc};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{ActorId, AttachmentId, SessionId, TicketId};
use dienstweg_kernel::{Ctx, Error};
use dienstweg_tickets::service;
use dienstweg_tickets::view::AttachmentView;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

const COOKIE: &str = "dienstweg_file";
/// How long a link holds.
const SECONDS: i64 = 60;

pub fn routes(config: &mut ServiceConfig) {
    config.service(attachment_link).service(attachment_content);
}

/// Where the contents of an attachment are.
pub fn path(ticket: TicketId, attachment: AttachmentId) -> String {
    format!("{BASE}/tickets/{ticket}/attachments/{attachment}/content")
}

/// What the cookie says, signed with the key `file`.
#[derive(Serialize, Deserialize)]
struct Pass {
    actor: ActorId,
    /// Programs have none.
    session: Option<SessionId>,
    file: AttachmentId,
    until: DateTime<Utc>,
}

/// Where a browser finds a file, and until when without further ado.
#[derive(Serialize, ToSchema)]
pub struct AttachmentLink {
    pub path: String,
    pub expires_at: DateTime<Utc>,
}

/// Lets this browser fetch the contents without a token for a minute, for pictures and downloads: sets a cookie.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[post("/tickets/{id}/attachments/{attachment}/link")]
async fn attachment_link(
    state: Data<AppState>,
    caller: Caller,
    session: Session,
    at: Path<(String, AttachmentId)>,
) -> Result<Linked, Problem> {
    let reader = state.read(&caller);
    let ticket = named(&reader, &at.0).await?;
    let attachment = service::attachment_get(&reader, ticket, at.1).await?.view.id;
    let until = caller.now() + Duration::seconds(SECONDS);
    let pass = Pass { actor: caller.actor.id, session: session.0, file: attachment, until };
    let link = AttachmentLink { path: path(ticket, attachment), expires_at: pass.until };
    let signed = state.secret.key("file").sign(&serde_json::to_vec(&pass).map_err(Error::internal)?);
    let cookie = Cookie::build(COOKIE, signed)
        .path(link.path.clone())
        .max_age(time::Duration::seconds(SECONDS))
        .http_only(true)
        .secure(state.settings.secure_cookies)
        .same_site(SameSite::Strict)
        .finish();
    Ok(Linked { link, cookie })
}

/// The contents of an attachment, by token or by the cookie of `link`. Shown in place only where the type allows.
#[utoipa::path(tag = "tickets", security((), ("bearer" = [])),
    responses((status = 401, body = ProblemView, content_type = "application/problem+json", description = "Neither token nor cookie")))]
#[get("/tickets/{id}/attachments/{attachment}/content")]
async fn attachment_content(
    state: Data<AppState>,
    caller: Caller,
    at: Path<(String, AttachmentId)>,
    request: HttpRequest,
) -> Result<Contents, Problem> {
    let reader = state.read(&owner(&state, &caller, at.1, &request).await?);
    let ticket = named(&reader, &at.0).await?;
    let file = service::attachment_get(&reader, ticket, at.1).await?;
    let bytes = state.files.get(&file.key).await?;
    Ok(Contents { view: file.view, bytes })
}

/// On whose behalf the contents are asked for. The operation is public to the layer in front, which knows tokens only.
async fn owner(
    state: &AppState,
    anonymous: &Ctx,
    file: AttachmentId,
    request: &HttpRequest,
) -> Result<Ctx, Error> {
    let nobody = || Error::new(codes::UNAUTHENTICATED);
    if let Some(token) = authn::token(request.headers()) {
        return Ok(anonymous.with_actor(authn::actor_of(state, anonymous, token).await?.actor.clone()));
    }
    let cookie = request.cookie(COOKIE).ok_or_else(nobody)?;
    let signed = state.secret.key("file").open(cookie.value()).ok_or_else(nobody)?;
    let pass: Pass = serde_json::from_slice(&signed).map_err(|error| nobody().caused_by(error))?;
    if pass.until <= anonymous.now() || pass.file != file {
        return Err(nobody());
    }
    let reader = state.read(anonymous);
    let actor = match pass.session {
        Some(session) => dienstweg_identity::actor_in_session(&reader, session).await?,
        None => dienstweg_identity::actor_of(&reader, pass.actor).await?,
    };
    Ok(anonymous.with_actor(actor.ok_or_else(nobody)?))
}

/// A link with its cookie.
struct Linked {
    link: AttachmentLink,
    cookie: Cookie<'static>,
}

impl Responder for Linked {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().cookie(self.cookie).json(self.link)
    }
}

impl IntoResponses for Linked {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        Answer::<AttachmentLink>::responses()
    }
}

/// A file on its way out of the store. Whatever it holds, no browser runs it in our name.
struct Contents {
    view: AttachmentView,
    bytes: BoxStream<'static, Result<Bytes, Error>>,
}

impl Responder for Contents {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        // What was told to be text was told so by reading it as UTF-8.
        let charset = if self.view.media_type.starts_with("text/") { "; charset=utf-8" } else { "" };
        HttpResponse::Ok()
            .content_type(format!("{}{charset}", self.view.media_type))
            .insert_header(disposition(&self.view.name, self.view.inline))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
            .insert_header((header::CACHE_CONTROL, "private"))
            .body(SizedStream::new(self.view.size.unsigned_abs(), self.bytes))
    }
}

impl IntoResponses for Contents {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new().schema(Some(Binary::schema())).build();
        let response = ResponseBuilder::new()
            .description("The contents, in the media type of the view")
            .content("*/*", content);
        BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
    }
}
