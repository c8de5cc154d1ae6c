//! The faults of a template and how they are collected.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::types::Text;

/// No phase and no limit is longer than this; ten years of working days catches slips of the pen.
const MOST_DAYS: i64 = 2500;

/// One fault of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TemplateFault)]
pub struct Fault {
    /// JSON pointer (RFC 6901) to the faulty value.
    pub pointer: String,
    /// Stable code in snake case.
    pub code: &'static str,
    pub message: Text,
}

/// All faults of a template, in reading order by kind of check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template has {} fault(s), first: {}", .0.len(), .0.first().map_or("", |fault| fault.message.en.as_str()))]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    pub(super) fn not_readable(cause: &serde_json::Error) -> Self {
        let mut report = Report::default();
        report.add(
            String::new(),
            "not_readable",
            &format!("Vorlage nicht lesbar: {cause}"),
            &format!("Template not readable: {cause}"),
        );
        Self(report.0)
    }
}

/// Collects faults.
#[derive(Default)]
pub(super) struct Report(pub Vec<Fault>);

impl Report {
    pub fn add(&mut self, pointer: String, code: &'static str, de: &str, en: &str) {
        self.0.push(Fault { pointer, code, message: Text { de: de.to_owned(), en: en.to_owned() } });
    }

    pub fn text(&mut self, pointer: &str, text: &Text) {
        for (lang, value) in [("de", &text.de), ("en", &text.en)] {
            if value.trim().is_empty() {
                self.add(format!("{pointer}/{lang}"), "blank", "Der Text fehlt.", "The text is missing.");
            }
        }
    }

    pub fn key(&mut self, pointer: &str, key: &str) {
        if key.trim().is_empty() {
            self.add(format!("{pointer}/key"), "blank", "Der Schlüssel fehlt.", "The key is missing.");
        }
    }

    pub fn days(&mut self, pointer: String, days: i64, least: i64) {
        if !(least..=MOST_DAYS).contains(&days) {
            let de = format!("{days} liegt nicht zwischen {least} und {MOST_DAYS} Arbeitstagen.");
            self.add(
                pointer,
                "days_out_of_range",
                &de,
                &format!("{days} is not within {least} to {MOST_DAYS} working days."),
            );
        }
    }

    pub fn unique<'a>(&mut self, keys: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: HashMap<&str, String> = HashMap::new();
        for (pointer, key) in keys {
            if let Some(first) = seen.get(key) {
                let (de, en) = (
                    format!("„{key}“ steht schon unter {first}."),
                    format!("\"{key}\" already stands at {first}."),
                );
                self.add(format!("{pointer}/key"), "duplicate_key", &de, &en);
            } else {
                seen.insert(key, pointer);
            }
        }
    }
}
