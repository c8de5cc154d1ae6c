//! Kinds of rollouts and their intervals, and how steering's words are stored.
use crate::steering::MilestoneChange;
use crate::template::Level;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a rollout is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RolloutKind {
    /// Of a responsible body: what is done once for all its services.
    Mother,
    /// Of one service at one body.
    Daughter,
}

impl RolloutKind {
    /// The phases of the template it goes through.
    pub fn level(self) -> Level {
        match self {
            Self::Mother => Level::Mother,
            Self::Daughter => Level::Daughter,
        }
    }
}

/// Why a rollout does not go on.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    Waiting,
    Deferral,
    Block,
}

/// Something that happened to a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: DateTime<Utc>,
    pub what: MilestoneChange,
}

/// Stands for "none" in columns that lists are sorted by, and comes last there.
pub const NO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The day, unless it stands for none.
pub fn day(stored: NaiveDate) -> Option<NaiveDate> {
    (stored != NO_DAY).then_some(stored)
}

/// How an enum of steering or template is stored: by its word in the contract.
pub fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Reads what [`word`] stored.
pub fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steering::CourseState;

    #[test]
    fn words_are_read_as_they_are_stored() {
        assert_eq!(word(CourseState::NotStarted), "not_started");
        assert_eq!(of_word::<CourseState>("not_started"), Some(CourseState::NotStarted));
        assert_eq!(of_word::<CourseState>("elsewhere"), None);
    }
}
