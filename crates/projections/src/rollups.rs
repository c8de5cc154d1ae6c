//! Roll-ups of the whole, counted in memory. The figures of a report, which are narrowed otherwise, are counted by the
//! database (`dienstweg_rollouts::service::rollup`); a test holds both to the same answer.
use crate::portfolio::{Fact, Portfolio, Sight, Stances};
use chrono::{DateTime, Utc};
use dienstweg_customers::service::subtrees;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, TemplateId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::service::{RollupBy, rollup_named, rollup_of_phases};
use dienstweg_rollouts::steering::Light;
use dienstweg_rollouts::view::RollupRow;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Which rollouts are counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    /// Of bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

/// The rollouts the caller sees, counted by light, state and progress. Four statements at most, and those that read what
/// changed.
pub async fn rollup(
    reader: &Reader,
    portfolio: &Portfolio,
    counted: &Counted,
    by: &RollupBy,
) -> Result<Vec<RollupRow>> {
    let regions: &[OrganisationId] = if let RollupBy::Region(regions) = by { regions } else { &[] };
    let tops = regions.iter().copied().chain(counted.below).collect();
    let ((), sight, lying) =
        tokio::try_join!(portfolio.renew(reader), Sight::load(reader), subtrees(reader, tops))?;
    let (phases, rows) = {
        let stances = portfolio.stances();
        let ground = Ground::new(&stances, counted, regions, &lying);
        let sums = ground.sums(&sight, by, reader.ctx().now());
        match by {
            RollupBy::Phase => (ground.phases(sums), Vec::new()),
            _ => (Vec::new(), sums.into_iter().map(|((id, _), sum)| (id, sum)).collect()),
        }
    };
    match by {
        RollupBy::Phase => rollup_of_phases(reader, phases).await,
        _ => rollup_named(reader, rows).await,
    }
}

/// The group a rollout is counted in: id of template, service, programme, wave or region, and place of the phase's key.
type Group = (Option<Uuid>, Option<u32>);

/// What is counted, in the places of the memory.
struct Ground<'s> {
    stances: &'s Stances,
    programme: Option<Option<u32>>,
    service: Option<Option<u32>>,
    /// Bodies in the subtree asked for, by their place; nothing where all are counted.
    inside: Option<Vec<bool>>,
    /// In which of the regions asked for each body lies, by its place.
    regions: Vec<Vec<Uuid>>,
}

impl<'s> Ground<'s> {
    /// `lying` says which organisation lies below which.
    fn new(
        stances: &'s Stances,
        counted: &Counted,
        regions: &[OrganisationId],
        lying: &[(OrganisationId, OrganisationId)],
    ) -> Self {
        let below = |top: OrganisationId| {
            let nodes = lying.iter().filter(|(above, _)| *above == top);
            nodes.map(|(_, node)| *node).collect::<HashSet<_>>()
        };
        let regions: HashSet<OrganisationId> = regions.iter().copied().collect();
        let mut above: HashMap<OrganisationId, Vec<Uuid>> = HashMap::new();
        for (region, node) in lying.iter().filter(|(region, _)| regions.contains(region)) {
            above.entry(*node).or_default().push(region.0);
        }
        Self {
            programme: counted.programme.map(|id| stances.programmes.find(&id)),
            service: counted.service.map(|id| stances.services.find(&id)),
            inside: counted.below.map(below).map(|all| stances.organisations.map(|id| all.contains(id))),
            regions: stances.organisations.map(|id| above.get(id).cloned().unwrap_or_default()),
            stances,
        }
    }

    fn has(&self, body: u32, fact: &Fact) -> bool {
        self.programme.is_none_or(|wanted| wanted.is_some() && fact.programme == wanted)
            && self.service.is_none_or(|wanted| wanted.is_some() && fact.service == wanted)
            && self.inside.as_ref().is_none_or(|inside| inside.get(body as usize) == Some(&true))
    }

    fn sums(&self, sight: &Sight, by: &RollupBy, now: DateTime<Utc>) -> HashMap<Group, RollupRow> {
        let stances = self.stances;
        let mut sums: HashMap<Group, RollupRow> = HashMap::new();
        let mut add = |group: Group, fact: &Fact| count(sums.entry(group).or_default(), fact, now);
        for (body, fact) in stances.seen(sight).filter(|(body, fact)| self.has(*body, fact)) {
            match by {
                RollupBy::Phase => {
                    let template = stances.templates.get(fact.template).map(|id| id.0);
                    add((template, fact.phase), fact);
                }
                RollupBy::Service => {
                    add((fact.service.and_then(|at| stances.services.get(at)).map(|id| id.0), None), fact);
                }
                RollupBy::Programme => {
                    add(
                        (fact.programme.and_then(|at| stances.programmes.get(at)).map(|id| id.0), None),
                        fact,
                    );
                }
                RollupBy::Wave => {
                    add((fact.wave.and_then(|at| stances.waves.get(at)).map(|id| id.0), None), fact);
                }
                RollupBy::Region(_) => {
                    let regions = self.regions.get(body as usize).into_iter().flatten();
                    regions.for_each(|region| add((Some(*region), None), fact));
                }
            }
        }
        sums
    }

    fn phases(&self, sums: HashMap<Group, RollupRow>) -> Vec<(Option<String>, TemplateId, RollupRow)> {
        let word = |place: Option<u32>| place.and_then(|place| self.stances.words.get(place).cloned());
        let row =
            |((template, phase), sum): (Group, RollupRow)| Some((word(phase), TemplateId(template?), sum));
        sums.into_iter().filter_map(row).collect()
    }
}

fn count(sum: &mut RollupRow, fact: &Fact, now: DateTime<Utc>) {
    sum.total += 1;
    match fact.standing.light(now) {
        Light::Green => sum.green += 1,
        Light::Yellow => sum.yellow += 1,
        Light::Red => sum.red += 1,
        Light::Grey => sum.grey += 1,
    }
    sum.live += i64::from(fact.standing.is_live());
    sum.ended += i64::from(fact.standing.is_ended());
    sum.progress_done += i64::from(fact.progress.0);
    sum.progress_total += i64::from(fact.progress.1);
}
