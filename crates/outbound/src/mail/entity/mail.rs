use crate::mail::types::{MailReason, MailState};
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{MailId, ReminderId, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    /// A user, a person without an account, or the order that names its contact's address.
    pub recipient_id: Uuid,
    /// With whose rights it is written where the recipient has no account.
    pub on_behalf_id: Option<UserId>,
    /// Whom the recipient stands in for.
    pub absent_id: Option<UserId>,
    /// Where it went or goes, as it was when the mail was queued.
    pub address: Sealed,
    /// `de` or `en`.
    pub language: String,
    /// Word of [`crate::mail::Template`].
    pub template: String,
    /// Ids and keys; texts are made when it is sent.
    pub data: Json,
    /// What must not be mailed twice.
    #[sea_orm(unique)]
    pub dedup_key: String,
    pub reminder_id: Option<ReminderId>,
    pub not_before: DateTimeUtc,
    pub state: MailState,
    pub reason: Option<MailReason>,
    /// Attempts so far.
    pub attempts: i32,
    pub leased_until: Option<DateTimeUtc>,
    /// Who is sending it.
    pub lease: Option<Uuid>,
    /// What the server said last.
    pub answer: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
