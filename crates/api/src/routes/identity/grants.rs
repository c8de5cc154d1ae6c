//! `/grants`: a role for a user, team or program within a scope.
use super::{behind_holder, rights_changed, rights_reader};
use crate::extract::{Body, Caller, Idempotency, List, PageParams};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::respond::{Created, Found, Listing, NoContent, Resource};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use dienstweg_identity::{self as service, GrantCreate, GrantListParams, GrantView};
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::GrantId;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for GrantView {
    const PATH: &'static str = "grants";
    fn id(&self) -> Uuid {
        self.id.0
    }
    /// A grant is given or taken, never changed.
    fn version(&self) -> i64 {
        1
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config.service(grant_list).service(grant_create).service(grant_get).service(grant_delete);
}

/// Grants the caller sees: all, or one's own.
#[utoipa::path(tag = "grants", params(GrantListParams, PageParams), extensions(("x-permission" = json!("role:read"))))]
#[get("/grants")]
async fn grant_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<GrantListParams>,
) -> Result<Listing<GrantView>, Problem> {
    Ok(Listing(service::grant_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Gives a role to a holder within a scope. Nobody gives rights they do not have themselves.
#[utoipa::path(tag = "grants", request_body = GrantCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("grant:write"))))]
#[post("/grants")]
async fn grant_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<GrantCreate>,
) -> Result<Created<GrantView>, Problem> {
    let work = async |tx: &_| service::grant_create(tx, CATALOGUE, &body.value).await;
    let created = once
        .create(&state, &caller, &body, work, async |reader, id| service::grant_get(reader, id.into()).await)
        .await?;
    holder_changed(&state, &caller, &created.0).await?;
    Ok(created)
}

/// One grant.
#[utoipa::path(tag = "grants", extensions(("x-permission" = json!("role:read"))))]
#[get("/grants/{id}")]
async fn grant_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<GrantId>,
) -> Result<Found<GrantView>, Problem> {
    Ok(Found(service::grant_get(&state.read(&caller), *id).await?))
}

/// Takes a grant away.
#[utoipa::path(tag = "grants", extensions(("x-permission" = json!("grant:write"))))]
#[delete("/grants/{id}")]
async fn grant_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<GrantId>,
) -> Result<NoContent, Problem> {
    let grant = service::grant_get(&rights_reader(&state, &caller), *id).await?;
    state.db.write(&caller, async |tx| service::grant_delete(tx, *id).await).await?;
    holder_changed(&state, &caller, &grant).await?;
    Ok(NoContent)
}

async fn holder_changed(state: &AppState, caller: &Caller, grant: &GrantView) -> Result<()> {
    let reader = rights_reader(state, caller);
    rights_changed(state, behind_holder(&reader, grant.holder_kind, grant.holder.id).await?);
    Ok(())
}
