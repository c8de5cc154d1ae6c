//! How far something is online: the two Reifegradmodelle.
use crate::template::Lang;
use chrono::NaiveDate;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::borrow::Cow;
use std::str::FromStr;
use utoipa::ToSchema;

/// The Reifegradmodell a level of maturity is counted in; both are in use side by side.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum MaturityModel {
    /// Reifegradmodell 1.1 of June 2020.
    #[sea_orm(string_value = "1.1")]
    #[serde(rename = "1.1")]
    One,
    /// Reifegradmodell 2.0 of July 2025.
    #[sea_orm(string_value = "2.0")]
    #[serde(rename = "2.0")]
    Two,
}

impl MaturityModel {
    /// The highest level there is.
    pub fn highest(self) -> i32 {
        match self {
            Self::One => 4,
            Self::Two => 7,
        }
    }

    /// What a level is called. Model 1.1 names its levels; 2.0 says of which part they are.
    pub fn level_name(self, level: i32, lang: Lang) -> Cow<'static, str> {
        let (de, en) = match (self, level) {
            (Self::One, 0) => ("Offline", "Offline"),
            (Self::One, 1) => ("Information", "Information"),
            (Self::One, 2) => ("Formular-Assistent", "Form assistant"),
            (Self::One, 3) => ("Online-Leistung", "Online service"),
            (Self::One, 4) => ("Online-Transaktion", "Online transaction"),
            (Self::Two, 0..=3) => ("Frontend", "Front end"),
            (Self::Two, 4..=6) => ("Prozess- und Datenorientierung", "Process and data orientation"),
            (Self::Two, 7) => ("Ende-zu-Ende", "End to end"),
            _ => return level.to_string().into(),
        };
        match lang {
            Lang::De => de.into(),
            Lang::En => en.into(),
        }
    }
}

/// How far a service is online, in which model, since when that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceMaturity, example = json!({"model": "1.1", "level": 3, "date": "2026-05-01"}))]
pub struct Maturity {
    pub model: MaturityModel,
    /// Model 1.1: 0 (offline) to 4 (online transaction, once only). Model 2.0: 0 to 7 (end to end).
    #[schema(minimum = 0, maximum = 7)]
    pub level: i32,
    pub date: Option<NaiveDate>,
}

/// A level of a model, as lists are narrowed to it: `1.1:3`, `2.0:7`, or `none` where nothing is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaturityIs {
    None,
    At(MaturityModel, i32),
}

impl FromStr for MaturityIs {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected `none`, `1.1:` with 0 to 4, or `2.0:` with 0 to 7";
        if text == "none" {
            return Ok(Self::None);
        }
        let (model, level) = text.split_once(':').ok_or(EXPECTED)?;
        let model = match model {
            "1.1" => MaturityModel::One,
            "2.0" => MaturityModel::Two,
            _ => return Err(EXPECTED),
        };
        let level: i32 = level.parse().map_err(|_| EXPECTED)?;
        if (0..=model.highest()).contains(&level) { Ok(Self::At(model, level)) } else { Err(EXPECTED) }
    }
}

impl<'de> Deserialize<'de> for MaturityIs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_a_name_and_can_be_asked_for() {
        for model in [MaturityModel::One, MaturityModel::Two] {
            for level in 0..=model.highest() {
                assert_ne!(model.level_name(level, Lang::De), level.to_string());
            }
        }
        assert_eq!("1.1:4".parse(), Ok(MaturityIs::At(MaturityModel::One, 4)));
        assert_eq!("2.0:7".parse(), Ok(MaturityIs::At(MaturityModel::Two, 7)));
        assert_eq!("none".parse(), Ok(MaturityIs::None));
        for wrong in ["1.1:5", "2.0:8", "3.0:1", "1.1", "1.1:-1", ""] {
            assert!(wrong.parse::<MaturityIs>().is_err(), "{wrong}");
        }
    }
}
