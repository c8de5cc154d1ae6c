//! `/api-clients`: programs that call with credentials of their own.
use super::rights_changed;
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Retry};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, Resource, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post};
use dienstweg_identity::{
    self as service, ApiClientCreate, ApiClientListParams, ApiClientPatch, ApiClientView,
    ApiClientWithSecret, SecretRotate,
};
use dienstweg_kernel::Reader;
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::ApiClientId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

resource!(ApiClientView => "api-clients");

/// An API client with its new secret.
#[derive(Serialize, ToSchema)]
pub struct ApiClientSecret {
    pub client: ApiClientView,
    /// Shown this once and never again. `null` where an equal request had made the client before: add another one then.
    #[schema(required)]
    pub secret: Option<String>,
}

impl Resource for ApiClientSecret {
    const PATH: &'static str = ApiClientView::PATH;
    fn id(&self) -> Uuid {
        self.client.id.0
    }
    fn version(&self) -> i64 {
        self.client.version
    }
}

impl From<ApiClientWithSecret> for ApiClientSecret {
    fn from(made: ApiClientWithSecret) -> Self {
        Self { client: made.client, secret: Some(made.secret) }
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(api_client_list)
        .service(api_client_create)
        .service(api_client_get)
        .service(api_client_patch)
        .service(api_client_retire)
        .service(api_client_secret_rotate)
        .service(api_client_secret_remove);
}

/// API clients the caller sees.
#[utoipa::path(tag = "api-clients", params(ApiClientListParams, PageParams), extensions(("x-permission" = json!("api_client:read"))))]
#[get("/api-clients")]
async fn api_client_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<ApiClientListParams>,
) -> Result<Listing<ApiClientView>, Problem> {
    Ok(Listing(service::client_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new API client with its first secret. It may do nothing until it gets grants.
#[utoipa::path(tag = "api-clients", request_body = ApiClientCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("api_client:write"))))]
#[post("/api-clients")]
async fn api_client_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<ApiClientCreate>,
) -> Result<Created<ApiClientSecret>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::client_create(tx, CATALOGUE, &body.value).await.map(Into::into),
        shown_before,
    )
    .await
}

/// What a repeat gets to see: the secret was shown once.
async fn shown_before(reader: &Reader, id: Uuid) -> Result<ApiClientSecret> {
    Ok(ApiClientSecret { client: service::client_get(reader, id.into()).await?, secret: None })
}

/// One API client.
#[utoipa::path(tag = "api-clients", extensions(("x-permission" = json!("api_client:read"))))]
#[get("/api-clients/{id}")]
async fn api_client_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ApiClientId>,
) -> Result<Found<ApiClientView>, Problem> {
    Ok(Found(service::client_get(&state.read(&caller), *id).await?))
}

/// Changes name, scopes, expiry or status. Becoming inactive ends its access at once.
#[utoipa::path(tag = "api-clients", request_body(content = ApiClientPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("api_client:write"))))]
#[patch("/api-clients/{id}")]
async fn api_client_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ApiClientId>,
    seen: Precondition,
    body: Body<ApiClientPatch>,
) -> Result<Found<ApiClientView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| {
            service::client_patch(tx, CATALOGUE, *id, body.value.clone(), seen.0).await
        })
        .await;
    if changed.is_ok() {
        rights_changed(&state, [(*id).into()]);
    }
    or_current(changed, async || service::client_get(&state.read(&caller), *id).await).await
}

/// Ends an API client for good: its secrets and grants are gone, what it does ends at once. It stays in lists that ask for
/// it, and in history.
#[utoipa::path(tag = "api-clients", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("api_client:write"))))]
#[post("/api-clients/{id}/retire")]
async fn api_client_retire(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ApiClientId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<ApiClientView>, Problem> {
    let work = async |tx: &_| service::client_retire(tx, *id, seen.0).await;
    let current = async || service::client_get(&state.read(&caller), *id).await;
    let retired = once.0.act(&state, &caller, "", work, current).await?;
    rights_changed(&state, [(*id).into()]);
    Ok(retired)
}

/// Adds a secret; those there hold for the overlap and no longer.
#[utoipa::path(tag = "api-clients", request_body = SecretRotate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("api_client:write"))))]
#[post("/api-clients/{id}/secrets")]
async fn api_client_secret_rotate(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ApiClientId>,
    once: Idempotency,
    body: Body<SecretRotate>,
) -> Result<Found<ApiClientSecret>, Problem> {
    let made = once.view(
        &state,
        &caller,
        &body.hash,
        async |tx| service::client_secret_rotate(tx, CATALOGUE, *id, &body.value).await.map(Into::into),
        shown_before,
    );
    let made = made.await?;
    rights_changed(&state, [(*id).into()]);
    Ok(Found(made))
}

/// Removes a secret and ends what the client does with it.
#[utoipa::path(tag = "api-clients", extensions(("x-permission" = json!("api_client:write"))))]
#[delete("/api-clients/{id}/secrets/{secret}")]
async fn api_client_secret_remove(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(ApiClientId, Uuid)>,
) -> Result<Found<ApiClientView>, Problem> {
    let (client, secret) = *path;
    let view =
        state.db.write(&caller, async |tx| service::client_secret_remove(tx, client, secret).await).await?;
    rights_changed(&state, [client.into()]);
    Ok(Found(view))
}
