//! The outcome of all runs of one rollout, short enough to keep for every rollout.

use chrono::{Days, NaiveDate};

/// So many equally likely dates stand for all runs.
const DATES: usize = 20;

/// Hexadecimal digits of one date.
const DIGITS: usize = 4;

/// Days are counted from here, which reaches until 2179.
const FROM: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Equally likely dates of a go-live, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch(Vec<NaiveDate>);

impl Sketch {
    /// Out of ordered runs, each turned into its date.
    pub fn of<T: Copy>(runs: &[T], date: impl Fn(T) -> NaiveDate) -> Self {
        let place = |at: usize| (2 * at + 1) * runs.len() / (2 * DATES);
        Self((0..DATES).filter_map(|at| runs.get(place(at)).copied()).map(date).collect())
    }

    /// One of the dates, picked by chance.
    #[must_use]
    pub fn pick(&self, chance: u32) -> Option<NaiveDate> {
        let place = (u64::from(chance) * self.0.len() as u64) >> 32;
        self.0.get(usize::try_from(place).unwrap_or_default()).copied()
    }

    #[must_use]
    pub fn last(&self) -> Option<NaiveDate> {
        self.0.last().copied()
    }

    /// As it is stored.
    #[must_use]
    pub fn encoded(&self) -> String {
        let number = |day: &NaiveDate| u16::try_from((*day - FROM).num_days().max(0)).unwrap_or(u16::MAX);
        self.0.iter().map(|day| format!("{:04x}", number(day))).collect()
    }

    /// Reads what [`Self::encoded`] wrote.
    #[must_use]
    pub fn decoded(text: &str) -> Self {
        let date = |digits: &[u8]| {
            let number = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
            FROM.checked_add_days(Days::new(number.into()))
        };
        Self(text.as_bytes().chunks_exact(DIGITS).filter_map(date).collect())
    }
}
