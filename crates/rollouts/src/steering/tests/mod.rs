//! Tests of steering: examples worked out by hand, and properties over random histories.

mod examples;
mod properties;
mod random;
mod refusals;

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_calendar::{Flags, Land, WorkCalendar};

use super::*;
use crate::template::{EFA_STANDARD, Lang, Level, parse};

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| parse(EFA_STANDARD).unwrap());
static BAVARIA: LazyLock<WorkCalendar> = LazyLock::new(|| WorkCalendar::new(Land::BY, Flags::default()));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon in Germany in winter.
fn noon(text: &str) -> DateTime<Utc> {
    day(text).and_hms_opt(11, 0, 0).unwrap().and_utc()
}

/// A daughter's course that starts on Monday, 2 February 2026.
fn started() -> Facts {
    Facts { level: Some(Level::Daughter), start: Some(day("2026-02-02")), ..Facts::default() }
}

fn at(facts: &Facts, date: &str) -> Steering {
    evaluate(&TEMPLATE, facts, Calendars::one(&BAVARIA), noon(date))
}

/// Enters a command at noon of a day and expects it to be accepted.
fn enter(facts: &mut Facts, date: &str, command: Command) {
    apply(&TEMPLATE, facts, &command, noon(date), noon(date)).unwrap();
}

fn complete(facts: &mut Facts, date: &str, keys: &[&str]) {
    for key in keys {
        enter(facts, date, Command::Complete { milestone: (*key).to_owned() });
    }
}

fn wait(facts: &mut Facts, date: &str, kind: &str) {
    enter(
        facts,
        date,
        Command::StartWaiting { kind: kind.to_owned(), role: None, party: None, follow_up: None },
    );
}

fn told(steering: &Steering, lang: Lang) -> String {
    let (light, reason) = steering.schedule.at(steering.as_of);
    let holder = steering
        .ball
        .as_ref()
        .and_then(|ball| TEMPLATE.role(&ball.holder.role))
        .map(|role| role.name.get(lang));
    let today = local_date(steering.as_of);
    Telling { template: &TEMPLATE, calendars: Calendars::one(&BAVARIA), today, lang, holder }
        .sentence(light, reason)
}
