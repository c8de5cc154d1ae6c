//! The plan: original and moved due dates.
//!
//! The clock of the plan stands while a waiting interval of a pausing kind is open. Rules about moving dates are asked for
//! the day on which it stopped, so they do not change by the passing of time; the dates shown move along. Dates fixed by
//! hand stand, so for them the clock runs on.

use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;

use crate::template::Template;

use super::course::{Course, Step};
use super::days::{between, local_date, plus};
use super::facts::Facts;

/// When the clock of the plan stood. Days of a pause are the working days in `(first, last]`, counted once where pauses overlap.
pub(super) struct Pauses<'a> {
    calendar: &'a WorkCalendar,
    /// Disjoint and ascending.
    closed: Vec<(NaiveDate, NaiveDate)>,
    /// First day of the pause that is still open.
    pub stopped_since: Option<NaiveDate>,
}

impl<'a> Pauses<'a> {
    pub fn of(template: &Template, facts: &Facts, start: NaiveDate, calendar: &'a WorkCalendar) -> Self {
        let (mut spans, mut stopped_since) = (Vec::new(), None::<NaiveDate>);
        for waiting in &facts.waiting {
            if !template.waiting_kind(&waiting.kind).is_some_and(|kind| kind.pauses) {
                continue;
            }
            let from = local_date(waiting.from).max(start);
            match waiting.until {
                Some(until) => spans.push((from, local_date(until))),
                None => stopped_since = Some(stopped_since.map_or(from, |day| day.min(from))),
            }
        }
        spans.extend(
            facts.deferrals.iter().map(|deferral| (local_date(deferral.from).max(start), deferral.end_day())),
        );
        if let Some(day) = stopped_since {
            for span in &mut spans {
                span.1 = span.1.min(day);
            }
        }
        Self { calendar, closed: union(spans), stopped_since }
    }

    /// Working days of closed pauses after `from` and up to `to`.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.closed
            .iter()
            .map(|(first, last)| between(self.calendar, (*first).max(from), (*last).min(to)))
            .sum()
    }

    /// The day the clock of the plan shows.
    pub fn clock(&self, day: NaiveDate) -> NaiveDate {
        self.stopped_since.map_or(day, |stopped| day.min(stopped))
    }

    /// Working days since the clock stopped.
    pub fn open_days(&self, today: NaiveDate) -> i64 {
        self.stopped_since.map_or(0, |stopped| between(self.calendar, stopped, today))
    }
}

fn union(mut spans: Vec<(NaiveDate, NaiveDate)>) -> Vec<(NaiveDate, NaiveDate)> {
    spans.retain(|(first, last)| first < last);
    spans.sort_unstable();
    let mut merged: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(spans.len());
    for (first, last) in spans {
        match merged.last_mut() {
            Some(open) if first <= open.1 => open.1 = open.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// Original and moved dates of one course.
pub(super) struct Plan<'a> {
    pub start: NaiveDate,
    pub calendar: &'a WorkCalendar,
    pub pauses: Pauses<'a>,
    /// Go-live date fixed by hand, and its target: what comes after the go-live follows it.
    pub anchor: Option<(NaiveDate, i64)>,
}

impl Plan<'_> {
    /// Due after this many working days of the course, as planned at the start.
    pub fn original(&self, target: i64) -> NaiveDate {
        plus(self.calendar, self.start, target)
    }

    /// The due date in force by the plan's clock: fixed by hand, or the original moved by the pauses before it was settled.
    pub fn due(&self, step: &Step<'_>) -> NaiveDate {
        step.due_by_hand.unwrap_or_else(|| self.moved(step.target, step.after_go_live, step.settled_at()))
    }

    /// The moved end of the course.
    pub fn end(&self, course: &Course<'_>, finished: Option<DateTime<Utc>>) -> NaiveDate {
        self.moved(course.length, true, finished)
    }

    fn moved(&self, target: i64, after_go_live: bool, settled: Option<DateTime<Utc>>) -> NaiveDate {
        let (from, days) = match self.anchor {
            Some((fixed, anchored)) if after_go_live => (fixed, target - anchored),
            _ => (self.start, target),
        };
        let paused = if self.pauses.closed.is_empty() {
            0
        } else {
            self.pauses.days(from, settled.map_or(NaiveDate::MAX, local_date))
        };
        plus(self.calendar, from, days + paused)
    }

    /// The due date to show: as [`Self::due`], and moving on while the clock stands.
    pub fn shown_due(&self, step: &Step<'_>, today: NaiveDate) -> NaiveDate {
        let due = self.due(step);
        if step.is_open() && step.due_by_hand.is_none() {
            plus(self.calendar, due, self.pauses.open_days(today))
        } else {
            due
        }
    }
}
