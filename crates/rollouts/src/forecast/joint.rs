//! Many rollouts together: how many of them are live when.

use chrono::{Datelike, Months, NaiveDate};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

use super::simulate::{CAUTIOUS, EVEN, RUNS};
use super::sketch::Sketch;

/// Days looked ahead; what takes longer is not told.
const HORIZON: usize = 5 * 366;

/// A day, in half of all runs and in 85 % of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forecasted<T> {
    pub even: T,
    pub cautious: T,
}

/// Runs over many rollouts: in each, every rollout goes live on one of its likely dates.
#[derive(Debug)]
pub struct Joint {
    today: NaiveDate,
    rollouts: u32,
    /// Per run and day from today, how many go live on it.
    live: Vec<Vec<u32>>,
}

impl Joint {
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self { today, rollouts: 0, live: vec![vec![0; HORIZON + 1]; RUNS] }
    }

    /// Forgets all rollouts, for the next group.
    pub fn clear(&mut self) {
        self.rollouts = 0;
        self.live.iter_mut().for_each(|run| run.fill(0));
    }

    pub fn add(&mut self, sketch: &Sketch, seed: u64) {
        let mut chance = Pcg64Mcg::seed_from_u64(seed);
        self.rollouts += 1;
        for run in &mut self.live {
            let Some(date) = sketch.pick(chance.next_u32()) else { continue };
            let day = usize::try_from((date - self.today).num_days()).unwrap_or(0).min(HORIZON);
            if let Some(count) = run.get_mut(day) {
                *count += 1;
            }
        }
    }

    #[must_use]
    pub fn rollouts(&self) -> u32 {
        self.rollouts
    }

    /// The day on which so many of the rollouts are live; `None` beyond the horizon.
    #[must_use]
    pub fn when(&self, live: u32) -> Forecasted<Option<NaiveDate>> {
        let reached = |run: &Vec<u32>| {
            let mut sum = 0;
            run.iter().position(|count| {
                sum += count;
                sum >= live
            })
        };
        let mut days: Vec<usize> = self.live.iter().map(|run| reached(run).unwrap_or(HORIZON)).collect();
        days.sort_unstable();
        let date = |place: usize| {
            let day = days.get(place).copied().filter(|day| *day < HORIZON)?;
            self.today.checked_add_days(chrono::Days::new(day as u64))
        };
        Forecasted { even: date(EVEN), cautious: date(CAUTIOUS) }
    }

    /// How many are live at the end of a day: at least so many in half of the runs, and in 85 % of them.
    #[must_use]
    pub fn by(&self, day: NaiveDate) -> Forecasted<u32> {
        let days = usize::try_from((day - self.today).num_days() + 1).unwrap_or(0).min(HORIZON);
        let sum = |run: &Vec<u32>| run.iter().take(days).sum::<u32>();
        let mut counts: Vec<u32> = self.live.iter().map(sum).collect();
        counts.sort_unstable_by(|one, other| other.cmp(one));
        let count = |place: usize| counts.get(place).copied().unwrap_or_default();
        Forecasted { even: count(EVEN), cautious: count(CAUTIOUS) }
    }
}

/// The first day of the month, `months` later.
#[must_use]
pub fn month_of(day: NaiveDate, months: u32) -> NaiveDate {
    day.with_day(1).and_then(|first| first.checked_add_months(Months::new(months))).unwrap_or(day)
}
