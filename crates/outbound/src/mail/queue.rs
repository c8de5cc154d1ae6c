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

/// Who gets a mail, and in whose place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    pub user: UserId,
    pub address: String,
    pub language: Language,
    /// Whom the user stands in for.
    pub absent: Option<UserId>,
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
}

impl NewMail {
    fn into_row(self, ctx: &Ctx) -> mail::ActiveModel {
        let absent = self.to.absent.map(|id| format!(":{id}")).unwrap_or_default();
        mail::ActiveModel {
            id: Set(ctx.new_id::<MailId>()),
            recipient_id: Set(self.to.user),
            absent_id: Set(self.to.absent),
            address: Set(Sealed::new(self.to.address)),
            language: Set(language_word(self.to.language).to_owned()),
            template: Set(self.template.word().to_owned()),
            data: Set(self.data),
            dedup_key: Set(format!("{}:{}:{}{absent}", self.template.word(), self.key, self.to.user)),
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

/// Keeps the text of a reminder for the mails that will name it.
pub async fn reminder_keep(tx: &Tx, text: &str) -> Result<ReminderId> {
    let id: ReminderId = tx.ctx().new_id();
    let row = reminder::ActiveModel {
        id: Set(id),
        text: Set(text.to_owned()),
        sender_id: Set(UserId(tx.ctx().actor.id.0)),
        created_at: Set(tx.ctx().now()),
    };
    store::add_reminder(tx, row).await.map(|()| id)
}
