//! `/teams`: users who hold grants together.
use super::rights_changed;
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post, put};
use dienstweg_identity::{self as service, TeamCreate, TeamListParams, TeamPatch, TeamView};
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::{TeamId, UserId};
use utoipa_actix_web::service_config::ServiceConfig;

resource!(TeamView => "teams");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(team_list)
        .service(team_create)
        .service(team_get)
        .service(team_patch)
        .service(team_member_add)
        .service(team_member_remove);
}

/// Teams the caller sees: all, or, where `user:read` is given within a scope, one's own and those of the scope.
#[utoipa::path(tag = "teams", params(TeamListParams, PageParams), extensions(("x-permission" = json!("user:read"))))]
#[get("/teams")]
async fn team_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<TeamListParams>,
) -> Result<Listing<TeamView>, Problem> {
    Ok(Listing(service::team_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new team with its first members.
#[utoipa::path(tag = "teams", request_body = TeamCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("user:write"))))]
#[post("/teams")]
async fn team_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<TeamCreate>,
) -> Result<Created<TeamView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::team_create(tx, &body.value).await,
        async |reader, id| service::team_get(reader, id.into()).await,
    )
    .await
}

/// One team with its members.
#[utoipa::path(tag = "teams", extensions(("x-permission" = json!("user:read"))))]
#[get("/teams/{id}")]
async fn team_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TeamId>,
) -> Result<Found<TeamView>, Problem> {
    Ok(Found(service::team_get(&state.read(&caller), *id).await?))
}

/// Renames a team.
#[utoipa::path(tag = "teams", request_body(content = TeamPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("user:write"))))]
#[patch("/teams/{id}")]
async fn team_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<TeamId>,
    seen: Precondition,
    body: Body<TeamPatch>,
) -> Result<Found<TeamView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::team_patch(tx, *id, body.value.clone(), seen.0).await)
        .await;
    or_current(changed, async || service::team_get(&state.read(&caller), *id).await).await
}

/// Takes a user into a team, with the rights the team has.
#[utoipa::path(tag = "teams", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("user:write"))))]
#[put("/teams/{id}/members/{user}")]
async fn team_member_add(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(TeamId, UserId)>,
    seen: Precondition,
) -> Result<Found<TeamView>, Problem> {
    let (team, user) = *path;
    let changed = state
        .db
        .write(&caller, async |tx| service::team_member_add(tx, CATALOGUE, team, user, seen.0).await)
        .await;
    rights_changed(&state, [user.into()]);
    or_current(changed, async || service::team_get(&state.read(&caller), team).await).await
}

/// Takes a user out of a team, and with it the rights that came through the team.
#[utoipa::path(tag = "teams", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("user:write"))))]
#[delete("/teams/{id}/members/{user}")]
async fn team_member_remove(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(TeamId, UserId)>,
    seen: Precondition,
) -> Result<Found<TeamView>, Problem> {
    let (team, user) = *path;
    let changed =
        state.db.write(&caller, async |tx| service::team_member_remove(tx, team, user, seen.0).await).await;
    rights_changed(&state, [user.into()]);
    or_current(changed, async || service::team_get(&state.read(&caller), team).await).await
}
