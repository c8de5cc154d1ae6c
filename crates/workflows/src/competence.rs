//! Who does a service's task for whom: an override in force, or else the place in the tree and the service's level.
use dienstweg_customers::service::{Body, bodies, covered, responsible};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use dienstweg_projections::tier;
use dienstweg_rollouts::ServiceLevel;
use dienstweg_rollouts::service::{Overrides, ServiceFacts};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// What becomes of asking for a service for a body.
#[derive(Clone, Debug)]
pub enum Competence {
    /// This body does it, for these municipalities.
    Body { body: OrganisationId, covers: Vec<OrganisationId> },
    /// Another body would have to ask.
    Other(OrganisationId),
    /// Nobody in the tree.
    Nobody,
}

/// A service and the body that asks for it.
pub type Asked<'a> = (&'a ServiceFacts, &'a Body);

/// What decides on competence, loaded once for all that is asked.
struct Grounds {
    overrides: Overrides,
    /// Who is responsible by the place in the tree.
    derived: HashMap<(OrganisationId, ServiceLevel), Option<OrganisationId>>,
    covers: HashMap<OrganisationId, Vec<OrganisationId>>,
}

impl Grounds {
    async fn load(reader: &Reader, asked: &[Asked<'_>]) -> Result<Self> {
        let mut derived = HashMap::new();
        for (service, body) in asked {
            if let Entry::Vacant(place) = derived.entry((body.id, service.level)) {
                place.insert(responsible(reader, body, tier(service.level)).await?);
            }
        }
        let asking = asked.iter().map(|(_, body)| body.id);
        let bodies_asked: BTreeSet<OrganisationId> =
            asking.chain(derived.values().flatten().copied()).collect();
        let services = asked.iter().map(|(service, _)| service.id);
        let overrides = Overrides::load(reader, services, bodies_asked).await?;
        let mut grounds = Self { overrides, derived, covers: HashMap::new() };
        let acting = asked.iter().filter_map(|asked| match grounds.who(asked) {
            Some((body, true)) => Some(body),
            _ => None,
        });
        let known: HashMap<OrganisationId, &Body> = asked.iter().map(|(_, body)| (body.id, *body)).collect();
        let others: Vec<OrganisationId> = acting.filter(|id| !known.contains_key(id)).collect();
        let others = if others.is_empty() { HashMap::new() } else { bodies(reader, others).await? };
        grounds.covers = covered(reader, known.into_values().chain(others.values())).await?;
        Ok(grounds)
    }

    /// Who does it, and whether it does so because of this asking. An association asks and acts for its members, so their
    /// orders become its rollout; a district does not become the orderer because one of its municipalities asked.
    fn who(&self, (service, asking): &Asked<'_>) -> Option<(OrganisationId, bool)> {
        if let Some(body) = self.overrides.of(service.id, asking.id) {
            return Some((body, true));
        }
        let derived = self.derived.get(&(asking.id, service.level)).copied().flatten()?;
        let body = self.overrides.of(service.id, derived).unwrap_or(derived);
        Some((body, derived == asking.id || service.level == ServiceLevel::Association))
    }

    fn decide(&self, asked: &Asked<'_>) -> Competence {
        let (body, acts) = match self.who(asked) {
            None => return Competence::Nobody,
            Some((body, false)) => return Competence::Other(body),
            Some((body, true)) => (body, self.covers.get(&body)),
        };
        let own = acts.cloned().unwrap_or_default();
        // By an override a body may act for one that is not among its own.
        let asked_for = self.covers.get(&asked.1.id).into_iter().flatten();
        let more: Vec<_> = asked_for.filter(|id| !own.contains(id)).copied().collect();
        Competence::Body { body, covers: own.into_iter().chain(more).collect() }
    }
}

/// Who does the task of each service when a body asks for it, in four statements however many are asked (one more for
/// each government district whose Bezirk is meant).
pub async fn competences(reader: &Reader, asked: &[Asked<'_>]) -> Result<Vec<Competence>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let grounds = Grounds::load(reader, asked).await?;
    Ok(asked.iter().map(|one| grounds.decide(one)).collect())
}

/// Those of `asked` for which another body than `body` does the task, each with the one that does, where there is one.
pub(crate) async fn elsewhere<'b>(
    reader: &Reader,
    service: &ServiceFacts,
    body: OrganisationId,
    asked: impl Iterator<Item = &'b Body>,
) -> Result<HashMap<OrganisationId, Option<OrganisationId>>> {
    let asked: Vec<Asked<'_>> = asked.map(|one| (service, one)).collect();
    let grounds = Grounds::load(reader, &asked).await?;
    let does = |one: &Asked<'_>| (one.1.id, grounds.who(one).map(|(does, _)| does));
    Ok(asked.iter().map(does).filter(|(_, does)| *does != Some(body)).collect())
}
