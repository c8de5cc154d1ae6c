//! How good the forecast would have been: past moments are forecast with what was known then, and compared with what came.

use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use serde::Serialize;

/// Errors of one way to forecast, in working days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Errors {
    pub forecasts: u32,
    sum: i64,
    absolute: i64,
    /// How often it was live by the cautious date.
    kept: u32,
}

/// The errors in sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Score {
    pub forecasts: u32,
    pub mean_absolute_error_working_days: f64,
    /// Positive: it was later than forecast.
    pub bias_working_days: f64,
    /// Share that was live by the cautious date; it should be 0.85.
    pub live_by_cautious_date: f64,
}

impl Errors {
    /// Enters one forecast and the day on which it really went live.
    pub fn add(
        &mut self,
        calendar: &WorkCalendar,
        (even, cautious): (NaiveDate, NaiveDate),
        actual: NaiveDate,
    ) {
        let error = calendar.working_days_between(even, actual);
        self.forecasts += 1;
        self.sum += error;
        self.absolute += error.abs();
        self.kept += u32::from(actual <= cautious);
    }

    pub fn merge(&mut self, other: &Self) {
        self.forecasts += other.forecasts;
        self.sum += other.sum;
        self.absolute += other.absolute;
        self.kept += other.kept;
    }

    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sums of working days stay far below 2^52")]
    pub fn score(&self) -> Score {
        let number = f64::from(self.forecasts.max(1));
        Score {
            forecasts: self.forecasts,
            mean_absolute_error_working_days: self.absolute as f64 / number,
            bias_working_days: self.sum as f64 / number,
            live_by_cautious_date: f64::from(self.kept) / number,
        }
    }
}
