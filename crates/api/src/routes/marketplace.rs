//! `/marketplace/{source}/orders`: the hook through which a marketplace orders services. Every answer says where the
//! order stands; what cannot be matched is kept for people to clarify. A marketplace belongs to its API client: for
//! everybody else it is not there.
use crate::authn;
use crate::extract::{Body, Caller, IDEMPOTENCY_KEY, Idempotency, receive};
use crate::problem::Problem;
use crate::respond::{Answer, Stored};
use crate::state::AppState;
use actix_web::http::header::HeaderMap;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, delete, get, post, put};
use bytes::Bytes;
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::db::{Done, IfMatch};
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_outbound::webhooks::SignatureHeaders;
use dienstweg_rollouts::input::OrderContent;
use dienstweg_rollouts::policy::ORDER_PLACE;
use dienstweg_rollouts::service::{order_cancel, order_placed};
use dienstweg_rollouts::view::Placed;
use dienstweg_workflows::marketplace::OrderStatus;
use dienstweg_workflows::orders::{order_meaning, order_receive, order_receive_in};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::{Validate, ValidationErrors};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(marketplace_order_place)
        .service(marketplace_order_get)
        .service(marketplace_order_change)
        .service(marketplace_order_cancel);
}

/// An order as plain JSON, or as the `data` of a CloudEvents 1.0 envelope.
#[derive(Clone, Debug)]
pub struct OrderMessage(OrderContent);

impl Validate for OrderMessage {
    fn validate(&self) -> Result<(), ValidationErrors> {
        self.0.validate()
    }
}

impl<'de> Deserialize<'de> for OrderMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(deserializer)?;
        if value.get("specversion").is_some() {
            value = value.get_mut("data").map(Value::take).ok_or_else(|| de::Error::missing_field("data"))?;
        }
        serde_json::from_value(value).map(Self).map_err(de::Error::custom)
    }
}

/// The headers of a signed message.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the shape is for the contract; the headers are read by name")]
struct Signed {
    /// Of a signed message: the same for every attempt.
    #[param(rename = "webhook-id")]
    id: Option<String>,
    /// Seconds since 1970, at most five minutes off.
    #[param(rename = "webhook-timestamp")]
    timestamp: Option<String>,
    /// `v1,` and base64 of HMAC-SHA-256 over `{id}.{timestamp}.{body}`; several with blanks between. Where there is no
    /// body, the method and the path stand for it: `DELETE /api/v1/marketplace/…`.
    #[param(rename = "webhook-signature")]
    signature: Option<String>,
}

/// Places an order or repeats, changes or (with an older revision) leaves one. 202 for a new order, 200 for one that is
/// there. By the API client of this marketplace with a token and `Idempotency-Key`, or signed after Standard Webhooks
/// with one of the secrets of this marketplace: then `webhook-id` is the idempotency key.
#[utoipa::path(tag = "marketplace", request_body = OrderContent, security((), ("bearer" = []), ("client" = ["order:place"])),
    params(("source" = String, Path, description = "Name of the marketplace"),
        ("Idempotency-Key" = Option<String>, Header, description = "Needed with a token"), Signed),
    extensions(("x-permission" = json!("order:place"))))]
#[post("/marketplace/{source}/orders")]
async fn marketplace_order_place(
    state: Data<AppState>,
    anonymous: Caller,
    source: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Stored<OrderStatus>, Problem> {
    let (caller, bytes) = admitted(&state, &anonymous, &source, &request, Some(payload)).await?;
    let once = key_of(&request, &caller)?;
    let body: Body<OrderMessage> = Body::read(&bytes)?;
    let content = &body.value.0;
    let found = order_meaning(&state.db, &caller, content).await?;
    let key = once.key(&state, &body.hash);
    let told = |placed: &Placed| {
        (placed.view().id.0, if matches!(placed, Placed::Created(_)) { NEW } else { KNOWN })
    };
    let work = async |tx: &_| order_receive_in(tx, &source, content, &found).await;
    let (placed, status) = state.db.once_as(&caller, key.as_ref(), told, work).await?;
    let location = format!("/api/v1/marketplace/{source}/orders/{}", content.number);
    let view = match placed {
        Done::Now(placed) => OrderStatus::from(placed.view()),
        Done::Before(_) => {
            OrderStatus::from(&order_placed(&state.read(&caller), &source, &content.number).await?)
        }
    };
    Ok(if status == NEW { Stored::new(view, location) } else { Stored::known(view, location) })
}

/// Status of an order that is new, and of one that was there.
const NEW: u16 = 202;
const KNOWN: u16 = 200;

/// Finds out who speaks for the marketplace, and what was sent. The operations are public to the layer in front, which
/// knows tokens only; what neither has a token nor says it is signed is refused before its body is read.
async fn admitted(
    state: &AppState,
    anonymous: &Ctx,
    source: &str,
    request: &HttpRequest,
    payload: Option<Payload>,
) -> Result<(Ctx, Bytes), Problem> {
    let nobody = || Problem(Error::new(codes::UNAUTHENTICATED));
    let received = async |payload: Option<Payload>| match payload {
        Some(payload) => receive(request, payload.into_inner()).await,
        None => Ok(Bytes::new()),
    };
    if let Some(token) = authn::token(request.headers()) {
        let caller = anonymous.with_actor(authn::actor_of(state, anonymous, token).await?.actor.clone());
        state.limits.check(&caller.actor.id.to_string())?;
        check_right(&caller)?;
        check_source(source)?;
        if !state.hooks.speaks_for(caller.actor.id, source).await? {
            return Err(Problem(Error::not_found()));
        }
        return Ok((caller, received(payload).await?));
    }
    let headers = signature(request.headers()).ok_or_else(nobody)?;
    // What has no body is signed by what it asks for, so that nobody makes a cancellation of a question.
    let line = payload.is_none().then(|| Bytes::from(format!("{} {}", request.method(), request.path())));
    let bytes = received(payload).await?;
    let signed = state.hooks.signed_by(source, &headers, line.as_ref().unwrap_or(&bytes)).await?;
    let caller = anonymous.with_actor(signed.ok_or_else(nobody)?);
    state.limits.check(&caller.actor.id.to_string())?;
    check_right(&caller)?;
    Ok((caller, bytes))
}

/// People place orders at `/orders`: in the name of a marketplace only programs do.
fn check_right(caller: &Ctx) -> Result<(), Problem> {
    if caller.actor.has(ORDER_PLACE) { Ok(()) } else { Err(Problem(Error::forbidden(ORDER_PLACE))) }
}

/// What makes a repeat of a message known: the key of who has a token, the id of a signed one.
fn key_of(request: &HttpRequest, caller: &Ctx) -> Result<Idempotency, Problem> {
    match authn::token(request.headers()) {
        Some(_) => Idempotency::of(request, IDEMPOTENCY_KEY, caller.actor.kind == ActorKind::ApiClient),
        None => Idempotency::of(request, WEBHOOK_ID, true),
    }
}

const WEBHOOK_ID: &str = "webhook-id";

/// The headers of a signed message (Standard Webhooks); nothing where one is missing.
fn signature(headers: &HeaderMap) -> Option<SignatureHeaders<'_>> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    Some(SignatureHeaders {
        id: text(WEBHOOK_ID)?,
        timestamp: text("webhook-timestamp")?,
        signature: text("webhook-signature")?,
    })
}

/// Names of marketplaces are short words, as they stand in addresses; `manual` is ours.
fn check_source(source: &str) -> Result<(), Problem> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=40).contains(&source.len())
        && source.bytes().all(plain)
        && source != dienstweg_workflows::orders::MANUAL
    {
        return Ok(());
    }
    let text = Text::new(
        "Kleinbuchstaben, Ziffern und Bindestriche, höchstens 40.",
        "Lower case letters, digits and hyphens, at most 40.",
    );
    Err(Problem(Error::invalid(vec![Fault::new("source", "invalid_source", text)])))
}

/// Where an order and each of its positions stand. Like placing, by token or signed.
#[utoipa::path(tag = "marketplace", security((), ("bearer" = []), ("client" = ["order:place"])),
    params(("source" = String, Path, description = "Name of the marketplace"),
        ("number" = String, Path, description = "Number of the order at the marketplace"), Signed),
    extensions(("x-permission" = json!("order:place"))))]
#[get("/marketplace/{source}/orders/{number}")]
async fn marketplace_order_get(
    state: Data<AppState>,
    anonymous: Caller,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<Answer<OrderStatus>, Problem> {
    let (source, number) = &*path;
    let (caller, _) = admitted(&state, &anonymous, source, &request, None).await?;
    Ok(Answer(OrderStatus::from(&order_placed(&state.read(&caller), source, number).await?)))
}

/// Changes an order before its release; needs a higher revision. What is released already is marked for people to see.
/// Like placing, by token or signed.
#[utoipa::path(tag = "marketplace", request_body = OrderContent, security((), ("bearer" = []), ("client" = ["order:place"])),
    params(("source" = String, Path, description = "Name of the marketplace"),
        ("number" = String, Path, description = "Number of the order at the marketplace"), Signed),
    extensions(("x-permission" = json!("order:place"))))]
#[put("/marketplace/{source}/orders/{number}")]
async fn marketplace_order_change(
    state: Data<AppState>,
    anonymous: Caller,
    path: Path<(String, String)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Answer<OrderStatus>, Problem> {
    let (source, number) = &*path;
    let (caller, bytes) = admitted(&state, &anonymous, source, &request, Some(payload)).await?;
    let body: Body<OrderMessage> = Body::read(&bytes)?;
    let content = &body.value.0;
    if content.number != *number {
        let text = Text::new("Eine andere Nummer als in der Adresse.", "Another number than in the address.");
        return Err(Problem(Error::invalid(vec![Fault::new("/number", "other_number", text)])));
    }
    order_placed(&state.read(&caller), source, number).await?;
    let placed = order_receive(&state.db, &caller, source, content).await?;
    Ok(Answer(OrderStatus::from(placed.view())))
}

/// Cancels an order before its release; afterwards this is a request that people decide on. Like placing, by token or
/// signed.
#[utoipa::path(tag = "marketplace", security((), ("bearer" = []), ("client" = ["order:place"])),
    params(("source" = String, Path, description = "Name of the marketplace"),
        ("number" = String, Path, description = "Number of the order at the marketplace"), Signed),
    extensions(("x-permission" = json!("order:place"))))]
#[delete("/marketplace/{source}/orders/{number}")]
async fn marketplace_order_cancel(
    state: Data<AppState>,
    anonymous: Caller,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<Answer<OrderStatus>, Problem> {
    let (source, number) = &*path;
    let (caller, _) = admitted(&state, &anonymous, source, &request, None).await?;
    let id = order_placed(&state.read(&caller), source, number).await?.id;
    let view = state.db.write(&caller, async |tx| order_cancel(tx, id, IfMatch::Any, None).await).await?;
    Ok(Answer(OrderStatus::from(&view)))
}
