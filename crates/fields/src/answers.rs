//! What was answered, and where that stands.
use crate::condition::Scope;
use crate::value::Reading;
use crate::{Field, Form, Text, Value};
use dienstweg_kernel::error::Fault;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Answers by the keys of their fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Value>);

impl Answers {
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    pub fn set(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    /// As they are kept and sent.
    pub fn to_json(&self) -> Json {
        Json::Object(self.0.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
    }
}

/// A required answer that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// JSON pointer in the answers, such as `/contacts/0/phone`.
    pub pointer: String,
    pub label: Text,
}

/// Where a form stands with its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Keys of the fields that are asked, in order; those in repeats are not counted.
    pub asked: Vec<String>,
    /// How many of these are answered.
    pub answered: usize,
    pub missing: Vec<Missing>,
}

impl Form {
    /// Reads answers; what is `null`, blank or an empty list is no answer.
    ///
    /// # Errors
    /// Every fault at once, with the path of its field.
    pub fn read(&self, given: &Map<String, Json>) -> Result<Answers, Vec<Fault>> {
        let mut reading = Reading::default();
        let fields: Vec<&Field> = self.fields().collect();
        let answers = reading.answers(fields.iter().copied(), given, "");
        if reading.0.is_empty() { Ok(answers) } else { Err(reading.0) }
    }

    /// Reads what was kept, answer by answer: what no longer suits this form is left out.
    pub fn read_kept<'j>(&self, kept: impl IntoIterator<Item = (&'j str, &'j Json)>) -> Answers {
        let mut answers = Answers::default();
        for (key, value) in kept {
            let read = self.field(key).and_then(|field| Reading::default().value(field, value, ""));
            if let Some(value) = read {
                answers.set(key, value);
            }
        }
        answers
    }

    /// What is asked, answered and missing.
    pub fn standing(&self, answers: &Answers) -> Standing {
        let scope = Scope::new(self.fields(), answers, None);
        let mut standing = Standing::default();
        for field in self.fields().filter(|field| scope.shows(field)) {
            standing.asked.push(field.key.clone());
            let pointer = format!("/{}", field.key);
            match answers.get(&field.key) {
                Some(Value::Repeat(entries)) => {
                    standing.answered += 1;
                    for (at, entry) in entries.iter().enumerate() {
                        let inner = Scope::new(field.inner().iter(), entry, Some(&scope));
                        let lacking = |field: &&Field| {
                            field.required && inner.shows(field) && entry.get(&field.key).is_none()
                        };
                        standing.missing.extend(field.inner().iter().filter(lacking).map(|field| Missing {
                            pointer: format!("{pointer}/{at}/{}", field.key),
                            label: field.label.clone(),
                        }));
                    }
                }
                Some(_) => standing.answered += 1,
                None if field.required => {
                    standing.missing.push(Missing { pointer, label: field.label.clone() });
                }
                None => {}
            }
        }
        standing
    }

    /// The answers without those of hidden fields.
    pub fn asked(&self, answers: &Answers) -> Answers {
        let scope = Scope::new(self.fields(), answers, None);
        let mut asked = Answers::default();
        for field in self.fields().filter(|field| scope.shows(field)) {
            match answers.get(&field.key) {
                Some(Value::Repeat(entries)) => {
                    let entries = entries.iter().map(|entry| {
                        let inner = Scope::new(field.inner().iter(), entry, Some(&scope));
                        let shown = field.inner().iter().filter(|field| inner.shows(field));
                        let pairs = shown
                            .filter_map(|field| Some((field.key.clone(), entry.get(&field.key)?.clone())));
                        Answers(pairs.collect())
                    });
                    asked.set(&field.key, Value::Repeat(entries.collect()));
                }
                Some(value) => asked.set(&field.key, value.clone()),
                None => {}
            }
        }
        asked
    }
}
