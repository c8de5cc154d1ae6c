//! Days and midnights: the local day of Europe/Berlin, working days, and the calendar of each role.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Berlin;
use dienstweg_calendar::WorkCalendar;

/// The calendars in force: one for the rollout itself and, where they differ, one per role.
#[derive(Debug, Clone, Copy)]
pub struct Calendars<'a> {
    /// Counts phases, pauses and the forecast, and everything of roles without an own calendar.
    pub default: &'a WorkCalendar,
    /// Role key and calendar: counts how long that role is overdue or waited for.
    pub by_role: &'a [(&'a str, &'a WorkCalendar)],
}

impl<'a> Calendars<'a> {
    /// One calendar for all.
    #[must_use]
    pub const fn one(default: &'a WorkCalendar) -> Self {
        Self { default, by_role: &[] }
    }

    /// The calendar of a role.
    #[must_use]
    pub fn of(&self, role: &str) -> &'a WorkCalendar {
        self.by_role.iter().find(|(key, _)| *key == role).map_or(self.default, |(_, calendar)| calendar)
    }
}

/// The instant at which a day begins in Germany. The clock changes at 02:00, so midnight always exists once.
#[must_use]
pub fn local_midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    Berlin
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |local| local.to_utc())
}

/// The last second of a day in Germany, for what is known by its day.
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    local_midnight(day.succ_opt().unwrap_or(day)) - TimeDelta::seconds(1)
}

/// The day it is in Germany at an instant.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Berlin).date_naive()
}

/// `day` plus `days` working days; the day itself when there is nothing to add, also on a weekend.
pub(super) fn plus(calendar: &WorkCalendar, day: NaiveDate, days: i64) -> NaiveDate {
    if days <= 0 { day } else { calendar.add_working_days(day, days) }
}

/// Working days in `(from, to]`, none when `to` lies before `from`.
pub(super) fn between(calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> i64 {
    if to <= from { 0 } else { calendar.working_days_between(from, to) }
}

/// The earliest day from which `to` is at most `days` working days away.
pub(super) fn earliest_within(calendar: &WorkCalendar, to: NaiveDate, days: i64) -> NaiveDate {
    let last = if calendar.is_working_day(to) { to } else { calendar.add_working_days(to, -1) };
    if days <= 0 { last } else { calendar.add_working_days(last, -days) }
}
