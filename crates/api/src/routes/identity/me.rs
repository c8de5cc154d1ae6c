//! `/me`: the caller's own account.
use super::auth::verified;
use super::{new_hash, rights_changed};
use crate::authn::Session;
use crate::extract::{Body, Caller};
use crate::problem::Problem;
use crate::respond::Answer;
use crate::state::AppState;
use actix_web::web::Data;
use actix_web::{get, patch, post};
use dienstweg_identity::{self as service, LOGIN_FAILED, MePatch, MeView, PasswordChange, TokenSubject};
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::error::Result;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(me_get).service(me_patch).service(me_password_change);
}

/// An access token in place of the one the request came with.
#[derive(Serialize, ToSchema)]
pub struct NewAccessToken {
    pub access_token: String,
    /// `Bearer` (RFC 6750).
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds.
    #[schema(example = 600)]
    pub expires_in: i64,
}

/// Who the caller is, what it may and where.
#[utoipa::path(tag = "auth")]
#[get("/me")]
async fn me_get(state: Data<AppState>, caller: Caller) -> Result<Answer<MeView>, Problem> {
    Ok(Answer(service::me_get(&state.read(&caller)).await?))
}

/// Changes the caller's own language.
#[utoipa::path(tag = "auth", request_body(content = MePatch, content_type = "application/merge-patch+json"))]
#[patch("/me")]
async fn me_patch(
    state: Data<AppState>,
    caller: Caller,
    body: Body<MePatch>,
) -> Result<Answer<MeView>, Problem> {
    let view = state.db.write(&caller, async |tx| service::me_patch(tx, body.value.clone()).await).await?;
    state.principals.forget(Some(caller.actor.id));
    Ok(Answer(view))
}

/// Changes the caller's own password, which needs the current one. All other sessions end, and so does the access token
/// the request came with: the answer has a new one.
#[utoipa::path(tag = "auth", request_body = PasswordChange)]
#[post("/me/password")]
async fn me_password_change(
    state: Data<AppState>,
    caller: Caller,
    session: Session,
    body: Body<PasswordChange>,
) -> Result<Answer<NewAccessToken>, Problem> {
    let PasswordChange { current_password, new_password } = body.value;
    let attempt = service::login_check_own(&state.read(&caller)).await?;
    service::password_check(&state.read(&caller), "/new_password", None, &new_password).await?;
    let wrong = |error: dienstweg_kernel::Error| match error.is(LOGIN_FAILED) {
        true => service::password_wrong("/current_password"),
        false => error,
    };
    verified(&state, &caller, &attempt, current_password).await.map_err(wrong)?;
    let hash = new_hash(&caller, &new_password).await?;
    let epoch = state
        .db
        .write(&caller, async |tx| service::password_change(tx, &attempt, &hash, session.0).await)
        .await?;
    rights_changed(&state, [caller.actor.id]);
    Ok(Answer(new_token(&state, &caller, session, epoch)?))
}

fn new_token(state: &AppState, caller: &Caller, session: Session, epoch: i64) -> Result<NewAccessToken> {
    let subject = TokenSubject { id: caller.actor.id, kind: ActorKind::User, session: session.0, epoch };
    let access = state.tokens.issue(caller.now(), &subject)?;
    Ok(NewAccessToken {
        access_token: access.token,
        token_type: "Bearer",
        expires_in: service::ACCESS_TOKEN_SECONDS,
    })
}
