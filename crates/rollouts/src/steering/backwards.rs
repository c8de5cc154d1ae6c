//! Planning backwards: from the day by which a service is to be live to the day its rollout has to begin.
use super::course::Course;
use super::days::{earliest_within, plus};
use super::facts::Facts;
use crate::template::{Level, Template};
use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;

/// Working days from the first day of a rollout to its go-live, as the template has it.
#[must_use]
pub fn days_to_go_live(template: &Template) -> i64 {
    let facts = Facts { level: Some(Level::Daughter), ..Facts::default() };
    Course::untouched(template, &facts).go_live().map_or(0, |step| step.target)
}

/// The first day of a rollout that is to be live by `by`, but not before `earliest`; and the go-live that follows.
#[must_use]
pub fn start_for(
    template: &Template,
    calendar: &WorkCalendar,
    by: NaiveDate,
    earliest: NaiveDate,
) -> (NaiveDate, NaiveDate) {
    let days = days_to_go_live(template);
    let start = earliest_within(calendar, by, days).max(earliest);
    (start, plus(calendar, start, days))
}

/// The last day, no later than `by`, on which the `nth` of several go-lives (counted from 0, the last one first) takes
/// place where only `per_week` fit into a week.
#[must_use]
pub fn slot(calendar: &WorkCalendar, by: NaiveDate, nth: usize, per_week: Option<usize>) -> NaiveDate {
    let weeks = per_week.filter(|per_week| *per_week > 0).map_or(0, |per_week| nth / per_week);
    let day = by - chrono::TimeDelta::weeks(i64::try_from(weeks).unwrap_or(0));
    earliest_within(calendar, day, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dienstweg_calendar::{Flags, Land};

    #[test]
    fn a_rollout_that_begins_on_the_day_found_is_live_in_time_and_not_a_day_early() {
        let template: Template = serde_json::from_str(crate::template::EFA_STANDARD).unwrap();
        let calendar = WorkCalendar::new(Land::BY, Flags::default());
        let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
        for by in ["2027-03-01", "2027-01-06", "2027-05-30"] {
            let (start, live) = start_for(&template, &calendar, day(by), day("2026-01-01"));
            assert!(live <= day(by), "{by}: {start} → {live}");
            let (_, later) = start_for(&template, &calendar, day(by), calendar.add_working_days(start, 1));
            assert!(later > day(by), "{by}");
        }
        let (start, live) = start_for(&template, &calendar, day("2026-03-02"), day("2026-03-01"));
        assert_eq!(start, day("2026-03-01"));
        assert!(live > day("2026-03-02"), "too late is said, not hidden");
    }

    #[test]
    fn go_lives_spread_over_the_weeks_before() {
        let calendar = WorkCalendar::new(Land::BY, Flags::default());
        let by: NaiveDate = "2027-03-05".parse().unwrap_or_default();
        let days: Vec<String> = (0..5).map(|nth| slot(&calendar, by, nth, Some(2)).to_string()).collect();
        assert_eq!(days, ["2027-03-05", "2027-03-05", "2027-02-26", "2027-02-26", "2027-02-19"]);
        assert_eq!(slot(&calendar, by, 4_000, None), by);
    }
}
