//! Which column says what.
use super::rows::{Row, Said, day};
use super::unreadable;
use chrono::NaiveDate;
use dienstweg_intake::{SheetRow, read_sheet};
use dienstweg_kernel::error::{Error, Fault, Text};
use dienstweg_kernel::ids::ProgrammeId;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::service::{parsed, programme_get};
use dienstweg_rollouts::template::{self, Level, Milestone, Template};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a column may say beside milestones, with names it is known by.
const TARGETS: [(&str, &[&str]); 10] = [
    ("body", &["ags", "ars", "schlüssel", "gemeindeschlüssel", "regionalschlüssel", "stelle", "body key"]),
    ("service", &["leistung", "dienst", "leika", "service key", "leistungsschlüssel"]),
    ("started_on", &["beginn", "start", "begonnen am"]),
    ("phase", &["phase", "stand"]),
    ("outcome", &["ergebnis", "ausgang"]),
    ("outcome_on", &["ergebnis am", "abgeschlossen am"]),
    ("order_number", &["bestellnummer", "auftragsnummer", "order"]),
    ("contact_name", &["ansprechperson", "kontakt", "name"]),
    ("contact_email", &["e mail", "email", "mail"]),
    ("contact_phone", &["telefon", "phone"]),
];

/// One thing a column may say.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StockMapping {
    /// Word of the parameter `map`, or the key of a milestone.
    pub target: String,
    /// The name of the milestone; nothing for what the word says.
    #[schema(required)]
    pub name: Option<template::Text>,
    pub required: bool,
    /// The column that is found to say it.
    #[schema(required)]
    pub column: Option<String>,
}

/// The columns of a sheet and what they are found to say.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StockColumns {
    pub columns: Vec<String>,
    pub rows: usize,
    pub mapping: Vec<StockMapping>,
}

/// What the columns of a sheet say, as far as their names tell.
///
/// # Errors
/// `not-found` for the programme; `invalid` for a file that cannot be read.
pub async fn stock_columns(reader: &Reader, bytes: &[u8], programme: ProgrammeId) -> Result<StockColumns> {
    let sheet = read_sheet(bytes).map_err(|fault| unreadable(&fault))?;
    let programme = programme_get(reader, programme).await?;
    let template = parsed(reader, programme.template.id.into()).await?;
    let found = |target: &str| guessed(&sheet.header, target, &template).map(|at| sheet.header[at].clone());
    let words = TARGETS.iter().map(|(target, _)| StockMapping {
        target: (*target).to_owned(),
        name: None,
        required: REQUIRED.contains(target),
        column: found(target),
    });
    let milestones = milestones(&template).map(|milestone| StockMapping {
        target: milestone.key.clone(),
        name: Some(milestone.name.clone()),
        required: false,
        column: found(&milestone.key),
    });
    let mapping = words.chain(milestones).collect();
    Ok(StockColumns { rows: sheet.rows.len(), mapping, columns: sheet.header })
}

const REQUIRED: [&str; 2] = ["body", "service"];

/// Milestones of rollouts of services, in order.
pub fn milestones(template: &Template) -> impl Iterator<Item = &Milestone> {
    template.phases.iter().filter(|phase| phase.level == Level::Daughter).flat_map(|phase| &phase.milestones)
}

/// Places of columns by target.
pub struct Mapping(BTreeMap<String, usize>);

impl Mapping {
    /// As said, and else as the names of the columns tell.
    ///
    /// # Errors
    /// `invalid` with all that is not there or not said.
    pub fn of(header: &[String], template: &Template, said: &[String]) -> Result<Self> {
        let mut places = BTreeMap::new();
        let mut faults = Vec::new();
        let known = |target: &str| {
            TARGETS.iter().any(|(word, _)| *word == target)
                || milestones(template).any(|one| one.key == target)
        };
        for (at, one) in said.iter().enumerate() {
            let (target, column) = one.split_once(':').unwrap_or((one, ""));
            match header.iter().position(|name| name == column) {
                Some(place) if known(target) => drop(places.insert(target.to_owned(), place)),
                _ => faults.push(unknown(at, one)),
            }
        }
        if said.is_empty() {
            let targets = TARGETS.iter().map(|(target, _)| *target);
            for target in targets.chain(milestones(template).map(|one| one.key.as_str())) {
                if let Some(place) = guessed(header, target, template) {
                    places.insert(target.to_owned(), place);
                }
            }
        }
        faults.extend(
            REQUIRED.iter().filter(|target| !places.contains_key(**target)).map(|target| missing(target)),
        );
        if faults.is_empty() { Ok(Self(places)) } else { Err(Error::invalid(faults)) }
    }

    /// What a row says, with what is wrong in it.
    pub fn row(&self, row: &SheetRow, template: &Template, as_of: NaiveDate) -> Row {
        let cell = |target: &str| {
            let text = row.cells.get(*self.0.get(target)?)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let mut said = Said::new(row.line);
        said.body = cell("body").map(whole_key);
        said.service = cell("service");
        said.started_on = cell("started_on").and_then(|text| said.read(&text, day(&text)));
        said.outcome_on = cell("outcome_on").and_then(|text| said.read(&text, day(&text)));
        said.contact_name = cell("contact_name");
        said.contact_email = cell("contact_email");
        said.contact_phone = cell("contact_phone");
        said.order_number = cell("order_number");
        for milestone in milestones(template) {
            let Some(text) = cell(&milestone.key) else { continue };
            let done = if is_yes(&text) { Some(as_of) } else { said.read(&text, day(&text)) };
            said.done.extend(done.map(|day| (milestone.key.clone(), day)));
        }
        said.finish(template, (cell("phase"), cell("outcome")), as_of)
    }
}

/// The key of a body as it was before a spreadsheet took it for a number: AGS have 5 or 8 digits, ARS 12.
fn whole_key(text: String) -> String {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && matches!(text.len(), 4 | 7 | 11) { format!("0{text}") } else { text }
}

/// What says that something was done without saying when.
fn is_yes(text: &str) -> bool {
    ["x", "ja", "yes", "erledigt", "done", "✓"].contains(&text.to_lowercase().as_str())
}

/// A column by the word, one of its other names, or the key or name of a milestone.
fn guessed(header: &[String], target: &str, template: &Template) -> Option<usize> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let others =
        TARGETS.iter().find(|(word, _)| *word == target).map(|(_, names)| *names).unwrap_or_default();
    let milestone = milestones(template).find(|one| one.key == target);
    let of_milestone = milestone.iter().flat_map(|one| [&one.name.de, &one.name.en]).map(String::as_str);
    let names: Vec<String> = others.iter().copied().chain([target]).chain(of_milestone).map(plain).collect();
    // "M3.2 DVDV-Eintrag" names its milestone too.
    let begins = |name: &str| milestone.is_some() && name.split(' ').next() == Some(plain(target).as_str());
    header.iter().position(|name| names.contains(&plain(name)) || begins(&plain(name)))
}

fn unknown(at: usize, said: &str) -> Fault {
    let de = format!("„{said}“: Diese Angabe oder diese Spalte gibt es nicht.");
    Fault::new(
        format!("/map/{at}"),
        "unknown_column",
        Text::new(de, format!("'{said}': there is no such target or column.")),
    )
}

fn missing(target: &str) -> Fault {
    let (de, en) = match target {
        "body" => ("Keine Spalte nennt den Schlüssel der Stelle.", "No column names the key of the body."),
        _ => ("Keine Spalte nennt den Schlüssel der Leistung.", "No column names the key of the service."),
    };
    Fault::new(format!("/map/{target}"), "missing_column", Text::new(de, en))
}
