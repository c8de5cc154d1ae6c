//! Passwords by a link that was mailed: invitations, and for those who have forgotten theirs.
use super::{new_hash, rights_changed};
use crate::extract::{Body, Caller, Idempotency};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::respond::{Answer, Items, NoContent};
use crate::state::AppState;
use actix_web::post;
use actix_web::web::{Data, Path};
use dienstweg_identity::{
    self as service, InviteOutcome, OWN_ACCOUNT, PasswordByLink, PasswordOwner, PasswordResetRequest,
    UserInvited, UsersInvite,
};
use dienstweg_kernel::db::Done;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::ids::UserId;
use dienstweg_outbound::mail::error::NO_ADDRESS;
use dienstweg_workflows::mail::accounts::invite;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(users_invite).service(user_invite).service(password_forgotten).service(password_by_link);
}

/// Sends links to users by which they set their passwords, in a minute. A newer link takes the place of older ones.
#[utoipa::path(tag = "users", request_body = UsersInvite, params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("user:write"))))]
#[post("/users/invitations")]
async fn users_invite(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<UsersInvite>,
) -> Result<Items<UserInvited>, Problem> {
    let key = once.key(&state, &body.hash);
    let own = caller.actor.id.0;
    let work = async |tx: &_| invite(tx, &state.mail, CATALOGUE, &body.ids).await;
    Ok(Items(match state.db.once(&caller, key.as_ref(), |_| own, work).await? {
        Done::Now(outcomes) => outcomes,
        Done::Before(_) => {
            let again = async |tx: &_| service::users_invitable(tx, CATALOGUE, &body.ids).await;
            state.db.write(&caller, again).await?
        }
    }))
}

/// Sends a link to a user by which the password is set; it works for 72 hours, once.
#[utoipa::path(tag = "users", params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("user:write"))))]
#[post("/users/{id}/invite")]
async fn user_invite(
    state: Data<AppState>,
    caller: Caller,
    id: Path<UserId>,
    once: Idempotency,
) -> Result<NoContent, Problem> {
    let work = async |tx: &_| {
        let outcomes = invite(tx, &state.mail, CATALOGUE, &[*id]).await?;
        match outcomes.first().map(|one| one.outcome) {
            Some(InviteOutcome::Invited) => Ok(()),
            Some(InviteOutcome::OwnAccount) => Err(Error::new(OWN_ACCOUNT)),
            Some(InviteOutcome::ExceedsOwnRights) => Err(Error::new(service::EXCEEDS_OWN_RIGHTS)),
            Some(InviteOutcome::Inactive | InviteOutcome::NoAddress) => Err(Error::new(NO_ADDRESS)),
            Some(InviteOutcome::NotFound) | None => Err(Error::not_found()),
        }
    };
    let key = once.key(&state, "");
    state.db.once(&caller, key.as_ref(), |()| id.0, work).await?;
    Ok(NoContent)
}

/// Sends a link by which a forgotten password is replaced, if the login is known and has an address. The answer, and the
/// time it takes, are the same whether it is.
#[utoipa::path(tag = "auth", request_body = PasswordResetRequest, security(()))]
#[post("/auth/password-resets")]
async fn password_forgotten(
    state: Data<AppState>,
    caller: Caller,
    body: Body<PasswordResetRequest>,
) -> Result<NoContent, Problem> {
    state.mail.must_be_on()?;
    state.db.write(&caller, async |tx| service::reset_request(tx, &body.login).await).await?;
    Ok(NoContent)
}

/// Sets a password by a link that was mailed, once. All sessions end. The answer has the login to log in with.
#[utoipa::path(tag = "auth", request_body = PasswordByLink, security(()))]
#[post("/auth/passwords")]
async fn password_by_link(
    state: Data<AppState>,
    caller: Caller,
    body: Body<PasswordByLink>,
) -> Result<Answer<PasswordOwner>, Problem> {
    let PasswordByLink { token, password } = body.value;
    let of = service::link_check(&state.read(&caller), state.mail.link_key(), &token, &password).await?;
    let hash = new_hash(&caller, &password).await?;
    let ctx = caller.with_actor(of.actor());
    let login = state.db.write(&ctx, async |tx| service::link_use(tx, &of, &hash).await).await?;
    rights_changed(&state, [of.id().into()]);
    Ok(Answer(PasswordOwner { login }))
}
