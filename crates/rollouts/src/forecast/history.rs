//! What milestones took so far, and what may be expected from it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::curve::{Curve, Seen};

/// Fewer observations say nothing.
pub const ENOUGH: u32 = 5;

/// So many observations weigh as much as what is known without them.
const INERTIA: f64 = 10.0;

/// What an expectation mainly rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ForecastSource)]
pub enum Source {
    /// How long this party took for this milestone.
    Party,
    /// How long all parties took for this milestone.
    Milestone,
    /// The target days of the template: too little was observed.
    Target,
}

/// How long one milestone may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experience {
    pub curve: Curve,
    pub source: Source,
    /// Of the source; of the milestone where it is the target.
    pub observations: u32,
    /// Working days of the plan from readiness until due.
    pub target: u16,
}

/// Observations of one template key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Experiences(HashMap<String, OfMilestone>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OfMilestone {
    all: Seen,
    by_party: HashMap<Uuid, Seen>,
}

/// Observations of all templates, by their key: versions of one template share what was learned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History(HashMap<String, Experiences>);

impl History {
    /// Takes in what one party needed for a milestone. Parties that are not known count for the milestone alone.
    pub fn add(&mut self, template: &str, milestone: &str, party: Option<Uuid>, seen: &Seen) {
        let of_template = match self.0.get_mut(template) {
            Some(known) => known,
            None => self.0.entry(template.to_owned()).or_default(),
        };
        of_template.add(milestone, party, seen);
    }

    /// Puts back what [`Self::learned`] gave out.
    pub fn restore(&mut self, template: &str, milestone: &str, party: Option<Uuid>, seen: Seen) {
        let of_milestone =
            self.0.entry(template.to_owned()).or_default().0.entry(milestone.to_owned()).or_default();
        match party {
            None => of_milestone.all = seen,
            Some(party) => drop(of_milestone.by_party.insert(party, seen)),
        }
    }

    /// All that counts: template, milestone, party (`None` for all together) and what was seen.
    pub fn learned(&self) -> impl Iterator<Item = (&str, &str, Option<Uuid>, &Seen)> {
        self.0.iter().flat_map(|(template, of_template)| {
            of_template.0.iter().flat_map(move |(milestone, known)| {
                let parties = known.by_party.iter().filter(|(_, seen)| seen.observations() >= ENOUGH);
                let parties = parties.map(|(party, seen)| (Some(*party), seen));
                let all = std::iter::once((None, &known.all)).chain(parties);
                all.map(move |(party, seen)| (template.as_str(), milestone.as_str(), party, seen))
            })
        })
    }

    #[must_use]
    pub fn of(&self, template: &str) -> Option<&Experiences> {
        self.0.get(template)
    }
}

impl Experiences {
    fn add(&mut self, milestone: &str, party: Option<Uuid>, seen: &Seen) {
        let of_milestone = match self.0.get_mut(milestone) {
            Some(known) => known,
            None => self.0.entry(milestone.to_owned()).or_default(),
        };
        of_milestone.all.add(seen);
        if let Some(party) = party {
            of_milestone.by_party.entry(party).or_default().add(seen);
        }
    }

    /// What may be expected of a party: its own observations, drawn towards those of all, and those towards the target;
    /// the fewer there are, the more. Below [`ENOUGH`] observations a level is left out.
    #[must_use]
    pub fn expect(&self, milestone: &str, party: Option<Uuid>, target: u16) -> Experience {
        let known = self.0.get(milestone);
        let all = known.map(|known| &known.all);
        let own = known.zip(party).and_then(|(known, party)| known.by_party.get(&party));
        let (of_party, of_all) = (weight(own), weight(all));
        let mut parts = vec![((1.0 - of_party) * (1.0 - of_all), vec![(target, 1.0)])];
        for (weight, seen) in [(of_party, own), ((1.0 - of_party) * of_all, all)] {
            parts.extend(seen.filter(|_| weight > 0.0).map(|seen| (weight, seen.shares())));
        }
        let count = |seen: Option<&Seen>| seen.map_or(0, Seen::observations);
        let (source, observations) = match (of_party > 0.0, of_all > 0.0) {
            (true, _) => (Source::Party, count(own)),
            (false, true) => (Source::Milestone, count(all)),
            (false, false) => (Source::Target, count(all)),
        };
        Experience { curve: Curve::mixed(&parts), source, observations, target }
    }
}

impl Experience {
    /// The target days alone, where nothing was observed.
    #[must_use]
    pub fn target(target: u16) -> Self {
        Self { curve: Curve::exactly(target.into()), source: Source::Target, observations: 0, target }
    }
}

fn weight(seen: Option<&Seen>) -> f64 {
    let observations = seen.map_or(0, Seen::observations);
    if observations < ENOUGH { 0.0 } else { f64::from(observations) / (f64::from(observations) + INERTIA) }
}
