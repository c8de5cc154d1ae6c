//! States of jobs, and how one leads to another.
use chrono::TimeDelta;
use dienstweg_kernel::Error;
use dienstweg_kernel::ctx::Language;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long what was done can be taken back.
pub const UNDO_FOR: TimeDelta = TimeDelta::minutes(10);

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Every item is tried, and nothing changed.
    Checking,
    /// Waits for its owner to say go.
    Checked,
    Running,
    Done,
    /// Stopped by its owner; what was done stays.
    Cancelled,
    Undoing,
    Undone,
}

impl JobState {
    /// Somebody has to do something.
    pub const BUSY: [Self; 3] = [Self::Checking, Self::Running, Self::Undoing];

    /// In which state items still have to be gone through.
    pub(super) fn waiting(self) -> Option<ItemState> {
        match self {
            Self::Checking => Some(ItemState::New),
            Self::Running => Some(ItemState::Ready),
            Self::Undoing => Some(ItemState::Done),
            _ => None,
        }
    }

    /// What comes when all items have been gone through.
    pub(super) fn next(self) -> Self {
        match self {
            Self::Checking => Self::Checked,
            Self::Running => Self::Done,
            Self::Undoing => Self::Undone,
            end => end,
        }
    }
}

/// What its owner does with a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobAct {
    Start,
    Cancel,
    Undo,
}

/// Where an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    New,
    /// It would go.
    Ready,
    /// It would not go, or did not.
    Refused,
    Done,
    Undone,
    /// It was done and could not be taken back.
    Kept,
}

/// Why something was not done, in both languages, because whoever reads it may be somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: String,
    pub de: String,
    pub en: String,
}

impl Refusal {
    /// Of this problem (a slug), in German and in English.
    pub fn new(code: &str, de: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.to_owned(), de: de.into(), en: en.into() }
    }

    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        let said = |language| {
            let more = error.faults().iter().map(|fault| &fault.message).chain(error.detail_text());
            let more: Vec<&str> = more.map(|text| text.get(language)).collect();
            if more.is_empty() { error.code().title(language).to_owned() } else { more.join(" ") }
        };
        Self::new(error.code().slug, said(Language::De), said(Language::En))
    }
}
