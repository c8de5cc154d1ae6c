//! States of mails, and what is written in them.
use dienstweg_kernel::ctx::Language;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a mail stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MailState {
    /// To be sent, for the first time or again.
    Queued,
    /// The server has taken it.
    Sent,
    /// Given up; can be sent again by hand.
    Failed,
    /// There was nothing to send.
    Dropped,
}

/// Why a mail failed or was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MailReason {
    /// The server refused it for good (5xx).
    Refused,
    /// All attempts of two days failed.
    GaveUp,
    /// The address is none.
    BadAddress,
    /// The recipient, or who sends it to somebody without an account, is deactivated.
    RecipientGone,
    /// Nothing is left of what it was about, or nothing the recipient may see.
    NothingToSay,
    /// Its sender took it back before it went out.
    Withdrawn,
}

/// What a mail is about; each has a folder of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailKind)]
pub enum Template {
    Invitation,
    PasswordReset,
    OrderConfirmation,
    /// It is the recipient's turn in a rollout.
    Turn,
    /// All of a day in one.
    Digest,
    Reminder,
    /// Something the recipient renews ends soon.
    Term,
    /// A status report, with its file.
    Report,
    Test,
}

impl Template {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::OrderConfirmation => "order_confirmation",
            Self::Turn => "turn",
            Self::Digest => "digest",
            Self::Reminder => "reminder",
            Self::Term => "term",
            Self::Report => "report",
            Self::Test => "test",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        use sea_orm::Iterable;
        Self::iter().find(|template| template.word() == word)
    }
}

pub(super) fn language_word(language: Language) -> &'static str {
    match language {
        Language::De => "de",
        Language::En => "en",
    }
}

pub(super) fn language_of(word: &str) -> Language {
    if word == "en" { Language::En } else { Language::De }
}
