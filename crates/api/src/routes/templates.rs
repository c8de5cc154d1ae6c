//! `/templates`: versions of phase templates.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Retry};
use crate::problem::Problem;
use crate::respond::{Created, Found, Listing, Resource};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_kernel::ids::TemplateId;
use dienstweg_rollouts::input::TemplateListParams;
use dienstweg_rollouts::service;
use dienstweg_rollouts::template::Template;
use dienstweg_rollouts::view::{TemplateRow, TemplateView};
use serde::Deserialize;
use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use validator::{Validate, ValidationErrors};

impl Resource for TemplateView {
    const PATH: &'static str = "templates";
    fn id(&self) -> Uuid {
        self.row.id.0
    }
    /// Its member `version` counts contents; what changes of one version is its status.
    fn version(&self) -> i64 {
        service::template_changes(self.row.updated_at)
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(template_list)
        .service(template_import)
        .service(template_get)
        .service(template_publish)
        .service(template_retire);
}

/// A [`Template`] as it came: the domain reads it and names every fault itself.
#[derive(Deserialize)]
#[serde(transparent)]
struct Definition(Value);

impl Validate for Definition {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// Versions of phase templates.
#[utoipa::path(tag = "templates", params(TemplateListParams, PageParams), extensions(("x-permission" = json!("template:read"))))]
#[get("/templates")]
async fn template_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<TemplateListParams>,
) -> Result<Listing<TemplateRow>, Problem> {
    Ok(Listing(service::template_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Takes in the next version of a template as a draft. Content that is there already answers the version it has.
#[utoipa::path(tag = "templates", request_body = Template,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("template:write"))))]
#[post("/templates")]
async fn template_import(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<Definition>,
) -> Result<Created<TemplateView>, Problem> {
    let json = body.value.0.to_string();
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::template_import(tx, &json).await,
        async |reader, id| service::template_get(reader, id.into()).await,
    )
    .await
}

/// One version with all that is in it.
#[utoipa::path(tag = "templates", extensions(("x-permission" = json!("template:read"))))]
#[get("/templates/{id}")]
async fn template_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TemplateId>,
) -> Result<Found<TemplateView>, Problem> {
    Ok(Found(service::template_get(&state.read(&caller), *id).await?))
}

/// Lets programmes use a version.
#[utoipa::path(tag = "templates", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("template:write"))))]
#[post("/templates/{id}/publish")]
async fn template_publish(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TemplateId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<TemplateView>, Problem> {
    let work = async |tx: &_| service::template_publish(tx, *id, seen.0).await;
    let current = async || service::template_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}

/// Lets no further programme use a version; those that do keep it.
#[utoipa::path(tag = "templates", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("template:write"))))]
#[post("/templates/{id}/retire")]
async fn template_retire(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TemplateId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<TemplateView>, Problem> {
    let work = async |tx: &_| service::template_retire(tx, *id, seen.0).await;
    let current = async || service::template_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}
