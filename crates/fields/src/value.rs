//! Answers that parse: what comes in as JSON becomes a typed value or a list of faults.
use crate::answers::Answers;
use crate::{Choice, Field, Kind, Pattern};
use chrono::NaiveDate;
use dienstweg_kernel::error::{Fault, Text};
use serde_json::Value as Json;
use uuid::Uuid;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Decimal(Decimal),
    /// Cents.
    Money(i64),
    Date(NaiveDate),
    YesNo(bool),
    Choice(String),
    Several(Vec<String>),
    /// A person, an organisation or a file.
    Reference(Uuid),
    Repeat(Vec<Answers>),
}

/// A decimal number, exactly: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub digits: i64,
    pub places: u8,
}

impl Decimal {
    /// Reads `-12.50`.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        if unsigned.is_empty() || unsigned.len() > 12 || part.len() > 6 || !plain(unsigned) || !plain(part) {
            return None;
        }
        if text.ends_with('.') {
            return None;
        }
        let digits = format!("{whole}{part}").parse().ok()?;
        Some(Self { digits, places: u8::try_from(part.len()).ok()? })
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = usize::from(self.places);
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        if part.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

impl Value {
    /// As it is kept and sent.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Choice(text) => text.as_str().into(),
            Self::Integer(number) | Self::Money(number) => (*number).into(),
            Self::Decimal(decimal) => decimal.to_string().into(),
            Self::Date(date) => date.to_string().into(),
            Self::YesNo(truth) => (*truth).into(),
            Self::Several(keys) => keys.as_slice().into(),
            Self::Reference(id) => id.to_string().into(),
            Self::Repeat(entries) => entries.iter().map(Answers::to_json).collect(),
        }
    }

    /// Whether it is this one, or this one is among those chosen.
    pub(crate) fn is(&self, other: &Json) -> bool {
        match self {
            Self::Several(keys) => keys.iter().any(|key| other == key),
            _ => self.to_json() == *other,
        }
    }
}

/// Collects what is wrong with answers.
#[derive(Default)]
pub(crate) struct Reading(pub Vec<Fault>);

impl Reading {
    fn refuse<T>(&mut self, path: &str, code: &'static str, text: Text) -> Option<T> {
        self.0.push(Fault::new(path, code, text));
        None
    }

    fn wrong<T>(&mut self, path: &str, de: &'static str, en: &'static str) -> Option<T> {
        self.refuse(path, "wrong_type", Text::new(de, en))
    }

    /// The answer to one field; nothing where there is none or where it is faulty.
    pub fn value(&mut self, field: &Field, given: &Json, path: &str) -> Option<Value> {
        let blank = given.as_str().is_some_and(|text| text.trim().is_empty());
        let none = given.as_array().is_some_and(Vec::is_empty);
        if given.is_null() || blank || none {
            return None;
        }
        match &field.kind {
            Kind::Text { max_length, pattern } => self.text(given, path, *max_length, *pattern, false),
            Kind::LongText { max_length } => self.text(given, path, *max_length, None, true),
            Kind::Integer { min, max } => self.integer(given, path, *min, *max),
            Kind::Decimal { places } => self.decimal(given, path, *places),
            Kind::Money => match given.as_i64() {
                Some(cents) => Some(Value::Money(cents)),
                None => self.wrong(path, "Das ist kein Betrag in Cent.", "This is no amount in cents."),
            },
            Kind::Date => match given.as_str().and_then(|text| text.parse().ok()) {
                Some(date) => Some(Value::Date(date)),
                None => self.wrong(path, "Das ist kein Datum.", "This is no date."),
            },
            Kind::YesNo => match given.as_bool() {
                Some(truth) => Some(Value::YesNo(truth)),
                None => self.wrong(path, "Bitte wählen Sie Ja oder Nein.", "Please choose yes or no."),
            },
            Kind::Choice { options } => self.option(options, given, path).map(Value::Choice),
            Kind::Several { options } => self.several(options, given, path),
            Kind::Person | Kind::Organisation | Kind::File => {
                match given.as_str().and_then(|text| text.parse().ok()) {
                    Some(id) => Some(Value::Reference(id)),
                    None => self.wrong(path, "Das ist keine Kennung.", "This is no id."),
                }
            }
            Kind::Repeat { fields, max } => self.entries(fields, given, path, *max),
        }
    }

    fn text(
        &mut self,
        given: &Json,
        path: &str,
        max: u32,
        pattern: Option<Pattern>,
        lines: bool,
    ) -> Option<Value> {
        let Some(text) = given.as_str().map(str::trim) else {
            return self.wrong(path, "Das ist kein Text.", "This is no text.");
        };
        if text.chars().any(|letter| letter.is_control() && !(lines && matches!(letter, '\n' | '\r' | '\t')))
        {
            let text = Text::new("Steuerzeichen sind nicht erlaubt.", "Control characters are not allowed.");
            return self.refuse(path, "invalid_character", text);
        }
        if text.chars().count() > max as usize {
            let text = Text::new(format!("Höchstens {max} Zeichen."), format!("At most {max} characters."));
            return self.refuse(path, "length", text);
        }
        match pattern {
            Some(pattern) if !pattern.fits(text) => self.refuse(path, "pattern", pattern.wanted()),
            _ => Some(Value::Text(text.to_owned())),
        }
    }

    fn integer(&mut self, given: &Json, path: &str, min: Option<i64>, max: Option<i64>) -> Option<Value> {
        let Some(number) = given.as_i64() else {
            return self.wrong(path, "Das ist keine ganze Zahl.", "This is no whole number.");
        };
        let text = match (min, max) {
            (Some(min), _) if number < min => {
                Text::new(format!("Mindestens {min}."), format!("At least {min}."))
            }
            (_, Some(max)) if number > max => {
                Text::new(format!("Höchstens {max}."), format!("At most {max}."))
            }
            _ => return Some(Value::Integer(number)),
        };
        self.refuse(path, "range", text)
    }

    fn decimal(&mut self, given: &Json, path: &str, places: u8) -> Option<Value> {
        match given.as_str().and_then(|text| Decimal::parse(text.trim())) {
            Some(decimal) if decimal.places <= places => Some(Value::Decimal(decimal)),
            Some(_) => {
                let de = format!("Höchstens {places} Stellen nach dem Komma.");
                self.refuse(path, "places", Text::new(de, format!("At most {places} decimal places.")))
            }
            None => self.wrong(path, "Das ist keine Zahl.", "This is no number."),
        }
    }

    fn option(&mut self, options: &[Choice], given: &Json, path: &str) -> Option<String> {
        match given.as_str().filter(|key| options.iter().any(|option| option.key == **key)) {
            Some(key) => Some(key.to_owned()),
            None => {
                let text = Text::new(
                    "Bitte wählen Sie eine der Möglichkeiten.",
                    "Please choose one of the options.",
                );
                self.refuse(path, "unknown_option", text)
            }
        }
    }

    fn several(&mut self, options: &[Choice], given: &Json, path: &str) -> Option<Value> {
        let Some(given) = given.as_array() else {
            return self.wrong(path, "Das ist keine Auswahl.", "This is no selection.");
        };
        let before = self.0.len();
        let chosen: Vec<String> = given
            .iter()
            .enumerate()
            .filter_map(|(at, one)| self.option(options, one, &format!("{path}/{at}")))
            .collect();
        // Kept in the order of the options, so that the same choice is the same answer.
        let kept = options.iter().map(|option| &option.key).filter(|key| chosen.contains(key));
        (self.0.len() == before).then(|| Value::Several(kept.cloned().collect()))
    }

    fn entries(&mut self, fields: &[Field], given: &Json, path: &str, max: u32) -> Option<Value> {
        let Some(given) = given.as_array() else {
            return self.wrong(path, "Das ist keine Liste.", "This is no list.");
        };
        if given.len() > max as usize {
            let text = Text::new(format!("Höchstens {max} Einträge."), format!("At most {max} entries."));
            return self.refuse(path, "length", text);
        }
        let before = self.0.len();
        let mut entries = Vec::with_capacity(given.len());
        for (at, entry) in given.iter().enumerate() {
            let path = format!("{path}/{at}");
            match entry.as_object() {
                Some(entry) => entries.push(self.answers(fields.iter(), entry, &path)),
                None => self.wrong(&path, "Das ist kein Eintrag.", "This is no entry.").unwrap_or_default(),
            }
        }
        (self.0.len() == before).then_some(Value::Repeat(entries))
    }

    /// The answers to fields that are answered together.
    pub fn answers<'f>(
        &mut self,
        fields: impl Iterator<Item = &'f Field> + Clone,
        given: &serde_json::Map<String, Json>,
        path: &str,
    ) -> Answers {
        let mut answers = Answers::default();
        for (key, value) in given {
            match fields.clone().find(|field| field.key == *key) {
                Some(field) => {
                    if let Some(value) = self.value(field, value, &format!("{path}/{key}")) {
                        answers.set(key, value);
                    }
                }
                None => {
                    let text =
                        Text::new("Diese Frage gibt es hier nicht.", "There is no such question here.");
                    self.0.push(Fault::new(format!("{path}/{key}"), "unknown_field", text));
                }
            }
        }
        answers
    }
}
