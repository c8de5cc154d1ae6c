//! How good the forecast would have been: past moments are forecast with what was known then, and compared with what came.
//!
//! Who has not come yet belongs to the sample: of rollouts that began together the quick ones are live first, and to look at
//! these alone would praise whoever forecasts too early.

use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use serde::Serialize;

/// Errors of one way to forecast, in working days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Errors {
    pub forecasts: u32,
    sum: i64,
    absolute: i64,
    /// Not live yet: their errors are at least so large.
    open: u32,
    /// How often the cautious date is over, and how often it was live by then.
    known: u32,
    kept: u32,
}

/// The errors in sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Score {
    pub forecasts: u32,
    /// Of these not live yet, with the error they have by now.
    pub not_live_yet: u32,
    pub mean_absolute_error_working_days: f64,
    /// Positive: it was later than forecast.
    pub bias_working_days: f64,
    /// Share that was live by the cautious date; it should be 0.85.
    pub live_by_cautious_date: f64,
}

impl Errors {
    /// Enters one forecast, and when it was live; nothing where it is not on the day `today`.
    pub fn add(
        &mut self,
        calendar: &WorkCalendar,
        (even, cautious): (NaiveDate, NaiveDate),
        live: Option<NaiveDate>,
        today: NaiveDate,
    ) {
        let error = calendar.working_days_between(even, live.unwrap_or(today));
        self.forecasts += 1;
        self.sum += error;
        self.absolute += error.abs();
        self.open += u32::from(live.is_none());
        // Of a date that lies ahead the quick ones alone are known.
        if cautious < today {
            self.known += 1;
            self.kept += u32::from(live.is_some_and(|live| live <= cautious));
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.forecasts += other.forecasts;
        self.sum += other.sum;
        self.absolute += other.absolute;
        self.open += other.open;
        self.known += other.known;
        self.kept += other.kept;
    }

    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sums of working days stay far below 2^52")]
    pub fn score(&self) -> Score {
        let number = f64::from(self.forecasts.max(1));
        Score {
            forecasts: self.forecasts,
            not_live_yet: self.open,
            mean_absolute_error_working_days: self.absolute as f64 / number,
            bias_working_days: self.sum as f64 / number,
            live_by_cautious_date: f64::from(self.kept) / f64::from(self.known.max(1)),
        }
    }
}
