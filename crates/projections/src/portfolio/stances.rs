//! What is kept of all rollouts, with each name stored once: half a million of them take some 80 MB.
use super::Sight;
use super::names::Names;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId};
use dienstweg_rollouts::service::{Covering, Stamp, Stamped, Stance, Standing};
use std::collections::{HashMap, HashSet};

/// See the module. Names are meant by their places.
#[derive(Default)]
pub struct Stances {
    pub organisations: Names<OrganisationId>,
    pub services: Names<ServiceId>,
    pub programmes: Names<ProgrammeId>,
    pub waves: Names<WaveId>,
    pub templates: Names<TemplateId>,
    /// Keys of phases and roles.
    pub words: Names<String>,
    /// One after the other as they came to be known, so that a picture of all goes through them in one go.
    facts: Vec<Fact>,
    /// The body of each.
    bodies: Vec<u32>,
    known: HashMap<RolloutId, Known>,
}

/// Where a rollout is kept, and of when it is.
struct Known {
    at: u32,
    stamp: Stamp,
}

/// One rollout, or a mother, which has no service.
pub struct Fact {
    pub service: Option<u32>,
    pub programme: Option<u32>,
    pub wave: Option<u32>,
    pub template: u32,
    pub phase: Option<u32>,
    pub ball_role: Option<u32>,
    pub ball_party: Option<u32>,
    pub standing: Standing,
    /// Weights of required milestones settled and there.
    pub progress: (i32, i32),
    /// Municipalities it covers beside its body.
    pub covers: Box<[u32]>,
}

impl Stances {
    /// In place of what was known of it. Whom it covers beside its body is said afterwards.
    pub fn enter(&mut self, stance: Stance) {
        let body = self.organisations.place(&stance.body_id);
        let fact = Fact {
            service: stance.service_id.as_ref().map(|id| self.services.place(id)),
            programme: stance.programme_id.as_ref().map(|id| self.programmes.place(id)),
            wave: stance.wave_id.as_ref().map(|id| self.waves.place(id)),
            template: self.templates.place(&stance.template_id),
            phase: stance.phase.as_ref().map(|word| self.words.place(word)),
            ball_role: stance.ball_role.as_ref().map(|word| self.words.place(word)),
            ball_party: stance.ball_party_id.as_ref().map(|id| self.organisations.place(id)),
            standing: stance.standing(),
            progress: stance.progress,
            covers: Box::default(),
        };
        let end = u32::try_from(self.facts.len()).unwrap_or(u32::MAX);
        let known = self.known.entry(stance.id).or_insert(Known { at: end, stamp: stance.stamp });
        known.stamp = stance.stamp;
        let at = known.at as usize;
        match (self.facts.get_mut(at), self.bodies.get_mut(at)) {
            (Some(before), Some(of)) => (*before, *of) = (fact, body),
            _ => {
                self.facts.push(fact);
                self.bodies.push(body);
            }
        }
    }

    /// Whom rollouts cover beside their bodies, all of each that are named.
    pub fn cover(&mut self, mut covering: Vec<Covering>) {
        covering.sort_unstable_by_key(|one| one.rollout_id);
        for of_one in covering.chunk_by(|one, other| one.rollout_id == other.rollout_id) {
            let covers = of_one.iter().map(|one| self.organisations.place(&one.organisation_id)).collect();
            let known = of_one.first().and_then(|one| self.known.get(&one.rollout_id));
            if let Some(fact) = known.and_then(|known| self.facts.get_mut(known.at as usize)) {
                fact.covers = covers;
            }
        }
    }

    /// Whether a rollout is kept as it was stored then.
    pub fn knows(&self, stored: &Stamped) -> bool {
        self.known.get(&stored.id).is_some_and(|known| known.stamp == stored.stamp)
    }

    /// What is seen of it, with the place of its body.
    pub fn seen(&self, sight: &Sight) -> impl Iterator<Item = (u32, &Fact)> {
        let seen = match sight {
            Sight::All => None,
            Sight::Some { bodies, rollouts } => Some(self.those(bodies, rollouts)),
        };
        let all = self.bodies.iter().zip(&self.facts).enumerate();
        let some = all.filter(move |(at, _)| seen.as_ref().is_none_or(|seen| seen.get(*at) == Some(&true)));
        some.map(|(_, (body, fact))| (*body, fact))
    }

    /// By their places: all of these bodies, and these.
    fn those(&self, bodies: &HashSet<OrganisationId>, rollouts: &[RolloutId]) -> Vec<bool> {
        let of_bodies = self.organisations.map(|id| bodies.contains(id));
        let within = |body: &u32| of_bodies.get(*body as usize) == Some(&true);
        let mut seen: Vec<bool> = self.bodies.iter().map(within).collect();
        for known in rollouts.iter().filter_map(|id| self.known.get(id)) {
            if let Some(seen) = seen.get_mut(known.at as usize) {
                *seen = true;
            }
        }
        seen
    }
}
