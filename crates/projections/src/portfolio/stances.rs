//! What is kept of all rollouts, with each name stored once: half a million of them take some 80 MB.
use super::Sight;
use super::names::Names;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId};
use dienstweg_rollouts::service::{Covering, Stamp, Stamped, Stance, Standing};
use std::collections::HashMap;

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
    bodies: HashMap<u32, Vec<Fact>>,
    known: HashMap<RolloutId, Known>,
}

/// Where a rollout is kept, and of when it is.
struct Known {
    body: u32,
    stamp: Stamp,
}

/// One rollout, or a mother, which has no service.
pub struct Fact {
    pub id: RolloutId,
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
            id: stance.id,
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
        if let Some(before) = self.known.insert(fact.id, Known { body, stamp: stance.stamp })
            && let Some(facts) = self.bodies.get_mut(&before.body)
        {
            facts.retain(|known| known.id != fact.id);
        }
        self.bodies.entry(body).or_default().push(fact);
    }

    pub fn cover(&mut self, covering: &[Covering]) {
        let mut covers: HashMap<RolloutId, Vec<u32>> = HashMap::new();
        for one in covering {
            covers.entry(one.rollout_id).or_default().push(self.organisations.place(&one.organisation_id));
        }
        for (rollout, municipalities) in covers {
            let facts = self.known.get(&rollout).and_then(|known| self.bodies.get_mut(&known.body));
            if let Some(fact) = facts.and_then(|facts| facts.iter_mut().find(|fact| fact.id == rollout)) {
                fact.covers = municipalities.into();
            }
        }
    }

    /// Whether a rollout is kept as it was stored then.
    pub fn knows(&self, stored: &Stamped) -> bool {
        self.known.get(&stored.id).is_some_and(|known| known.stamp == stored.stamp)
    }

    /// What is seen of it, with the place of its body.
    pub fn seen<'s>(&'s self, sight: &'s Sight) -> impl Iterator<Item = (u32, &'s Fact)> {
        self.bodies.iter().flat_map(move |(body, facts)| {
            let seen = sight.of(self.organisations.get(*body));
            let all: &[Fact] = if seen.is_some() { facts } else { &[] };
            let some = seen.flatten();
            all.iter()
                .filter(move |fact| some.is_none_or(|some| some.contains(&fact.id)))
                .map(|fact| (*body, fact))
        })
    }
}
