//! Writing down what is to be mailed, in the commit of its cause.
use super::entity::{mail, reminder};
use super::store;
use super::types::{MailState, Template, language_word};
use super::{Mail, error::MAIL_NOT_CONFIGURED};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{MailId, ReminderId, UserId};
use dienstweg_kernel::{Ctx, Error, Result, Tx};
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::Value;
use uuid::Uuid;

/// Who gets a mail, and in whose place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// A user, a person without an account, or the order that names its contact's address.
    pub id: Uuid,
    pub address: String,
    pub language: Language,
    /// Whom the user stands in for.
    pub absent: Option<UserId>,
    /// With whose rights it is written where the recipient has no account.
    pub on_behalf: Option<UserId>,
}

/// A mail to be.
#[derive(Clone, Debug)]
pub struct NewMail {
    pub to: Recipient,
    pub template: Template,
    /// Ids and keys, no texts.
    pub data: Value,
    /// What must not be mailed twice to this recipient.
    pub key: String,
    pub not_before: DateTime<Utc>,
    /// By which it can be withdrawn until it goes out.
    pub reminder: Option<ReminderId>,
}

impl NewMail {
    fn into_row(self, ctx: &Ctx) -> mail::ActiveModel {
        let absent = self.to.absent.map(|id| format!(":{id}")).unwrap_or_default();
        mail::ActiveModel {
            id: Set(ctx.new_id::<MailId>()),
            recipient_id: Set(self.to.id),
            on_behalf_id: Set(self.to.on_behalf),
            absent_id: Set(self.to.absent),
            address: Set(Sealed::new(self.to.address)),
            language: Set(language_word(self.to.language).to_owned()),
            template: Set(self.template.word().to_owned()),
            data: Set(self.data),
            dedup_key: Set(format!("{}:{}:{}{absent}", self.template.word(), self.key, self.to.id)),
            reminder_id: Set(self.reminder),
            not_before: Set(self.not_before),
            state: Set(MailState::Queued),
            reason: NotSet,
            attempts: Set(0),
            leased_until: NotSet,
            lease: NotSet,
            answer: NotSet,
            created_at: Set(ctx.now()),
            sent_at: NotSet,
            version: Set(1),
        }
    }
}

impl Mail {
    /// Writes mails down with this commit; those whose key is known already are left out. Nothing where no server is
    /// set. Answers how many were new.
    pub async fn queue(&self, tx: &Tx, mails: Vec<NewMail>) -> Result<u64> {
        if !self.is_on() || mails.is_empty() {
            return Ok(0);
        }
        store::add(tx, mails.into_iter().map(|mail| mail.into_row(tx.ctx())).collect()).await
    }

    /// # Errors
    /// `mail-not-configured`.
    pub fn must_be_on(&self) -> Result<()> {
        if self.is_on() { Ok(()) } else { Err(Error::new(MAIL_NOT_CONFIGURED)) }
    }
}

/// Keeps the text of a reminder for the mails that will name it, and who reads what is noted of it.
pub async fn reminder_keep(tx: &Tx, text: &str, audience: &str) -> Result<ReminderId> {
    let id: ReminderId = tx.ctx().new_id();
    let row = reminder::ActiveModel {
        id: Set(id),
        text: Set(text.to_owned()),
        sender_id: Set(UserId(tx.ctx().actor.id.0)),
        audience: Set(audience.to_owned()),
        created_at: Set(tx.ctx().now()),
    };
    store::add_reminder(tx, row).await.map(|()| id)
}

/// Withdraws those mails of the caller's reminder that have not gone out and whose values are `meant`. Answers their values,
/// and who reads what is noted of the reminder.
///
/// # Errors
/// `not-found` where the reminder is not the caller's.
pub async fn reminder_withdraw(
    tx: &Tx,
    id: ReminderId,
    meant: impl Fn(&Value) -> bool,
) -> Result<(Vec<Value>, String)> {
    let own = |row: &reminder::Model| row.sender_id.0 == tx.ctx().actor.id.0;
    let reminder = store::reminder(tx, id).await?.filter(own).ok_or_else(Error::not_found)?;
    let waiting = store::waiting_of(tx, id).await?;
    let chosen = waiting.into_iter().filter(|(_, values)| meant(values)).map(|(id, _)| id).collect();
    Ok((store::withdraw(tx, chosen).await?, reminder.audience))
}
