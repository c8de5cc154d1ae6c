//! What callers get to see of mails.
use super::entity::mail;
use super::policy::MAIL_WRITE;
use super::types::{MailReason, MailState, Template, language_of};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::{Actor, Extent, Language};
use dienstweg_kernel::guard::{Shown, Visible};
use dienstweg_kernel::ids::MailId;
use dienstweg_kernel::labels::{Labels, Named};
use serde::Serialize;
use utoipa::ToSchema;

/// One mail of the log. Its text is not kept: it is made when the mail is sent, of what the recipient may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MailView {
    pub id: MailId,
    pub recipient: Named,
    /// The recipient is a person of the register.
    pub without_account: bool,
    /// Whom the recipient stands in for.
    #[schema(required)]
    pub absent: Option<Named>,
    /// `null` for those who may not read addresses; `hidden` names it then.
    #[schema(value_type = Option<String>, required)]
    pub address: Shown,
    pub hidden: Vec<&'static str>,
    pub language: Language,
    pub kind: Template,
    pub state: MailState,
    #[schema(required)]
    pub reason: Option<MailReason>,
    /// Attempts so far.
    pub attempt_count: i32,
    /// What the server said last.
    #[schema(required)]
    pub answer: Option<String>,
    /// When it will be tried (next).
    #[schema(required)]
    pub due_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub sent_at: Option<DateTime<Utc>>,
    pub can: Vec<&'static str>,
    pub version: i64,
}

impl MailView {
    pub(super) fn new(row: &Visible<mail::Entity>, labels: &Labels, actor: &Actor) -> Self {
        let may = row.state == MailState::Failed && actor.extent(MAIL_WRITE) == Some(Extent::Everything);
        Self {
            id: row.id,
            recipient: labels.named(row.recipient_id),
            without_account: row.on_behalf_id.is_some(),
            absent: labels.named_opt(row.absent_id),
            address: row.open(|row| Some(&row.address)),
            hidden: if row.opens() { Vec::new() } else { vec!["address"] },
            language: language_of(&row.language),
            kind: Template::of_word(&row.template).unwrap_or(Template::Test),
            state: row.state,
            reason: row.reason,
            attempt_count: row.attempts,
            answer: row.answer.clone(),
            due_at: (row.state == MailState::Queued).then_some(row.not_before),
            created_at: row.created_at,
            sent_at: row.sent_at,
            can: if may { vec!["resend"] } else { Vec::new() },
            version: row.version,
        }
    }
}
