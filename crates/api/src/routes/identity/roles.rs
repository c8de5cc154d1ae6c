//! `/roles`: named sets of permissions, and `/permissions`: what there is to permit.
use super::{behind_role, rights_changed, rights_reader};
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Items, Listing, NoContent, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post};
use dienstweg_identity::{self as service, PermissionInfo, RoleCreate, RoleListParams, RolePatch, RoleView};
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::RoleId;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(RoleView => "roles");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(permission_list)
        .service(role_list)
        .service(role_create)
        .service(role_get)
        .service(role_patch)
        .service(role_delete);
}

/// Every permission there is, with what it allows in words.
#[utoipa::path(tag = "roles")]
#[get("/permissions")]
async fn permission_list() -> Result<Items<PermissionInfo>, Problem> {
    Ok(Items(CATALOGUE.to_vec()))
}

/// All roles, those that come with Dienstweg and one's own.
#[utoipa::path(tag = "roles", params(RoleListParams, PageParams), extensions(("x-permission" = json!("role:read"))))]
#[get("/roles")]
async fn role_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<RoleListParams>,
) -> Result<Listing<RoleView>, Problem> {
    Ok(Listing(service::role_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new role, with permissions the caller has.
#[utoipa::path(tag = "roles", request_body = RoleCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("role:write"))))]
#[post("/roles")]
async fn role_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<RoleCreate>,
) -> Result<Created<RoleView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::role_create(tx, CATALOGUE, &body.value).await,
        async |reader, id| service::role_get(reader, id.into()).await,
    )
    .await
}

/// One role.
#[utoipa::path(tag = "roles", extensions(("x-permission" = json!("role:read"))))]
#[get("/roles/{id}")]
async fn role_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<RoleId>,
) -> Result<Found<RoleView>, Problem> {
    Ok(Found(service::role_get(&state.read(&caller), *id).await?))
}

/// Changes a role for everyone who holds it. Roles that come with Dienstweg cannot be changed.
#[utoipa::path(tag = "roles", request_body(content = RolePatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("role:write"))))]
#[patch("/roles/{id}")]
async fn role_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<RoleId>,
    seen: Precondition,
    body: Body<RolePatch>,
) -> Result<Found<RoleView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::role_patch(tx, CATALOGUE, *id, body.value.clone(), seen.0).await)
        .await;
    if changed.is_ok() {
        state.principals.forget(None);
        rights_changed(&state, behind_role(&rights_reader(&state, &caller), *id).await?);
    }
    or_current(changed, async || service::role_get(&state.read(&caller), *id).await).await
}

/// Deletes a role; whoever holds it loses what it gave. Roles that come with Dienstweg stay.
#[utoipa::path(tag = "roles", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("role:write"))))]
#[delete("/roles/{id}")]
async fn role_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<RoleId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    let holders = behind_role(&rights_reader(&state, &caller), *id).await?;
    state.db.write(&caller, async |tx| service::role_delete(tx, *id, seen.0).await).await?;
    state.principals.forget(None);
    rights_changed(&state, holders);
    Ok(NoContent)
}
