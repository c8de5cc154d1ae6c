//! Time and chance, the two things a program cannot compute. Nobody else calls `now()` or makes random ids.
use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Europe::Berlin;
use std::fmt::Debug;
use std::sync::Mutex;

/// Source of the present instant and of random bytes. Tests and replays bring their own.
pub trait Clock: Send + Sync + Debug {
    /// The present instant in whole microseconds, which is what PostgreSQL keeps.
    fn now(&self) -> DateTime<Utc>;
    /// Fills `bytes` with bytes nobody can guess.
    fn random(&self, bytes: &mut [u8]);
}

/// The clock of the machine and the random numbers of the crypto library.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn random(&self, bytes: &mut [u8]) {
        // The system's generator fails only where the machine has none; there nothing of ours may run.
        if aws_lc_rs::rand::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// A clock that stands still until it is moved. Its random bytes are those of the machine, so ids stay unique.
#[derive(Debug)]
pub struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Mutex::new(instant.trunc_subsecs(6)))
    }

    /// Sets the present instant, forward or back.
    pub fn set(&self, instant: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = instant.trunc_subsecs(6);
    }

    pub fn advance(&self, by: chrono::Duration) {
        self.set(self.now() + by);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn random(&self, bytes: &mut [u8]) {
        SystemClock.random(bytes);
    }
}

/// The calendar day in Germany at that instant. Due dates and lights turn at German midnight.
pub fn german_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Berlin).date_naive()
}

/// What the clocks of Germany show at that instant.
pub fn german_time(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Berlin).naive_local()
}

/// The instant at which that day begins in Germany. Midnight exists on every day: German summer time changes at two.
pub fn german_midnight(day: NaiveDate) -> DateTime<Utc> {
    german_instant(day.and_time(chrono::NaiveTime::MIN))
}

/// The instant at which the clocks of Germany show this, the first one where they show it twice.
pub fn german_instant(shown: NaiveDateTime) -> DateTime<Utc> {
    match Berlin.from_local_datetime(&shown).earliest() {
        Some(instant) => instant.with_timezone(&Utc),
        None => shown.and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_german_midnight_in_summer_and_winter() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(german_midnight(day("2026-07-01")).to_rfc3339(), "2026-06-30T22:00:00+00:00");
        assert_eq!(german_midnight(day("2026-12-01")).to_rfc3339(), "2026-11-30T23:00:00+00:00");
        assert_eq!(german_day(german_midnight(day("2026-03-29"))), day("2026-03-29"));
    }
}
