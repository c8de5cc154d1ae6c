//! `/me/sessions` and `/users/{id}/sessions`: who is logged in, and ending it.
use super::auth::SignedOut;
use super::rights_changed;
use crate::authn::Session;
use crate::extract::{Caller, List, NoFilters, PageParams};
use crate::problem::Problem;
use crate::respond::{Listing, NoContent};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use dienstweg_identity::{self as service, SessionView};
use dienstweg_kernel::error::Result;
use dienstweg_kernel::ids::{SessionId, UserId};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(me_session_list)
        .service(me_session_end_all)
        .service(me_session_end)
        .service(user_session_list)
        .service(user_session_end_all)
        .service(user_session_end);
}

/// Where the caller is logged in, newest first.
#[utoipa::path(tag = "auth", params(PageParams))]
#[get("/me/sessions")]
async fn me_session_list(
    state: Data<AppState>,
    caller: Caller,
    session: Session,
    list: List<NoFilters>,
) -> Result<Listing<SessionView>, Problem> {
    Ok(Listing(service::session_list(&state.read(&caller), None, session.0, &list.page).await?))
}

/// Logs the caller out everywhere, here too.
#[utoipa::path(tag = "auth")]
#[post("/me/sessions/end-all")]
async fn me_session_end_all(state: Data<AppState>, caller: Caller) -> Result<SignedOut, Problem> {
    state.db.write(&caller, async |tx| service::session_end_all(tx, None).await).await?;
    rights_changed(&state, [caller.actor.id]);
    Ok(SignedOut::new(&state))
}

/// Ends one of the caller's own sessions.
#[utoipa::path(tag = "auth")]
#[delete("/me/sessions/{id}")]
async fn me_session_end(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SessionId>,
) -> Result<NoContent, Problem> {
    end(&state, &caller, None, *id).await
}

/// Where a user is logged in, newest first.
#[utoipa::path(tag = "users", params(PageParams), extensions(("x-permission" = json!("session:revoke"))))]
#[get("/users/{id}/sessions")]
async fn user_session_list(
    state: Data<AppState>,
    caller: Caller,
    session: Session,
    id: Path<UserId>,
    list: List<NoFilters>,
) -> Result<Listing<SessionView>, Problem> {
    let reader = state.read(&caller);
    service::user_get(&reader, *id).await?;
    Ok(Listing(service::session_list(&reader, Some(*id), session.0, &list.page).await?))
}

/// Logs a user out everywhere.
#[utoipa::path(tag = "users", extensions(("x-permission" = json!("session:revoke"))))]
#[post("/users/{id}/sessions/end-all")]
async fn user_session_end_all(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
) -> Result<NoContent, Problem> {
    state.db.write(&caller, async |tx| service::session_end_all(tx, Some(*id)).await).await?;
    rights_changed(&state, [(*id).into()]);
    Ok(NoContent)
}

/// Ends one session of a user.
#[utoipa::path(tag = "users", extensions(("x-permission" = json!("session:revoke"))))]
#[delete("/users/{id}/sessions/{session}")]
async fn user_session_end(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(UserId, SessionId)>,
) -> Result<NoContent, Problem> {
    let (user, session) = *path;
    end(&state, &caller, Some(user), session).await
}

async fn end(
    state: &AppState,
    caller: &Caller,
    user: Option<UserId>,
    session: SessionId,
) -> Result<NoContent, Problem> {
    state.db.write(caller, async |tx| service::session_revoke(tx, user, session).await).await?;
    state.principals.forget_session(session);
    state.hub.end_session(session);
    Ok(NoContent)
}
