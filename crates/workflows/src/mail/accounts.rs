//! Links that set a password, and a mail to see whether mail works.
use super::only;
use chrono::Duration;
use dienstweg_identity::{
    Addressee, NewLink, PermissionInfo, UserInvited, addressees, resets_answer, users_invite,
};
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_outbound::mail::error::NO_ADDRESS;
use dienstweg_outbound::mail::policy::MAIL_WRITE;
use dienstweg_outbound::mail::{Mail, NewMail, Template};
use serde_json::json;

/// Mails of bulk acts wait so long, in case it was not meant.
pub(super) const SECOND_THOUGHTS: Duration = Duration::seconds(60);

/// Sends links to users by which they set their passwords. Answers what became of each.
///
/// # Errors
/// `mail-not-configured`; `forbidden` for those who manage no users.
pub async fn invite(
    tx: &Tx,
    mail: &Mail,
    catalogue: &[PermissionInfo],
    ids: &[UserId],
) -> Result<Vec<UserInvited>> {
    let (outcomes, links) = users_invite(tx, mail.link_key(), catalogue, ids).await?;
    if !links.is_empty() {
        mail.must_be_on()?;
    }
    let wait = if ids.len() > 1 { SECOND_THOUGHTS } else { Duration::zero() };
    let mails = links.iter().map(|link| link_mail(tx, link, Template::Invitation, wait)).collect();
    mail.queue(tx, mails).await?;
    Ok(outcomes)
}

/// Answers requests for new passwords.
pub(super) async fn answer_resets(tx: &Tx, mail: &Mail, users: Vec<UserId>) -> Result<()> {
    let links = resets_answer(tx, mail.link_key(), users).await?;
    let now = Duration::zero();
    let mails = links.iter().map(|link| link_mail(tx, link, Template::PasswordReset, now)).collect();
    mail.queue(tx, mails).await.map(|_| ())
}

fn link_mail(tx: &Tx, link: &NewLink, template: Template, wait: Duration) -> NewMail {
    NewMail {
        to: only(&link.to),
        template,
        data: json!({"link": link.id}),
        key: link.id.to_string(),
        not_before: tx.ctx().now() + wait,
        reminder: None,
    }
}

/// Sends a mail to the caller's own address.
///
/// # Errors
/// `forbidden`; `mail-not-configured`; `mail-no-address`.
pub async fn test(tx: &Tx, mail: &Mail) -> Result<()> {
    let ctx = tx.ctx();
    if !ctx.actor.has(MAIL_WRITE) {
        return Err(Error::forbidden(MAIL_WRITE));
    }
    mail.must_be_on()?;
    let own = UserId(ctx.actor.id.0);
    let to: Addressee =
        addressees(tx, vec![own]).await?.remove(&own).ok_or_else(|| Error::new(NO_ADDRESS))?;
    let key = ctx.new_id::<dienstweg_kernel::ids::MailId>().to_string();
    let new = NewMail {
        to: only(&to),
        template: Template::Test,
        data: json!({}),
        key,
        not_before: ctx.now(),
        reminder: None,
    };
    mail.queue(tx, vec![new]).await.map(|_| ())
}
