//! Full validation of a definition: every fault at once, each with its JSON pointer.
use crate::value::Reading;
use crate::{Choice, Condition, EARLIER, Field, Form, Kind, Text};
use dienstweg_kernel::error::{Fault, Text as Message};
use std::collections::{HashMap, HashSet};

/// Most fields of a form, options of a field and entries of a repeat.
const MOST: usize = 300;
/// Longest text of an answer in characters.
const LONGEST: u32 = 20_000;

#[derive(Default)]
struct Report(Vec<Fault>);

impl Report {
    fn add(
        &mut self,
        pointer: String,
        code: &'static str,
        de: impl Into<std::borrow::Cow<'static, str>>,
        en: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.0.push(Fault::new(pointer, code, Message::new(de, en)));
    }

    fn text(&mut self, pointer: &str, text: &Text) {
        for (language, value) in [("de", &text.de), ("en", &text.en)] {
            if value.trim().is_empty() {
                self.add(format!("{pointer}/{language}"), "blank", "Der Text fehlt.", "The text is missing.");
            }
        }
    }

    fn help(&mut self, pointer: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(&format!("{pointer}/help"), text);
        }
    }

    fn key(&mut self, pointer: String, key: &str) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
        if !key.starts_with(|first: char| first.is_ascii_lowercase())
            || key.len() > 60
            || !key.bytes().all(plain)
        {
            self.add(
                pointer,
                "key",
                "Ein Schlüssel beginnt mit einem Kleinbuchstaben und hat höchstens 60 Zeichen: a–z, 0–9, - und _.",
                "A key begins with a lower case letter and has at most 60 characters: a–z, 0–9, - and _.",
            );
        }
    }

    fn range(&mut self, pointer: String, fine: bool) {
        if !fine {
            self.add(
                pointer,
                "out_of_range",
                "Dieser Wert geht hier nicht.",
                "This value is not possible here.",
            );
        }
    }
}

impl Form {
    /// Every fault of the definition; `sources` are the names a prefill may have.
    pub fn faults(&self, sources: &[&str]) -> Vec<Fault> {
        let mut report = Report::default();
        report.key("/key".to_owned(), &self.key);
        report.text("/title", &self.title);
        report.help("", self.help.as_ref());
        for (at, section) in self.sections.iter().enumerate() {
            let pointer = format!("/sections/{at}");
            report.text(&format!("{pointer}/title"), &section.title);
            report.help(&pointer, section.help.as_ref());
            if section.fields.is_empty() {
                report.add(
                    format!("{pointer}/fields"),
                    "empty",
                    "Dieser Abschnitt fragt nichts.",
                    "This section asks nothing.",
                );
            }
        }
        report.range("/sections".to_owned(), (1..=MOST).contains(&self.fields().count()));
        for (pointer, field) in self.placed() {
            check_field(&mut report, &pointer, field, false);
            for (at, inner) in field.inner().iter().enumerate() {
                check_field(&mut report, &format!("{pointer}/kind/fields/{at}"), inner, true);
            }
        }
        self.check_unique(&mut report);
        self.check_references(&mut report, sources);
        self.check_circles(&mut report);
        report.0
    }

    /// Keys are unique over the whole form, repeats included, so that a reference means one field.
    fn check_unique(&self, report: &mut Report) {
        let mut seen = HashSet::new();
        for (pointer, field) in self.all() {
            if !seen.insert(&field.key) {
                let (de, en) = (
                    format!("Den Schlüssel „{}“ gibt es schon.", field.key),
                    format!("The key \"{}\" is there already.", field.key),
                );
                report.add(format!("{pointer}/key"), "duplicate_key", de, en);
            }
        }
    }

    /// All fields with those inside of repeats.
    fn all(&self) -> impl Iterator<Item = (String, &Field)> {
        self.placed().flat_map(|(pointer, field)| {
            let inner = field.inner().iter().enumerate();
            let inside: Vec<_> =
                inner.map(|(at, inner)| (format!("{pointer}/kind/fields/{at}"), inner)).collect();
            std::iter::once((pointer, field)).chain(inside)
        })
    }

    fn check_references(&self, report: &mut Report, sources: &[&str]) {
        for (pointer, field) in self.placed() {
            if let Some(when) = &field.when {
                self.check_condition(report, &format!("{pointer}/when"), when, &[]);
            }
            self.check_prefill(report, &pointer, field, sources);
            for (at, inner) in field.inner().iter().enumerate() {
                if let Some(when) = &inner.when {
                    let pointer = format!("{pointer}/kind/fields/{at}/when");
                    self.check_condition(report, &pointer, when, field.inner());
                }
            }
        }
    }

    /// `beside` are the fields of the same entry, where the condition stands in a repeat.
    fn check_condition(&self, report: &mut Report, pointer: &str, condition: &Condition, beside: &[Field]) {
        let place = |key: &str| beside.iter().find(|field| field.key == key).or_else(|| self.field(key));
        match condition {
            Condition::And { conditions } | Condition::Or { conditions } => {
                if conditions.is_empty() {
                    report.add(
                        format!("{pointer}/conditions"),
                        "empty",
                        "Diese Bedingung ist leer.",
                        "This condition is empty.",
                    );
                }
                for (at, one) in conditions.iter().enumerate() {
                    self.check_condition(report, &format!("{pointer}/conditions/{at}"), one, beside);
                }
            }
            Condition::Not { condition } => {
                self.check_condition(report, &format!("{pointer}/condition"), condition, beside);
            }
            Condition::Eq { field, .. } | Condition::In { field, .. } | Condition::Answered { field } => {
                match place(field) {
                    Some(field) => check_values(report, pointer, condition, field),
                    None => report.add(
                        format!("{pointer}/field"),
                        "unknown_field",
                        format!("Die Bedingung fragt nach „{field}“, das gibt es hier nicht."),
                        format!("The condition asks for \"{field}\", which is not there."),
                    ),
                }
            }
        }
    }

    fn check_prefill(&self, report: &mut Report, pointer: &str, field: &Field, sources: &[&str]) {
        let Some(source) = &field.prefill else { return };
        let known = match source.strip_prefix(EARLIER) {
            Some(key) => self.field(key).is_some_and(|other| other.kind == field.kind),
            None => sources.contains(&source.as_str()),
        };
        if !known {
            report.add(
                format!("{pointer}/prefill"),
                "unknown_source",
                format!("Die Quelle „{source}“ gibt es nicht."),
                format!("There is no source \"{source}\"."),
            );
        }
    }

    /// A field that depends on itself, however long the way.
    fn check_circles(&self, report: &mut Report) {
        let depends: HashMap<&str, Vec<&str>> = self
            .all()
            .map(|(_, field)| {
                (field.key.as_str(), field.when.as_ref().map(Condition::fields).unwrap_or_default())
            })
            .collect();
        for (pointer, field) in self.all() {
            let mut reached: Vec<&str> = Vec::new();
            let mut ahead: Vec<&str> = depends.get(field.key.as_str()).cloned().unwrap_or_default();
            while let Some(key) = ahead.pop() {
                if !reached.contains(&key) {
                    reached.push(key);
                    ahead.extend(depends.get(key).into_iter().flatten());
                }
            }
            if reached.contains(&field.key.as_str()) {
                report.add(
                    format!("{pointer}/when"),
                    "circle",
                    format!("Ob „{}“ gefragt wird, hängt im Kreis von sich selbst ab.", field.label.de),
                    format!("Whether \"{}\" is asked depends on itself in a circle.", field.label.en),
                );
            }
        }
    }
}

fn check_field(report: &mut Report, pointer: &str, field: &Field, inside: bool) {
    report.key(format!("{pointer}/key"), &field.key);
    report.text(&format!("{pointer}/label"), &field.label);
    report.help(pointer, field.help.as_ref());
    let of = |member: &str| format!("{pointer}/kind/{member}");
    match &field.kind {
        Kind::Text { max_length, .. } | Kind::LongText { max_length } => {
            report.range(of("max_length"), (1..=LONGEST).contains(max_length));
        }
        Kind::Integer { min: Some(min), max: Some(max) } => report.range(of("max"), min <= max),
        Kind::Decimal { places } => report.range(of("places"), *places <= 6),
        Kind::Choice { options } | Kind::Several { options } => check_options(report, pointer, options),
        Kind::Repeat { fields, max } => {
            report.range(of("max"), (1..=50).contains(max));
            report.range(of("fields"), !inside && (1..=30).contains(&fields.len()));
        }
        _ => {}
    }
    if inside && field.prefill.is_some() {
        report.add(
            format!("{pointer}/prefill"),
            "prefill_in_repeat",
            "Einträge einer Liste werden nicht vorbelegt.",
            "Entries of a list are not prefilled.",
        );
    }
}

fn check_options(report: &mut Report, pointer: &str, options: &[Choice]) {
    report.range(format!("{pointer}/kind/options"), (1..=MOST).contains(&options.len()));
    let mut seen = HashSet::new();
    for (at, option) in options.iter().enumerate() {
        let pointer = format!("{pointer}/kind/options/{at}");
        report.key(format!("{pointer}/key"), &option.key);
        report.text(&format!("{pointer}/label"), &option.label);
        if !seen.insert(&option.key) {
            report.add(
                format!("{pointer}/key"),
                "duplicate_key",
                "Diese Möglichkeit gibt es schon.",
                "This option is there already.",
            );
        }
    }
}

/// What is compared with must be an answer the field can have.
fn check_values(report: &mut Report, pointer: &str, condition: &Condition, field: &Field) {
    let given = match condition {
        Condition::Eq { value, .. } => vec![(format!("{pointer}/value"), value)],
        Condition::In { values, .. } => {
            let each = values.iter().enumerate();
            each.map(|(at, value)| (format!("{pointer}/values/{at}"), value)).collect()
        }
        _ => return,
    };
    let comparable = !matches!(field.kind, Kind::Repeat { .. } | Kind::File | Kind::LongText { .. });
    for (pointer, value) in given {
        let one = serde_json::json!([value]);
        let value = if matches!(field.kind, Kind::Several { .. }) { &one } else { value };
        let mut reading = Reading::default();
        let read = reading.value(field, value, "");
        let same = read.is_some_and(|read| read.to_json() == *value);
        if !comparable || !same {
            report.add(
                pointer,
                "never_answered",
                format!("„{}“ kann so nie beantwortet werden.", field.label.de),
                format!("\"{}\" can never be answered like this.", field.label.en),
            );
        }
    }
}
