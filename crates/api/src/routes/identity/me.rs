//! `/me`: the caller's own account.
use super::auth::verified;
use super::{new_hash, rights_changed};
use crate::authn::Session;
use crate::extract::{Body, Caller, Query};
use crate::problem::Problem;
use crate::respond::{Answer, Items};
use crate::state::AppState;
use actix_web::web::Data;
use actix_web::{get, patch, post};
use dienstweg_identity::{
    self as service, DeputyListParams, LOGIN_FAILED, MePatch, MeView, NoticesPatch, NoticesView,
    PasswordChange, TokenSubject,
};
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::error::Result;
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(me_get)
        .service(me_patch)
        .service(me_password_change)
        .service(me_notices)
        .service(me_notices_patch)
        .service(me_deputy_list);
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

/// What the caller has chosen about mail, and who stands in for whom.
#[utoipa::path(tag = "auth")]
#[get("/me/notices")]
async fn me_notices(state: Data<AppState>, caller: Caller) -> Result<Answer<NoticesView>, Problem> {
    Ok(Answer(service::notices_get(&state.read(&caller)).await?))
}

/// Changes how often the caller gets mail, and who gets it too while the caller is absent.
#[utoipa::path(tag = "auth", request_body(content = NoticesPatch, content_type = "application/merge-patch+json"))]
#[patch("/me/notices")]
async fn me_notices_patch(
    state: Data<AppState>,
    caller: Caller,
    body: Body<NoticesPatch>,
) -> Result<Answer<NoticesView>, Problem> {
    let work = async |tx: &_| service::notices_patch(tx, body.value.clone()).await;
    Ok(Answer(state.db.write(&caller, work).await?))
}

/// Those the caller may name as deputy: people with a right for the same organisation or team. At most 50.
#[utoipa::path(tag = "auth", params(DeputyListParams))]
#[get("/me/deputies")]
async fn me_deputy_list(
    state: Data<AppState>,
    caller: Caller,
    params: Query<DeputyListParams>,
) -> Result<Items<Named>, Problem> {
    Ok(Items(service::deputies(&state.read(&caller), params.q.as_deref()).await?))
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
