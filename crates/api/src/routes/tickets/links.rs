//! `/tickets/{id}/links`: how tickets have to do with each other.
use super::named;
use crate::extract::{Body, Caller, Idempotency};
use crate::problem::Problem;
use crate::respond::{Created, Listing, NoContent, Resource};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use dienstweg_kernel::Error;
use dienstweg_tickets::input::LinkCreate;
use dienstweg_tickets::service;
use dienstweg_tickets::types::LinkId;
use dienstweg_tickets::view::LinkView;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for LinkView {
    const PATH: &'static str = "tickets";
    fn id(&self) -> Uuid {
        self.id.0
    }
    /// Links are made and taken away, never changed.
    fn version(&self) -> i64 {
        1
    }
    /// The links it is one of.
    fn location(&self, posted_to: &str) -> String {
        posted_to.to_owned()
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config.service(link_list).service(link_add).service(link_remove);
}

/// The links of a ticket from either end, newest first.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets/{id}/links")]
async fn link_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Listing<LinkView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Listing::whole(service::link_list(&reader, id).await?))
}

/// Links a ticket to another one that the caller sees.
#[utoipa::path(tag = "tickets", request_body = LinkCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("ticket:write"))))]
#[post("/tickets/{id}/links")]
async fn link_add(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    once: Idempotency,
    body: Body<LinkCreate>,
) -> Result<Created<LinkView>, Problem> {
    let id = named(&state.read(&caller), &id).await?;
    let work = async |tx: &_| service::link_add(tx, id, body.value).await;
    let again = async |reader: &_, link: Uuid| {
        let links = service::link_list(reader, id).await?;
        links.into_iter().find(|one| one.id.0 == link).ok_or_else(Error::not_found)
    };
    once.create(&state, &caller, &body, work, again).await
}

/// Takes a link away from both its ends.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:write"))))]
#[delete("/tickets/{id}/links/{link}")]
async fn link_remove(
    state: Data<AppState>,
    caller: Caller,
    at: Path<(String, LinkId)>,
) -> Result<NoContent, Problem> {
    let id = named(&state.read(&caller), &at.0).await?;
    state.db.write(&caller, async |tx| service::link_remove(tx, id, at.1).await).await?;
    Ok(NoContent)
}
