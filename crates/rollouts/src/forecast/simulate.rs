//! Playing the rest of a course many times.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};
use uuid::Uuid;

use super::history::Experience;
use super::model::{Model, Node};

/// How often each course is played.
pub const RUNS: usize = 200;

/// Places in the ordered runs at which half, and 85 %, of them are over.
pub const EVEN: usize = RUNS / 2 - 1;
pub const CAUTIOUS: usize = RUNS * 85 / 100 - 1;

/// The same rollout gets the same chance all day long.
#[must_use]
pub fn seed(rollout: Uuid, day: NaiveDate) -> u64 {
    let (high, low) = rollout.as_u64_pair();
    high.rotate_left(32) ^ low ^ u64::from(day.num_days_from_ce().unsigned_abs()).rotate_left(48)
}

/// An open milestone on the way to the go-live.
#[derive(Debug, Clone)]
pub struct Open {
    /// In [`Model::nodes`].
    pub place: usize,
    /// Working days since it could be done; `None` while something is missing.
    pub elapsed: Option<u16>,
    pub experience: Arc<Experience>,
}

/// How the runs came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Working days from now until the go-live, in ascending order.
    pub days: Vec<u16>,
    /// For each open milestone, in the order given: working days beyond its target in all runs in which the go-live
    /// waited for it last.
    pub overruns: Vec<i64>,
}

/// Room to play in, kept from one rollout to the next.
#[derive(Debug, Default)]
pub struct Simulation {
    /// By place: working days from now until it is done; nothing open, nothing to wait for.
    done: Vec<u16>,
    /// By place: place among the open ones.
    open: Vec<Option<usize>>,
    /// By place among the open ones: what was drawn in this run.
    drawn: Vec<u16>,
    /// By place among the open ones: the first step of its curve that is still possible.
    first: Vec<usize>,
}

impl Simulation {
    /// Plays the rest of one course. `open` in the order of places; the last one is the go-live.
    pub fn play(&mut self, model: &Model<'_>, open: &[Open], seed: u64) -> Outcome {
        let nodes = model.nodes();
        self.prepare(nodes.len(), open);
        let mut chance = Pcg64Mcg::seed_from_u64(seed);
        let mut outcome = Outcome { days: Vec::with_capacity(RUNS), overruns: vec![0; open.len()] };
        for _ in 0..RUNS {
            outcome.days.push(self.run(nodes, open, &mut chance));
            self.blame(nodes, open, &mut outcome.overruns);
        }
        outcome.days.sort_unstable();
        outcome
    }

    fn prepare(&mut self, nodes: usize, open: &[Open]) {
        self.done.clear();
        self.done.resize(nodes, 0);
        self.open.clear();
        self.open.resize(nodes, None);
        self.drawn.clear();
        self.drawn.resize(open.len(), 0);
        self.first.clear();
        for (at, one) in open.iter().enumerate() {
            if let Some(place) = self.open.get_mut(one.place) {
                *place = Some(at);
            }
            self.first.push(one.experience.curve.first_from(one.elapsed.unwrap_or(0)));
        }
    }

    /// One run; answers the working days until the go-live.
    fn run(&mut self, nodes: &[Node], open: &[Open], chance: &mut Pcg64Mcg) -> u16 {
        let mut last = 0;
        for ((one, first), drawn) in open.iter().zip(&self.first).zip(&mut self.drawn) {
            let elapsed = one.elapsed.unwrap_or(0);
            let days = one.experience.curve.draw(chance.next_u32(), *first, elapsed);
            *drawn = days;
            let begins = match one.elapsed {
                Some(_) => 0,
                None => latest(nodes, &self.done, one.place),
            };
            last = begins.saturating_add(days - elapsed.min(days));
            if let Some(done) = self.done.get_mut(one.place) {
                *done = last;
            }
        }
        last
    }

    /// Walks back from the go-live along what was waited for last.
    fn blame(&self, nodes: &[Node], open: &[Open], overruns: &mut [i64]) {
        let mut place = nodes.len().checked_sub(1);
        while let Some(at) = place.and_then(|place| self.open.get(place).copied().flatten()) {
            let (Some(one), Some(drawn)) = (open.get(at), self.drawn.get(at)) else { return };
            if let Some(overrun) = overruns.get_mut(at) {
                *overrun += i64::from(*drawn) - i64::from(one.experience.target);
            }
            let node = nodes.get(one.place).filter(|_| one.elapsed.is_none());
            let done = |place: &usize| self.done.get(*place).copied().unwrap_or_default();
            place = node.and_then(|node| node.before.iter().copied().max_by_key(done));
        }
    }
}

fn latest(nodes: &[Node], done: &[u16], place: usize) -> u16 {
    let before = nodes.get(place).map(|node| node.before.as_slice()).unwrap_or_default();
    before.iter().filter_map(|place| done.get(*place)).copied().max().unwrap_or(0)
}
