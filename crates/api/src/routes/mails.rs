//! `/mails`: the log of mail, sending again, a test.
use crate::extract::{Caller, Idempotency, List, PageParams, Precondition, Retry};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Found, Listing, NoContent};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::MailId;
use dienstweg_outbound::mail::input::MailListParams;
use dienstweg_outbound::mail::service;
use dienstweg_outbound::mail::view::MailView;
use dienstweg_workflows::mail::accounts;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(MailView => "mails");

pub fn routes(config: &mut ServiceConfig) {
    config.service(mail_list).service(mail_get).service(mail_resend).service(mail_test);
}

/// What was or is to be mailed, newest first.
#[utoipa::path(tag = "mail", params(MailListParams, PageParams), extensions(("x-permission" = json!("mail:read"))))]
#[get("/mails")]
async fn mail_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<MailListParams>,
) -> Result<Listing<MailView>, Problem> {
    Ok(Listing(service::mail_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// One mail. Its text is not kept.
#[utoipa::path(tag = "mail", extensions(("x-permission" = json!("mail:read"))))]
#[get("/mails/{id}")]
async fn mail_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<MailId>,
) -> Result<Found<MailView>, Problem> {
    Ok(Found(service::mail_get(&state.read(&caller), *id).await?))
}

/// Sends a mail again that was given up, with the same Message-ID.
#[utoipa::path(tag = "mail", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("mail:write"))))]
#[post("/mails/{id}/resend")]
async fn mail_resend(
    state: Data<AppState>,
    caller: Caller,
    id: Path<MailId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<MailView>, Problem> {
    let work = async |tx: &_| service::mail_resend(tx, &state.mail, *id, seen.0).await;
    let current = async || service::mail_get(&state.read(&caller), *id).await;
    once.0.act(&state, &caller, "", work, current).await
}

/// Sends a mail to the caller's own address, to see whether mail works.
#[utoipa::path(tag = "mail", params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("mail:write"))))]
#[post("/mails/test")]
async fn mail_test(state: Data<AppState>, caller: Caller, once: Idempotency) -> Result<NoContent, Problem> {
    let key = once.key(&state, "");
    let own = caller.actor.id.0;
    state.db.once(&caller, key.as_ref(), |()| own, async |tx| accounts::test(tx, &state.mail).await).await?;
    Ok(NoContent)
}
