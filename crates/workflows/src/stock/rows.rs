//! What the rows of a sheet say, and whether it can be.
use super::mapping::milestones;
use chrono::NaiveDate;
use dienstweg_customers::service::organisations_by_keys;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::{Error, Reader, Result};
use dienstweg_rollouts::service::ServicesByKey;
use dienstweg_rollouts::template::{Level, OutcomeKey, Template};
use dienstweg_rollouts::view::ProgrammeView;
use dienstweg_worker::jobs::{NewItem, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// Somebody at the body to talk to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// What is to be taken in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stock {
    pub body: OrganisationId,
    pub service: ServiceId,
    pub started_on: NaiveDate,
    /// Milestones by key, with the day each was done.
    pub done: Vec<(String, NaiveDate)>,
    pub outcome: Option<(OutcomeKey, NaiveDate)>,
    pub order_number: Option<String>,
    pub contact: Option<Contact>,
}

/// What a row says, in its own words as far as they have to be looked up.
pub struct Row {
    line: usize,
    body: Option<String>,
    service: Option<String>,
    started_on: Option<NaiveDate>,
    done: Vec<(String, NaiveDate)>,
    outcome: Option<(OutcomeKey, NaiveDate)>,
    order_number: Option<String>,
    contact: Option<Contact>,
    faults: Vec<(String, String)>,
}

/// A row while it is read.
#[derive(Default)]
pub struct Said {
    pub body: Option<String>,
    pub service: Option<String>,
    pub started_on: Option<NaiveDate>,
    pub done: Vec<(String, NaiveDate)>,
    pub outcome_on: Option<NaiveDate>,
    pub order_number: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
    line: usize,
    faults: Vec<(String, String)>,
}

/// A day as people and spreadsheets write it.
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.split([' ', 'T']).next().unwrap_or(text);
    ["%Y-%m-%d", "%d.%m.%Y"].iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

impl Said {
    pub fn new(line: usize) -> Self {
        Self { line, ..Self::default() }
    }

    /// What was read, or a fault.
    pub fn read<T>(&mut self, text: &str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.fault(format!("„{text}“ ist kein Datum"), format!("'{text}' is no date"));
        }
        read
    }

    fn fault(&mut self, de: impl Into<String>, en: impl Into<String>) {
        self.faults.push((de.into(), en.into()));
    }

    /// A phase stands for all that is required before it, the outcome `live` for all that leads to the go-live.
    pub fn finish(
        mut self,
        template: &Template,
        words: (Option<String>, Option<String>),
        as_of: NaiveDate,
    ) -> Row {
        let (phase, outcome) = words;
        let outcome = outcome.and_then(|word| self.outcome(&word));
        let on = self.outcome_on.unwrap_or(as_of);
        let mut implied = phase.map(|word| self.before_phase(template, &word)).unwrap_or_default();
        if outcome == Some(OutcomeKey::Live) {
            implied.extend(before_live(template));
        }
        for key in implied {
            if !self.done.iter().any(|(known, _)| *known == key) {
                let day = if outcome == Some(OutcomeKey::Live) { on } else { as_of };
                self.done.push((key, day));
            }
        }
        let place = |key: &str| milestones(template).position(|one| one.key == key);
        self.done.sort_by_key(|(key, day)| (*day, place(key)));
        let name = self.contact_name.or_else(|| self.contact_email.clone());
        let (email, phone) = (self.contact_email, self.contact_phone);
        Row {
            line: self.line,
            body: self.body,
            service: self.service,
            started_on: self.started_on,
            done: self.done,
            outcome: outcome.filter(|key| key.ends_course()).map(|key| (key, on)),
            order_number: self.order_number,
            contact: name.map(|name| Contact { name, email, phone }),
            faults: self.faults,
        }
    }

    fn outcome(&mut self, word: &str) -> Option<OutcomeKey> {
        use OutcomeKey as O;
        let all = [O::Live, O::OwnSolution, O::NotCompetent, O::Cancelled, O::Replaced];
        let said = word.to_lowercase();
        let found = all.into_iter().find(|key| key.as_str() == said || key.german().to_lowercase() == said);
        if found.is_none() {
            self.fault(format!("„{word}“ ist kein Ergebnis"), format!("'{word}' is no outcome"));
        }
        found
    }

    fn before_phase(&mut self, template: &Template, word: &str) -> Vec<String> {
        let said = word.to_lowercase();
        let phases: Vec<_> = template.phases.iter().filter(|phase| phase.level == Level::Daughter).collect();
        let is = |name: &str| name.to_lowercase() == said;
        let at = phases.iter().position(|phase| is(&phase.key) || is(&phase.name.de) || is(&phase.name.en));
        let Some(at) = at else {
            self.fault(format!("Die Phase „{word}“ gibt es nicht"), format!("there is no phase '{word}'"));
            return Vec::new();
        };
        let required = phases.iter().take(at).flat_map(|phase| &phase.milestones).filter(|one| one.required);
        required.map(|one| one.key.clone()).collect()
    }
}

/// What is required up to the go-live.
fn before_live(template: &Template) -> Vec<String> {
    let live = template.go_live().map(|one| one.key.as_str());
    let mut keys = Vec::new();
    for milestone in milestones(template).filter(|one| one.required) {
        keys.push(milestone.key.clone());
        if Some(milestone.key.as_str()) == live {
            break;
        }
    }
    keys
}

/// What the keys of a sheet mean to the caller.
pub struct Known<'p> {
    organisations: HashMap<String, OrganisationId>,
    services: ServicesByKey,
    programme: &'p ProgrammeView,
}

impl<'p> Known<'p> {
    pub async fn load(reader: &Reader, rows: &[Row], programme: &'p ProgrammeView) -> Result<Self> {
        let bodies: BTreeSet<String> = rows.iter().filter_map(|row| row.body.clone()).collect();
        let services: BTreeSet<&str> = rows.iter().filter_map(|row| row.service.as_deref()).collect();
        Ok(Self {
            organisations: organisations_by_keys(reader, &bodies.into_iter().collect::<Vec<_>>()).await?,
            services: ServicesByKey::load(reader, services).await?,
            programme,
        })
    }

    /// The item of a row, refused where it cannot be.
    pub fn item(&self, mut row: Row, today: NaiveDate) -> Result<NewItem> {
        let key = format!("{}: {} {}", row.line, said(&row.body), said(&row.service));
        let body = self.body(&mut row);
        let service = self.service(&mut row);
        let days =
            row.done.iter().map(|(_, day)| *day).chain(row.started_on).chain(row.outcome.map(|(_, day)| day));
        if let Some(late) = days.max().filter(|day| *day > today) {
            row.faults.push((
                format!("Der {} liegt in der Zukunft", late.format("%d.%m.%Y")),
                format!("{late} lies ahead"),
            ));
        }
        let (Some(body), Some(service), true) = (body, service, row.faults.is_empty()) else {
            return Ok(NewItem { key: Some(key), refusal: Some(refusal(&row.faults)), ..NewItem::default() });
        };
        let first = row.done.iter().map(|(_, day)| *day).min();
        let started_on = row.started_on.or(first).unwrap_or(today);
        let (done, outcome) = (row.done, row.outcome);
        let stock = Stock {
            body,
            service,
            started_on,
            done,
            outcome,
            order_number: row.order_number,
            contact: row.contact,
        };
        let data = Some(serde_json::to_value(stock).map_err(Error::internal)?);
        Ok(NewItem { key: Some(key), data, ..NewItem::default() })
    }

    fn body(&self, row: &mut Row) -> Option<OrganisationId> {
        let found = self.organisations.get(row.body.as_deref().unwrap_or_default()).copied();
        if found.is_none() {
            let said = said(&row.body);
            let de = format!("Zu „{said}“ finden Sie keine Stelle, oder es ist nicht eindeutig");
            row.faults.push((de, format!("there is no body '{said}' that you see, or it is ambiguous")));
        }
        found
    }

    fn service(&self, row: &mut Row) -> Option<ServiceId> {
        let said = said(&row.service).to_owned();
        let mut found = self.services.of(&said);
        let (de, en) = match (found.next(), found.next()) {
            (Some(one), None) if self.programme.services.iter().any(|known| known.id == one.id.0) => {
                return Some(one.id);
            }
            (Some(_), None) => (
                format!("„{said}“ gehört nicht zu diesem Programm"),
                format!("'{said}' is not part of this programme"),
            ),
            _ => (
                format!("Zu „{said}“ gibt es keine Leistung, oder es ist nicht eindeutig"),
                format!("there is no service '{said}', or it is ambiguous"),
            ),
        };
        row.faults.push((de, en));
        None
    }
}

fn said(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn refusal(faults: &[(String, String)]) -> Refusal {
    let all = |text: fn(&(String, String)) -> &str| faults.iter().map(text).collect::<Vec<_>>().join("; ");
    Refusal::new("invalid", all(|(de, _)| de), all(|(_, en)| en))
}
