//! `/tickets`: what is to be done, who does it, and what was said about it. A rollout shares the id of its ticket, so
//! its conversation is here too.
mod articles;
mod attachments;
pub mod contents;
mod links;
mod watchers;

use super::history::HistoryParams;
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Answer, Created, Found, Listing, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use dienstweg_kernel::ctx::{Actor, ActorKind};
use dienstweg_kernel::ids::TicketId;
use dienstweg_kernel::{Reader, Result as Outcome};
use dienstweg_tickets::input::{TicketCreate, TicketListParams, TicketPatch, TicketTransition};
use dienstweg_tickets::view::{TicketHistory, TicketView};
use dienstweg_tickets::{Channel, service};
use utoipa_actix_web::service_config::ServiceConfig;

resource!(TicketView => "tickets");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(ticket_list)
        .service(ticket_create)
        .service(ticket_get)
        .service(ticket_patch)
        .service(ticket_transition)
        .service(ticket_history);
    articles::routes(config);
    attachments::routes(config);
    contents::routes(config);
    links::routes(config);
    watchers::routes(config);
}

/// The ticket that a path names by id or, as people do, by number.
async fn named(reader: &Reader, text: &str) -> Outcome<TicketId> {
    match text.parse() {
        Ok(id) => Ok(id),
        Err(_) => service::ticket_find(reader, text).await,
    }
}

/// How what this caller writes has come in.
fn channel(actor: &Actor) -> Channel {
    match actor.kind {
        ActorKind::ApiClient => Channel::Api,
        _ => Channel::Web,
    }
}

/// Tickets the caller sees, those of rollouts included.
#[utoipa::path(tag = "tickets", params(TicketListParams, PageParams), extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets")]
async fn ticket_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<TicketListParams>,
) -> Result<Listing<TicketView>, Problem> {
    Ok(Listing(service::ticket_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new incident or service request.
#[utoipa::path(tag = "tickets", request_body = TicketCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("ticket:create"))))]
#[post("/tickets")]
async fn ticket_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<TicketCreate>,
) -> Result<Created<TicketView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::ticket_create(tx, body.value.clone(), channel(&caller.actor)).await,
        async |reader, id| service::ticket_get(reader, id.into()).await,
    )
    .await
}

/// One ticket, by id or number.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets/{id}")]
async fn ticket_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Found<TicketView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Found(service::ticket_get(&reader, id).await?))
}

/// Changes title, assignee or team.
#[utoipa::path(tag = "tickets", request_body(content = TicketPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("ticket:write"))))]
#[patch("/tickets/{id}")]
async fn ticket_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    seen: Precondition,
    body: Body<TicketPatch>,
) -> Result<Found<TicketView>, Problem> {
    let id = named(&state.read(&caller), &id).await?;
    let changed = state
        .db
        .write(&caller, async |tx| service::ticket_patch(tx, id, body.value.clone(), seen.0).await)
        .await;
    or_current(changed, async || service::ticket_get(&state.read(&caller), id).await).await
}

/// Moves an incident or service request to another state; that of a rollout's ticket follows from the rollout.
#[utoipa::path(tag = "tickets", request_body = TicketTransition,
    params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("ticket:write"))))]
#[post("/tickets/{id}/transitions")]
async fn ticket_transition(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    seen: Precondition,
    once: Retry,
    body: Body<TicketTransition>,
) -> Result<Found<TicketView>, Problem> {
    let id = named(&state.read(&caller), &id).await?;
    let work = async |tx: &_| service::ticket_transition(tx, id, body.value.clone(), seen.0).await;
    let current = async || service::ticket_get(&state.read(&caller), id).await;
    once.0.act(&state, &caller, &body.hash, work, current).await
}

/// What happened to a ticket, newest first, without what was said to an audience the caller is not of.
#[utoipa::path(tag = "tickets", params(HistoryParams), extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets/{id}/history")]
async fn ticket_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    params: Query<HistoryParams>,
) -> Result<Answer<TicketHistory>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    let (before, limit) = params.parts();
    Ok(Answer(service::ticket_history(&reader, id, before, limit).await?))
}
