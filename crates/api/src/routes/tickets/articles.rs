//! `/tickets/{id}/articles`: what was said.
use super::{channel, named};
use crate::extract::{Body, Caller, Idempotency, List, NoFilters, PageParams};
use crate::problem::Problem;
use crate::respond::{Created, Listing, Resource};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_tickets::input::ArticleCreate;
use dienstweg_tickets::service;
use dienstweg_tickets::view::ArticleView;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for ArticleView {
    const PATH: &'static str = "tickets";
    fn id(&self) -> Uuid {
        self.id.0
    }
    /// Articles are never edited.
    fn version(&self) -> i64 {
        1
    }
    /// The conversation it is part of.
    fn location(&self, posted_to: &str) -> String {
        posted_to.to_owned()
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config.service(article_list).service(article_create);
}

/// What was said, newest first, as far as the caller is of its audience.
#[utoipa::path(tag = "tickets", params(PageParams), extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets/{id}/articles")]
async fn article_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    list: List<NoFilters>,
) -> Result<Listing<ArticleView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Listing(service::article_list(&reader, id, &list.page).await?))
}

/// Says something. There is no editing: a correction is said anew.
#[utoipa::path(tag = "tickets", request_body = ArticleCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("article:write"))))]
#[post("/tickets/{id}/articles")]
async fn article_create(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    once: Idempotency,
    body: Body<ArticleCreate>,
) -> Result<Created<ArticleView>, Problem> {
    let id = named(&state.read(&caller), &id).await?;
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::article_create(tx, id, body.value.clone(), channel(&caller.actor)).await,
        async |reader, article| service::article_get(reader, article.into()).await,
    )
    .await
}
