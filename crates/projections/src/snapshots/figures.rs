//! Figures of days, and how they change.
use chrono::NaiveDate;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_rollouts::service::{RolloutPast, Stood};
use std::collections::{BTreeMap, HashMap};

/// What is counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub region: OrganisationId,
    pub service: ServiceId,
    pub stood: Stood,
}

/// So many rollouts, covering so many people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub rollouts: i64,
    pub people: i64,
}

impl Figure {
    fn add(&mut self, times: i64, people: i64) {
        self.rollouts += times;
        self.people += times * people;
    }

    fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// All figures of one day; what is nothing is left out.
pub type Figures = BTreeMap<Key, Figure>;

/// How figures change on days, out of how single rollouts do.
#[derive(Clone, Debug, Default)]
pub struct Changes(BTreeMap<NaiveDate, Figures>);

impl Changes {
    /// Takes in one rollout. Its first entry is where it starts from, which changes nothing.
    pub fn enter(&mut self, past: RolloutPast, regions: &HashMap<OrganisationId, OrganisationId>) {
        let region = regions.get(&past.body).copied().unwrap_or(past.body);
        let key = |stood: &Stood| Key { region, service: past.service, stood: stood.clone() };
        for (before, (day, after)) in past.days.iter().zip(past.days.iter().skip(1)) {
            let figures = self.0.entry(*day).or_default();
            for (times, stood) in [(-1, &before.1), (1, after)] {
                if let Some((stood, people)) = stood {
                    figures.entry(key(stood)).or_default().add(times, *people);
                }
            }
        }
    }

    /// How a rollout stands on one day alone.
    pub fn enter_whole(&mut self, past: RolloutPast, regions: &HashMap<OrganisationId, OrganisationId>) {
        let Some((day, standing)) = past.days.last().cloned() else { return };
        let nothing = day.pred_opt().map(|before| (before, None));
        let days = nothing.into_iter().chain([(day, standing)]).collect();
        self.enter(RolloutPast { days, ..past }, regions);
    }

    /// All changes on one day, added to what stood before.
    pub fn total(self) -> Figures {
        let mut figures = Figures::new();
        self.0.into_values().for_each(|changes| apply(&mut figures, changes));
        figures
    }

    /// Days with changes, those that cancel out left out.
    pub fn into_days(self) -> impl Iterator<Item = (NaiveDate, Figures)> {
        self.0.into_iter().map(|(day, mut figures)| {
            figures.retain(|_, figure| !figure.is_nothing());
            (day, figures)
        })
    }
}

/// Adds changes to figures.
pub fn apply(figures: &mut Figures, changes: Figures) {
    for (key, change) in changes {
        let figure = figures.entry(key.clone()).or_default();
        figure.rollouts += change.rollouts;
        figure.people += change.people;
        if figure.is_nothing() {
            figures.remove(&key);
        }
    }
}

/// What has to be added to `before` so that `after` comes out.
pub fn difference(before: &Figures, after: Figures) -> Figures {
    let taken = before
        .iter()
        .map(|(key, figure)| (key.clone(), Figure { rollouts: -figure.rollouts, people: -figure.people }));
    let mut changes: Figures = taken.collect();
    apply(&mut changes, after);
    changes
}
