//! Working days as numbers, so that arithmetic costs a division and a binary search instead of a walk over days.
//!
//! Every working day has a *rank*: the number of working days up to and including it, counted from 0001-01-01 (a Monday).
//! `rank(day) = weekdays up to day − holidays on weekdays up to day`. Days are counted as chrono does: 0001-01-01 is day 1.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::rules::holidays_of;
use crate::{FIRST_YEAR, Flag, Flags, LAST_YEAR, Land};

/// The holidays of one Land and one set of municipal holidays that fall on Monday to Friday.
pub(crate) struct Table {
    /// Day numbers, ascending.
    holidays: Vec<i64>,
    /// For each of them the working days before it, ascending.
    working_days_before: Vec<i64>,
}

/// There are only so many different calendars, and every rollout of the country asks one of them: each is computed once.
static TABLES: [OnceLock<Table>; Land::ALL.len() * Flags::SETS] =
    [const { OnceLock::new() }; Land::ALL.len() * Flags::SETS];

impl Table {
    pub(crate) fn of(land: Land, flags: Flags) -> &'static Self {
        TABLES[land as usize * Flags::SETS + flags.index()].get_or_init(|| Self::compute(land, flags))
    }

    fn compute(land: Land, flags: Flags) -> Self {
        let mut holidays: Vec<i64> = (FIRST_YEAR..=LAST_YEAR)
            .flat_map(|year| holidays_of(land, flags, year, Flag::Yes))
            .filter(|(date, _)| !is_weekend(*date))
            .map(|(date, _)| day_number(date))
            .collect();
        // Two holidays may share a date: Ascension fell on 1 May 2008.
        holidays.dedup();
        let before = |(index, day): (i64, &i64)| weekdays_until(*day) - 1 - index;
        let working_days_before = (0..).zip(&holidays).map(before).collect();
        Self { holidays, working_days_before }
    }

    pub(crate) fn is_working_day(&self, date: NaiveDate) -> bool {
        !is_weekend(date) && self.holidays.binary_search(&day_number(date)).is_err()
    }

    /// Working days up to and including a day.
    pub(crate) fn rank(&self, day: i64) -> i64 {
        let holidays = self.holidays.partition_point(|holiday| *holiday <= day);
        weekdays_until(day).saturating_sub_unsigned(holidays as u64)
    }

    /// The working day of this rank; a day number that may lie outside of what chrono represents.
    pub(crate) fn working_day(&self, rank: i64) -> i64 {
        let holidays = self.working_days_before.partition_point(|before| *before < rank);
        weekday_numbered(rank.saturating_add_unsigned(holidays as u64))
    }
}

pub(crate) fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays up to and including a day, negative before day 1.
fn weekdays_until(day: i64) -> i64 {
    let since_monday = day - 1;
    5 * since_monday.div_euclid(7) + (since_monday.rem_euclid(7) + 1).min(5)
}

/// Inverse of [`weekdays_until`]: the first day with this count.
fn weekday_numbered(count: i64) -> i64 {
    let before = count.saturating_sub(1);
    before.div_euclid(5).saturating_mul(7).saturating_add(before.rem_euclid(5) + 1)
}
