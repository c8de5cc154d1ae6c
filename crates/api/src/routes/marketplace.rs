//! `/marketplace/{source}/orders`: the hook through which a marketplace orders services. Every answer says where the
//! order stands; what cannot be matched is kept for people to clarify.
use crate::authn;
use crate::extract::{Body, Caller, IDEMPOTENCY_KEY, Idempotency, receive};
use crate::problem::{Problem, ProblemView};
use crate::respond::{Answer, Stored};
use crate::state::AppState;
use actix_web::http::header::HeaderMap;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, delete, get, post, put};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::db::{Done, IfMatch};
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_outbound::webhooks::SignatureHeaders;
use dienstweg_rollouts::input::OrderContent;
use dienstweg_rollouts::policy::ORDER_PLACE;
use dienstweg_rollouts::service::{order_cancel, order_find, order_get};
use dienstweg_rollouts::view::Placed;
use dienstweg_workflows::marketplace::OrderStatus;
use dienstweg_workflows::orders::{order_meaning, order_receive, order_receive_in};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
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

/// Places an order or repeats, changes or (with an older revision) leaves one. 202 for a new order, 200 for one that is
/// there. By API client with a token and `Idempotency-Key`, or signed after Standard Webhooks with one of the secrets of
/// this marketplace: then `webhook-id` is the idempotency key.
#[utoipa::path(tag = "marketplace", request_body = OrderContent, security((), ("bearer" = []), ("client" = ["order:place"])),
    params(("source" = String, Path, description = "Name of the marketplace"),
        ("Idempotency-Key" = Option<String>, Header, description = "Needed with a token"),
        ("webhook-id" = Option<String>, Header, description = "Of a signed message: the same for every attempt"),
        ("webhook-timestamp" = Option<String>, Header, description = "Seconds since 1970, at most five minutes off"),
        ("webhook-signature" = Option<String>, Header, description = "`v1,` and base64 of HMAC-SHA-256; several with blanks between")),
    responses(
        (status = 401, body = ProblemView, content_type = "application/problem+json", description = "Neither token nor signature"),
        (status = 403, body = ProblemView, content_type = "application/problem+json", description = "Not allowed")),
    extensions(("x-permission" = json!("order:place"))))]
#[post("/marketplace/{source}/orders")]
async fn marketplace_order_place(
    state: Data<AppState>,
    anonymous: Caller,
    source: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Stored<OrderStatus>, Problem> {
    let Placing { caller, once, body } = admitted(&state, &anonymous, &source, &request, payload).await?;
    check_right(&caller)?;
    check_source(&source)?;
    let content = &body.value.0;
    let found = order_meaning(&state.db, &caller, content).await?;
    let key = once.key(&state, &body);
    let told = |placed: &Placed| {
        (placed.view().id.0, if matches!(placed, Placed::Created(_)) { NEW } else { KNOWN })
    };
    let work = async |tx: &_| order_receive_in(tx, &source, content, &found).await;
    let (placed, status) = state.db.once_as(&caller, key.as_ref(), told, work).await?;
    let location = format!("/api/v1/marketplace/{source}/orders/{}", content.number);
    let view = match placed {
        Done::Now(placed) => OrderStatus::from(placed.view()),
        Done::Before(id) => OrderStatus::from(&order_get(&state.read(&caller), id.into()).await?),
    };
    Ok(if status == NEW { Stored::new(view, location) } else { Stored::known(view, location) })
}

/// Status of an order that is new, and of one that was there.
const NEW: u16 = 202;
const KNOWN: u16 = 200;

/// People place orders at `/orders`: in the name of a marketplace only programs do.
fn check_right(caller: &Ctx) -> Result<(), Problem> {
    if caller.actor.has(ORDER_PLACE) { Ok(()) } else { Err(Problem(Error::forbidden(ORDER_PLACE))) }
}

/// An order with who places it.
struct Placing {
    caller: Ctx,
    once: Idempotency,
    body: Body<OrderMessage>,
}

/// Finds out who places an order. The operation is public to the layer in front, which knows tokens only; what neither
/// has a token nor says it is signed is refused before its body is read.
async fn admitted(
    state: &AppState,
    anonymous: &Ctx,
    source: &str,
    request: &HttpRequest,
    payload: Payload,
) -> Result<Placing, Problem> {
    let nobody = || Problem(Error::new(codes::UNAUTHENTICATED));
    if let Some(token) = authn::token(request.headers()) {
        let caller = anonymous.with_actor(authn::actor_of(state, anonymous, token).await?.actor.clone());
        state.limits.check(&caller.actor.id.to_string())?;
        let once = Idempotency::of(request, IDEMPOTENCY_KEY, caller.actor.kind == ActorKind::ApiClient)?;
        let body = Body::read(&receive(request, payload.into_inner()).await?)?;
        return Ok(Placing { caller, once, body });
    }
    let headers = signature(request.headers()).ok_or_else(nobody)?;
    let bytes = receive(request, payload.into_inner()).await?;
    let actor = state.hooks.signed_by(source, &headers, &bytes).await?.ok_or_else(nobody)?;
    state.limits.check(&actor.id.to_string())?;
    let once = Idempotency::of(request, WEBHOOK_ID, true)?;
    Ok(Placing { caller: anonymous.with_actor(actor), once, body: Body::read(&bytes)? })
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

/// Where an order and each of its positions stand.
#[utoipa::path(tag = "marketplace", extensions(("x-permission" = json!("order:read"))))]
#[get("/marketplace/{source}/orders/{number}")]
async fn marketplace_order_get(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
) -> Result<Answer<OrderStatus>, Problem> {
    let reader = state.read(&caller);
    let id = order_find(&reader, &path.0, &path.1).await?;
    Ok(Answer(OrderStatus::from(&order_get(&reader, id).await?)))
}

/// Changes an order before its release; needs a higher revision. What is released already is marked for people to see.
#[utoipa::path(tag = "marketplace", request_body = OrderContent, extensions(("x-permission" = json!("order:place"))))]
#[put("/marketplace/{source}/orders/{number}")]
async fn marketplace_order_change(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
    body: Body<OrderMessage>,
) -> Result<Answer<OrderStatus>, Problem> {
    check_right(&caller)?;
    let content = &body.value.0;
    if content.number != path.1 {
        let text = Text::new("Eine andere Nummer als in der Adresse.", "Another number than in the address.");
        return Err(Problem(Error::invalid(vec![Fault::new("/number", "other_number", text)])));
    }
    order_find(&state.read(&caller), &path.0, &path.1).await?;
    let placed = order_receive(&state.db, &caller, &path.0, content).await?;
    Ok(Answer(OrderStatus::from(placed.view())))
}

/// Cancels an order before its release; afterwards this is a request that people decide on.
#[utoipa::path(tag = "marketplace", extensions(("x-permission" = json!("order:place"))))]
#[delete("/marketplace/{source}/orders/{number}")]
async fn marketplace_order_cancel(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(String, String)>,
) -> Result<Answer<OrderStatus>, Problem> {
    check_right(&caller)?;
    let id = order_find(&state.read(&caller), &path.0, &path.1).await?;
    let view = state.db.write(&caller, async |tx| order_cancel(tx, id, IfMatch::Any, None).await).await?;
    Ok(Answer(OrderStatus::from(&view)))
}
