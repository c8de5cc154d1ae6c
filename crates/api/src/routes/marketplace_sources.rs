//! `/marketplace-sources`: marketplaces that sign their orders (Standard Webhooks).
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, NoContent, Resource, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use dienstweg_kernel::error::{Error, Fault, Text};
use dienstweg_kernel::{Reader, Result};
use dienstweg_outbound::webhooks::input::SecretRotate;
use dienstweg_outbound::webhooks::sources::SourceId;
use dienstweg_outbound::webhooks::sources::input::{SourceCreate, SourceListParams};
use dienstweg_outbound::webhooks::sources::service;
use dienstweg_outbound::webhooks::sources::view::{SourceView, SourceWithSecret};
use dienstweg_workflows::orders::MANUAL;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

resource!(SourceView => "marketplace-sources");

impl Resource for SourceWithSecret {
    const PATH: &'static str = SourceView::PATH;
    fn id(&self) -> Uuid {
        self.source.id.0
    }
    fn version(&self) -> i64 {
        self.source.version
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(marketplace_source_list)
        .service(marketplace_source_create)
        .service(marketplace_source_get)
        .service(marketplace_source_delete)
        .service(marketplace_source_secret_rotate);
}

/// Marketplaces that sign, as far as the caller sees them.
#[utoipa::path(tag = "marketplace-sources", params(SourceListParams, PageParams), extensions(("x-permission" = json!("webhook:read"))))]
#[get("/marketplace-sources")]
async fn marketplace_source_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<SourceListParams>,
) -> Result<Listing<SourceView>, Problem> {
    Ok(Listing(service::source_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Registers a marketplace with its first secret, which is shown this once. What it signs is placed on behalf of its
/// API client.
#[utoipa::path(tag = "marketplace-sources", request_body = SourceCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[post("/marketplace-sources")]
async fn marketplace_source_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<SourceCreate>,
) -> Result<Created<SourceWithSecret>, Problem> {
    if body.key == MANUAL {
        let text = Text::new("So heißen unsere eigenen Bestellungen.", "This is the name of our own orders.");
        return Err(Problem(Error::invalid(vec![Fault::new("/key", "invalid_source", text)])));
    }
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::source_create(tx, &state.hooks, body.value.clone()).await,
        shown_before,
    )
    .await
}

/// What a repeat gets to see: the secret was shown once.
async fn shown_before(reader: &Reader, id: Uuid) -> Result<SourceWithSecret> {
    Ok(SourceWithSecret { source: service::source_get(reader, id.into()).await?, secret: None })
}

/// One marketplace, without what is secret.
#[utoipa::path(tag = "marketplace-sources", extensions(("x-permission" = json!("webhook:read"))))]
#[get("/marketplace-sources/{id}")]
async fn marketplace_source_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SourceId>,
) -> Result<Found<SourceView>, Problem> {
    Ok(Found(service::source_get(&state.read(&caller), *id).await?))
}

/// Deletes a marketplace with its secrets: what it signs is believed no more. Its orders stay.
#[utoipa::path(tag = "marketplace-sources", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[delete("/marketplace-sources/{id}")]
async fn marketplace_source_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SourceId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    match state.db.write(&caller, async |tx| service::source_delete(tx, *id, seen.0).await).await {
        Ok(()) => Ok(NoContent),
        Err(error) => or_current(Err(error), async || service::source_get(&state.read(&caller), *id).await)
            .await
            .map(|_| NoContent),
    }
}

/// Gives a marketplace a new secret, shown this once. The old ones are believed beside it for the overlap.
#[utoipa::path(tag = "marketplace-sources", request_body = SecretRotate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("webhook:write"))))]
#[post("/marketplace-sources/{id}/secrets")]
async fn marketplace_source_secret_rotate(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SourceId>,
    once: Idempotency,
    body: Body<SecretRotate>,
) -> Result<Found<SourceWithSecret>, Problem> {
    let work = async |tx: &_| service::source_secret_rotate(tx, &state.hooks, *id, body.value).await;
    Ok(Found(once.view(&state, &caller, &body.hash, work, shown_before).await?))
}
