//! How long something takes, as a distribution over working days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Nothing is counted longer than this many working days.
pub const LONGEST: u16 = 1_000;

/// Equal steps in which a curve is kept: fine enough for 85 %, and one byte of chance picks one.
const STEPS: usize = 256;

/// How often something took how many working days, and how often it has lasted so long without being over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub done: BTreeMap<u16, u32>,
    pub running: BTreeMap<u16, u32>,
}

impl Seen {
    /// Over after so many working days.
    pub fn add_done(&mut self, days: i64, times: u32) {
        *self.done.entry(capped(days)).or_default() += times;
    }

    /// Not over after so many working days: it takes at least as long.
    pub fn add_running(&mut self, days: i64, times: u32) {
        *self.running.entry(capped(days)).or_default() += times;
    }

    pub fn add(&mut self, other: &Self) {
        for (days, times) in &other.done {
            self.add_done((*days).into(), *times);
        }
        for (days, times) in &other.running {
            self.add_running((*days).into(), *times);
        }
    }

    /// How often it was over.
    #[must_use]
    pub fn observations(&self) -> u32 {
        self.done.values().sum()
    }

    /// So many percent of what is over was over within these days; `None` where nothing is.
    #[must_use]
    pub fn within(&self, percent: u32) -> Option<u16> {
        let wanted = (u64::from(self.observations()) * u64::from(percent)).div_ceil(100);
        let mut sum = 0;
        let mut done = self.done.iter();
        done.find(|(_, times)| {
            sum += u64::from(**times);
            sum >= wanted
        })
        .map(|(days, _)| *days)
    }

    /// The share of cases that are over after exactly so many days (Kaplan and Meier 1958): what still runs counts as
    /// long as it has lasted. What nobody has seen the end of ends with the longest seen (Efron 1967).
    pub(super) fn shares(&self) -> Vec<(u16, f64)> {
        let total = |counts: &BTreeMap<u16, u32>| counts.values().sum::<u32>();
        let mut at_risk = f64::from(total(&self.done) + total(&self.running));
        let (mut left, mut shares) = (1.0, Vec::with_capacity(self.done.len() + 1));
        let mut running = self.running.iter().peekable();
        for (days, done) in &self.done {
            while let Some((_, times)) = running.next_if(|(lasted, _)| *lasted < days) {
                at_risk -= f64::from(*times);
            }
            let share = left * f64::from(*done) / at_risk.max(1.0);
            shares.push((*days, share));
            left -= share;
            at_risk -= f64::from(*done);
        }
        if left > 1e-9
            && let Some(longest) = self.running.keys().chain(self.done.keys()).max()
        {
            shares.push((*longest, left));
        }
        shares
    }
}

pub(super) fn capped(days: i64) -> u16 {
    u16::try_from(days.max(0)).unwrap_or(LONGEST).min(LONGEST)
}

/// A distribution over working days, in equal steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve(Vec<u16>);

impl Curve {
    /// Exactly so many days.
    #[must_use]
    pub fn exactly(days: i64) -> Self {
        Self(vec![capped(days); STEPS])
    }

    /// The mixture of distributions with these weights, which add up to one.
    pub(super) fn mixed(parts: &[(f64, Vec<(u16, f64)>)]) -> Self {
        let mut masses: BTreeMap<u16, f64> = BTreeMap::new();
        for (weight, shares) in parts {
            for (days, share) in shares {
                *masses.entry(*days).or_default() += weight * share;
            }
        }
        let mut masses = masses.into_iter();
        let (mut days, mut reached) = masses.next().unwrap_or((0, 1.0));
        let step = |at: usize| (at as f64 + 0.5) / STEPS as f64;
        let mut steps = Vec::with_capacity(STEPS);
        for at in 0..STEPS {
            while reached < step(at)
                && let Some((next, mass)) = masses.next()
            {
                days = next;
                reached += mass;
            }
            steps.push(days);
        }
        Self(steps)
    }

    /// Half of all cases are over by then.
    #[must_use]
    pub fn median(&self) -> u16 {
        self.0.get(STEPS / 2 - 1).copied().unwrap_or_default()
    }

    /// The first step that is not shorter than what has passed already.
    pub(super) fn first_from(&self, elapsed: u16) -> usize {
        self.0.partition_point(|days| *days < elapsed)
    }

    /// Days in all, given that nothing shorter than the step `first` is possible any more. Who has lasted longer than
    /// everything known lasts up to half as long again as it has.
    pub(super) fn draw(&self, chance: u32, first: usize, elapsed: u16) -> u16 {
        let among = |count: usize| ((u64::from(chance) * count as u64) >> 32) as usize;
        let steps = self.0.get(first..).unwrap_or_default();
        match steps.get(among(steps.len())) {
            Some(days) => *days,
            None => elapsed + 1 + capped(among(usize::from(elapsed) / 2 + 1) as i64),
        }
    }
}
