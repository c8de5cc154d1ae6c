//! Tests of the forecast: what the plan says without experience, what experience does to it, and real processes of others.

mod examples;
mod properties;
mod real;

use std::sync::LazyLock;

use chrono::NaiveDate;
use dienstweg_calendar::{Flags, Land, WorkCalendar};
use uuid::Uuid;

use super::*;
use crate::steering::{
    Calendars, Facts, MilestoneChange, MilestoneEntry, Rests, Steering, evaluate, local_midnight,
};
use crate::template::{EFA_STANDARD, Level, Template, parse};

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| parse(EFA_STANDARD).unwrap());
static BAVARIA: LazyLock<WorkCalendar> = LazyLock::new(|| WorkCalendar::new(Land::BY, Flags::default()));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A course from Monday, 2 February 2026 with these milestones done.
fn course(done: &[(&str, &str)]) -> Facts {
    let entry = |(key, date): &(&str, &str)| MilestoneEntry {
        milestone: (*key).to_owned(),
        at: local_midnight(day(date)) + chrono::Duration::hours(10),
        what: MilestoneChange::Done,
        reason: None,
    };
    let milestones = done.iter().map(entry).collect();
    Facts { level: Some(Level::Daughter), start: Some(day("2026-02-02")), milestones, ..Facts::default() }
}

fn steering(facts: &Facts, date: &str) -> Steering {
    let now = local_midnight(day(date)) + chrono::Duration::hours(12);
    evaluate(&TEMPLATE, facts, Calendars::one(&BAVARIA), now)
}

/// The forecast made on a day, of a course whose milestones are owed by `party`.
fn forecast(facts: &Facts, history: &History, party: Option<Uuid>, date: &str) -> Prediction {
    let steering = steering(facts, date);
    let rests = Rests::of(facts);
    let moment = Moment { calendar: &BAVARIA, rests: &rests, today: day(date) };
    let mut model = Model::new(&TEMPLATE, history);
    let open = open(&mut model, &steering.milestones, |_| party, moment);
    let seed = seed(Uuid::from_u128(7), day(date));
    predict(&mut Simulation::default(), &model, &open, seed, (&BAVARIA, day(date), None)).unwrap()
}

/// As often as said, a milestone took so long.
fn took(days: i64, times: u32) -> Seen {
    let mut seen = Seen::default();
    seen.add_done(days, times);
    seen
}
