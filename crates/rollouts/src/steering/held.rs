//! How long milestones are held: from the day on which everything before them is there until they are done.
//!
//! Waiting counts, because somebody has the ball; time in which the rollout was deferred does not.

use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;

use crate::template::Template;

use super::course::{Course, MilestoneState, Step};
use super::days::{between, local_date};
use super::facts::Facts;

/// The days on which a course rested: days in `(first, last]`, counted for nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rests(Vec<(NaiveDate, NaiveDate)>);

impl Rests {
    /// The deferrals, as far as they have come.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let day = |deferral: &super::Deferral| (local_date(deferral.from), deferral.end_day());
        Self(facts.deferrals.iter().map(day).filter(|(first, last)| first < last).collect())
    }

    /// Working days in `(from, to]` on which the course did not rest.
    #[must_use]
    pub fn held(&self, calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> i64 {
        let rested =
            self.0.iter().map(|(first, last)| between(calendar, (*first).max(from), (*last).min(to)));
        between(calendar, from, to) - rested.sum::<i64>()
    }
}

/// The day from which a milestone could be done: the start, or when the last of its gate was settled. `None` while
/// something is missing.
pub(super) fn ready_on(course: &Course<'_>, step: &Step<'_>, start: NaiveDate) -> Option<NaiveDate> {
    let mut day = start;
    for gate in step.milestone.gate.iter().filter_map(|key| course.step(key)) {
        day = day.max(local_date(gate.settled_at()?));
    }
    Some(day)
}

/// Working days it took to do a milestone; `None` while it is open, and where it was skipped.
pub(super) fn took(rests: &Rests, calendar: &WorkCalendar, step: &Step<'_>, ready: NaiveDate) -> Option<i64> {
    let done = step.settled_at().filter(|_| step.state == MilestoneState::Done)?;
    Some(rests.held(calendar, ready, local_date(done)))
}

/// For each milestone of a daughter's course its due date in working days of the course.
pub(crate) fn targets(template: &Template) -> Vec<(&str, i64)> {
    let facts = Facts { level: Some(crate::template::Level::Daughter), ..Facts::default() };
    let course = Course::untouched(template, &facts);
    course.steps.iter().map(|step| (step.milestone.key.as_str(), step.target)).collect()
}
