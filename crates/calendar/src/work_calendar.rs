//! The calendar of one place.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::rules::holidays_of;
use crate::table::{Table, day_number};
use crate::{FIRST_YEAR, Flag, Flags, Holiday, LAST_YEAR, Land};

/// Holidays and working days of a place: a Land and the flags of the municipality (or of the team's site).
///
/// Cheap to make, copy and keep: the days are computed once per Land and set of municipal holidays, process-wide.
#[derive(Clone, Copy)]
pub struct WorkCalendar {
    land: Land,
    flags: Flags,
    table: &'static Table,
}

impl WorkCalendar {
    #[must_use]
    pub fn new(land: Land, flags: Flags) -> Self {
        Self { land, flags, table: Table::of(land, flags) }
    }

    /// What counts where a body brings no calendar of its own: Bavaria, without holidays of single municipalities.
    #[must_use]
    pub fn bavarian() -> Self {
        Self::new(Land::BY, Flags::default())
    }

    #[must_use]
    pub const fn land(&self) -> Land {
        self.land
    }

    #[must_use]
    pub const fn flags(&self) -> Flags {
        self.flags
    }

    /// The public holiday on a date, weekends included. Where two coincide, the fixed one is named first (1 May 2008).
    #[must_use]
    pub fn holiday_on(&self, date: NaiveDate) -> Option<Holiday> {
        self.holidays(date.year()).into_iter().find(|(day, _)| *day == date).map(|(_, holiday)| holiday)
    }

    /// The public holidays of a year in order of their dates, weekends included; empty outside of the modelled years.
    #[must_use]
    pub fn holidays(&self, year: i32) -> Vec<(NaiveDate, Holiday)> {
        holidays_of(self.land, self.flags, year, Flag::Yes)
    }

    /// The holiday a date would be if an unmaintained flag turned out to be `Yes`.
    #[must_use]
    pub fn unmaintained_on(&self, date: NaiveDate) -> Option<Holiday> {
        self.unmaintained(date.year()).into_iter().find(|(day, _)| *day == date).map(|(_, holiday)| holiday)
    }

    /// The days of a year of which nobody has said whether they are holidays here ("nicht gepflegt").
    #[must_use]
    pub fn unmaintained(&self, year: i32) -> Vec<(NaiveDate, Holiday)> {
        holidays_of(self.land, self.flags, year, Flag::Unknown)
    }

    /// The same for a span of dates, e.g. the term of a rollout: a plan over them may be off by one working day each.
    #[must_use]
    pub fn unmaintained_between(&self, span: RangeInclusive<NaiveDate>) -> Vec<(NaiveDate, Holiday)> {
        let years = span.start().year().max(FIRST_YEAR)..=span.end().year().min(LAST_YEAR);
        years.flat_map(|year| self.unmaintained(year)).filter(|(date, _)| span.contains(date)).collect()
    }

    /// Monday to Friday and no public holiday.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.table.is_working_day(date)
    }

    /// Moves a date by working days; the result is always a working day.
    ///
    /// - `n > 0`: the n-th working day after `from`, not counting `from` itself (§ 187 Abs. 1 BGB).
    /// - `n < 0`: the |n|-th working day before `from`, not counting `from` itself.
    /// - `n = 0`: `from` if it is a working day, else the next one (§ 193 BGB; there Saturdays count as free too).
    ///
    /// So from a Saturday, one working day forward is Monday, and so is zero. Moves beyond the dates that chrono
    /// represents end at its first or last date.
    #[must_use]
    pub fn add_working_days(&self, from: NaiveDate, n: i64) -> NaiveDate {
        let day = day_number(from);
        let rank = match n {
            0 if self.is_working_day(from) => return from,
            0 => self.table.rank(day) + 1,
            1.. => self.table.rank(day).saturating_add(n),
            _ => self.table.rank(day - 1).saturating_add(n).saturating_add(1),
        };
        let moved = self.table.working_day(rank);
        let edge = if moved < day { NaiveDate::MIN } else { NaiveDate::MAX };
        i32::try_from(moved).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(edge)
    }

    /// How many working days lead from `a` to `b`: those in `(a, b]`; if `b` lies before `a`, minus those in `[b, a)`.
    ///
    /// For a working day `b` this is the inverse of [`Self::add_working_days`]:
    /// `add_working_days(a, working_days_between(a, b)) == b`. The sign turns with the direction
    /// (`between(a, b) == -between(b, a)`) if both or neither of the two are working days.
    #[must_use]
    pub fn working_days_between(&self, a: NaiveDate, b: NaiveDate) -> i64 {
        let (a, b) = (day_number(a), day_number(b));
        if b >= a {
            self.table.rank(b) - self.table.rank(a)
        } else {
            self.table.rank(b - 1) - self.table.rank(a - 1)
        }
    }
}

impl PartialEq for WorkCalendar {
    fn eq(&self, other: &Self) -> bool {
        (self.land, self.flags) == (other.land, other.flags)
    }
}

impl Eq for WorkCalendar {}

impl fmt::Debug for WorkCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkCalendar")
            .field("land", &self.land)
            .field("flags", &self.flags)
            .finish_non_exhaustive()
    }
}
