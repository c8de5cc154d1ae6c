//! How answers read in files and in history.
use crate::{Answers, Field, Kind, Value};
use chrono::NaiveDate;
use dienstweg_kernel::ctx::Language;
use uuid::Uuid;

/// An answer as it stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    Text(String),
    Integer(i64),
    /// Decimals and amounts in euro.
    Number(f64),
    Date(NaiveDate),
    YesNo(bool),
}

impl Field {
    /// As a cell. `named` knows what persons, organisations and files are called.
    pub fn show(&self, value: &Value, language: Language, named: &dyn Fn(Uuid) -> Option<String>) -> Shown {
        match value {
            Value::Integer(number) => Shown::Integer(*number),
            Value::Decimal(decimal) => {
                Shown::Number(whole(decimal.digits) / 10f64.powi(i32::from(decimal.places)))
            }
            Value::Money(cents) => Shown::Number(whole(*cents) / 100.0),
            Value::Date(date) => Shown::Date(*date),
            Value::YesNo(truth) => Shown::YesNo(*truth),
            _ => Shown::Text(self.text(value, language, named)),
        }
    }

    /// As a text.
    pub fn text(&self, value: &Value, language: Language, named: &dyn Fn(Uuid) -> Option<String>) -> String {
        let comma = |text: String| match language {
            Language::De => text.replace('.', ","),
            Language::En => text,
        };
        match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(decimal) => comma(decimal.to_string()),
            Value::Money(cents) => {
                let euro = crate::Decimal { digits: *cents, places: 2 };
                format!("{} €", comma(euro.to_string()))
            }
            Value::Date(date) => match language {
                Language::De => date.format("%d.%m.%Y").to_string(),
                Language::En => date.format("%-d %b %Y").to_string(),
            },
            Value::YesNo(truth) => match (truth, language) {
                (true, Language::De) => "Ja",
                (true, Language::En) => "Yes",
                (false, Language::De) => "Nein",
                (false, Language::En) => "No",
            }
            .to_owned(),
            Value::Choice(key) => self.option(key, language),
            Value::Several(keys) => {
                keys.iter().map(|key| self.option(key, language)).collect::<Vec<_>>().join(", ")
            }
            Value::Reference(id) => named(*id).unwrap_or_else(|| id.to_string()),
            Value::Repeat(entries) => {
                let lines = entries.iter().map(|entry| self.entry(entry, language, named));
                lines.collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn option(&self, key: &str, language: Language) -> String {
        let option = self.kind.options().iter().find(|option| option.key == key);
        option.map_or(key, |option| option.label.get(language)).to_owned()
    }

    fn entry(&self, entry: &Answers, language: Language, named: &dyn Fn(Uuid) -> Option<String>) -> String {
        let Kind::Repeat { fields, .. } = &self.kind else { return String::new() };
        let parts = fields.iter().filter_map(|field| {
            let value = entry.get(&field.key)?;
            Some(format!("{}: {}", field.label.get(language), field.text(value, language, named)))
        });
        parts.collect::<Vec<_>>().join("; ")
    }
}

#[expect(clippy::cast_precision_loss, reason = "a cell of a workbook holds no more than 15 digits anyway")]
fn whole(number: i64) -> f64 {
    number as f64
}
