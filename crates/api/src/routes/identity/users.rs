//! `/users`: the people who may log in.
use super::{new_hash, rights_changed};
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Items, Listing, NoContent, or_current};
use crate::routes::history::HistoryParams;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use dienstweg_identity::{
    self as service, PasswordHash, PasswordSet, USER_WRITE, UserCreate, UserListParams, UserPatch, UserView,
};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::ids::UserId;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(UserView => "users");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(user_list)
        .service(user_create)
        .service(user_get)
        .service(user_patch)
        .service(user_deactivate)
        .service(user_activate)
        .service(user_password_set)
        .service(user_history);
}

/// Users the caller sees: all, or, where `user:read` is given within a scope, oneself.
#[utoipa::path(tag = "users", params(UserListParams, PageParams), extensions(("x-permission" = json!("user:read"))))]
#[get("/users")]
async fn user_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<UserListParams>,
) -> Result<Listing<UserView>, Problem> {
    Ok(Listing(service::user_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new user, who may do nothing until it gets grants.
#[utoipa::path(tag = "users", request_body = UserCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("user:write"))))]
#[post("/users")]
async fn user_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<UserCreate>,
) -> Result<Created<UserView>, Problem> {
    let hash = first_hash(&caller, &body).await?;
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::user_create(tx, &body.value, hash.as_ref()).await,
        async |reader, id| service::user_get(reader, id.into()).await,
    )
    .await
}

/// The hash of the first password, if there is one. Only for those who may create, as it is dear.
async fn first_hash(caller: &Caller, input: &UserCreate) -> Result<Option<PasswordHash>> {
    if !caller.actor.has(USER_WRITE) {
        return Err(Error::forbidden(USER_WRITE));
    }
    let faults = service::user_create_faults(input);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    match &input.password {
        Some(password) => new_hash(caller, password).await.map(Some),
        None => Ok(None),
    }
}

/// One user. The e-mail address only for those who may read contact data; `hidden` names it otherwise.
#[utoipa::path(tag = "users", extensions(("x-permission" = json!("user:read"))))]
#[get("/users/{id}")]
async fn user_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
) -> Result<Found<UserView>, Problem> {
    Ok(Found(service::user_get(&state.read(&caller), *id).await?))
}

/// Changes a user.
#[utoipa::path(tag = "users", request_body(content = UserPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("user:write"))))]
#[patch("/users/{id}")]
async fn user_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
    seen: Precondition,
    body: Body<UserPatch>,
) -> Result<Found<UserView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::user_patch(tx, CATALOGUE, *id, body.value.clone(), seen.0).await)
        .await;
    state.principals.forget(Some((*id).into()));
    or_current(changed, async || service::user_get(&state.read(&caller), *id).await).await
}

/// Ends all access of a user at once. Grants stay, for when the user comes back.
#[utoipa::path(tag = "users", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("user:write"))))]
#[post("/users/{id}/deactivate")]
async fn user_deactivate(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<UserView>, Problem> {
    let work = async |tx: &_| service::user_deactivate(tx, *id, seen.0).await;
    let current = async || service::user_get(&state.read(&caller), *id).await;
    let changed = once.0.act(&state, &caller, "", work, current).await?;
    rights_changed(&state, [(*id).into()]);
    Ok(changed)
}

/// Lets a deactivated user log in again.
#[utoipa::path(tag = "users", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("user:write"))))]
#[post("/users/{id}/activate")]
async fn user_activate(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<UserView>, Problem> {
    let work = async |tx: &_| service::user_activate(tx, *id, seen.0).await;
    let current = async || service::user_get(&state.read(&caller), *id).await;
    let changed = once.0.act(&state, &caller, "", work, current).await?;
    state.principals.forget(Some((*id).into()));
    Ok(changed)
}

/// Sets the password of somebody else, ends all their sessions and lifts a lock.
#[utoipa::path(tag = "users", request_body = PasswordSet, extensions(("x-permission" = json!("user:write"))))]
#[post("/users/{id}/password")]
async fn user_password_set(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
    body: Body<PasswordSet>,
) -> Result<NoContent, Problem> {
    if !caller.actor.has(USER_WRITE) {
        return Err(Problem(Error::forbidden(USER_WRITE)));
    }
    service::password_check(&state.read(&caller), "/password", Some(*id), &body.password).await?;
    let hash = new_hash(&caller, &body.password).await?;
    state.db.write(&caller, async |tx| service::password_set(tx, CATALOGUE, *id, &hash).await).await?;
    rights_changed(&state, [(*id).into()]);
    Ok(NoContent)
}

/// Who changed what, newest first.
#[utoipa::path(tag = "users", params(HistoryParams), extensions(("x-permission" = json!("user:read"))))]
#[get("/users/{id}/history")]
async fn user_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::user_history(&state.read(&caller), *id, before, limit).await?))
}
