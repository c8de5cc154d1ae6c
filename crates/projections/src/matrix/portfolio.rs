//! How all rollouts stand, kept in memory by each process: a picture of the whole is wanted often and changes little. What
//! changed since the last look is read before each picture; which of it a caller sees is asked of the database each time.
use super::names::Names;
use super::{Cell, Narrowing};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::service::{Covering, Stamp, Stamped, Stance, Standing, stances, stances_stamped};
use dienstweg_rollouts::steering::Light;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// What a transaction says it happened at may lie this far before its commit, or clocks of machines apart.
const OVERLAP: Duration = Duration::minutes(2);
/// So often everything is read anew, whatever changed.
const ANEW: Duration = Duration::hours(1);

/// Which rollouts a caller sees.
pub enum Sight {
    All,
    /// All of these bodies, and these.
    Some {
        bodies: HashSet<OrganisationId>,
        rollouts: HashSet<RolloutId>,
    },
}

/// What of it is looked at.
pub struct Look<'l> {
    pub sight: &'l Sight,
    pub narrowing: &'l Narrowing,
    /// The place of each service; others are not looked at.
    pub columns: &'l HashMap<ServiceId, usize>,
    /// Also shown at municipalities that a rollout of another body covers.
    pub covered: bool,
}

/// Cells with the columns they stand in.
pub type Cells = Vec<(usize, Cell)>;

/// See the module. Cheap to clone.
#[derive(Clone, Default)]
pub struct Portfolio {
    stances: Arc<RwLock<Stances>>,
    /// When was read, and when everything.
    read: Arc<Mutex<Option<Read>>>,
}

#[derive(Clone, Copy)]
struct Read {
    at: DateTime<Utc>,
    all_at: DateTime<Utc>,
    day: NaiveDate,
}

impl Portfolio {
    /// Reads everything anew next time: for whoever has written with another clock than that of the process.
    pub async fn forget(&self) {
        *self.read.lock().await = None;
    }

    /// Reads what changed. Callers wait for each other, so that a process reads everything once.
    pub async fn renew(&self, reader: &Reader) -> Result<()> {
        let (now, day) = (reader.ctx().now(), reader.ctx().today());
        let mut read = self.read.lock().await;
        let known = read.filter(|read| read.day == day && now < read.all_at + ANEW && read.at <= now);
        match known {
            None => {
                let (mut all, mut covering) = (Stances::default(), Vec::new());
                stances(reader, None, |stance| all.enter(stance), |one| covering.push(one)).await?;
                all.cover(&covering);
                *self.stances.write().unwrap_or_else(PoisonError::into_inner) = all;
            }
            Some(known) => {
                if let Some(since) = self.behind(&stances_stamped(reader, known.at - OVERLAP).await?) {
                    let (mut changed, mut covering) = (Vec::new(), Vec::new());
                    stances(reader, Some(since), |stance| changed.push(stance), |one| covering.push(one))
                        .await?;
                    let mut all = self.stances.write().unwrap_or_else(PoisonError::into_inner);
                    changed.into_iter().for_each(|stance| all.enter(stance));
                    all.cover(&covering);
                }
            }
        }
        *read = Some(Read { at: now, all_at: known.map_or(now, |read| read.all_at), day });
        Ok(())
    }

    /// The moment of the oldest of these states that is not known.
    fn behind(&self, stored: &[Stamped]) -> Option<DateTime<Utc>> {
        let stances = self.stances.read().unwrap_or_else(PoisonError::into_inner);
        let new = stored
            .iter()
            .filter(|one| stances.known.get(&one.id).is_none_or(|known| known.stamp != one.stamp));
        new.map(|one| one.stamp.at()).min()
    }

    /// The cells of each body or municipality that has any.
    pub fn cells(&self, look: &Look<'_>, now: DateTime<Utc>) -> Vec<(OrganisationId, Cells)> {
        let stances = self.stances.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = Wanted::of(&stances, look.narrowing);
        let columns = stances.services.map(|service| look.columns.get(service).copied());
        let mut cells: Vec<Cells> = vec![Cells::new(); stances.organisations.len()];
        let mut put = |place: u32, column: usize, cell: Cell| {
            if let Some(cells) = cells.get_mut(place as usize) {
                cells.push((column, cell));
            }
        };
        for (body, facts) in &stances.bodies {
            let Some(seen) = look.sight.of(stances.organisations.get(*body)) else { continue };
            for fact in facts.iter().filter(|fact| seen.is_none_or(|seen| seen.contains(&fact.id))) {
                let Some(column) = columns.get(fact.service as usize).copied().flatten() else { continue };
                if !wanted.has(fact, now) {
                    continue;
                }
                let state = fact.standing.cell(now);
                put(*body, column, Cell::own(state));
                if look.covered {
                    fact.covers
                        .iter()
                        .for_each(|municipality| put(*municipality, column, Cell::covered(state)));
                }
            }
        }
        let of = |(place, cells): (usize, Cells)| {
            (!cells.is_empty()).then_some((stances.organisations.get(place as u32).copied()?, cells))
        };
        cells.into_iter().enumerate().filter_map(of).collect()
    }
}

impl Sight {
    /// Which rollouts of a body are seen, all where nothing is said; nothing where none is.
    fn of(&self, body: Option<&OrganisationId>) -> Option<Option<&HashSet<RolloutId>>> {
        match self {
            Self::All => Some(None),
            Self::Some { bodies, .. } if bodies.contains(body?) => Some(None),
            Self::Some { rollouts, .. } => (!rollouts.is_empty()).then_some(Some(rollouts)),
        }
    }
}

/// Everything, with each name stored once: half a million rollouts take some 70 MB.
#[derive(Default)]
struct Stances {
    organisations: Names<OrganisationId>,
    services: Names<ServiceId>,
    programmes: Names<ProgrammeId>,
    words: Names<String>,
    bodies: HashMap<u32, Vec<Fact>>,
    known: HashMap<RolloutId, Known>,
}

/// Where a rollout is kept, and of when it is.
struct Known {
    body: u32,
    stamp: Stamp,
}

struct Fact {
    id: RolloutId,
    service: u32,
    programme: Option<u32>,
    phase: Option<u32>,
    ball_role: Option<u32>,
    ball_party: Option<u32>,
    standing: Standing,
    covers: Box<[u32]>,
}

impl Stances {
    /// In place of what was known of it. Whom it covers beside its body is said afterwards.
    fn enter(&mut self, stance: Stance) {
        let body = self.organisations.place(&stance.body_id);
        let fact = Fact {
            id: stance.id,
            service: self.services.place(&stance.service_id),
            programme: stance.programme_id.as_ref().map(|id| self.programmes.place(id)),
            phase: stance.phase.as_ref().map(|word| self.words.place(word)),
            ball_role: stance.ball_role.as_ref().map(|word| self.words.place(word)),
            ball_party: stance.ball_party_id.as_ref().map(|id| self.organisations.place(id)),
            standing: stance.standing(),
            covers: Box::default(),
        };
        if let Some(before) = self.known.insert(fact.id, Known { body, stamp: stance.stamp })
            && let Some(facts) = self.bodies.get_mut(&before.body)
        {
            facts.retain(|known| known.id != fact.id);
        }
        self.bodies.entry(body).or_default().push(fact);
    }

    fn cover(&mut self, covering: &[Covering]) {
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
}

/// A narrowing in the places of one memory; nothing where all are asked for.
struct Wanted<'n> {
    programme: Option<Vec<u32>>,
    phase: Option<Vec<u32>>,
    ball_role: Option<Vec<u32>>,
    ball_party: Option<Vec<u32>>,
    light: &'n [Light],
}

impl<'n> Wanted<'n> {
    fn of(stances: &Stances, asked: &'n Narrowing) -> Self {
        Self {
            programme: stances.programmes.places(&asked.programme),
            phase: stances.words.places(&asked.phase),
            ball_role: stances.words.places(&asked.ball_role),
            ball_party: stances.organisations.places(&asked.ball_party),
            light: &asked.light,
        }
    }

    fn has(&self, fact: &Fact, now: DateTime<Utc>) -> bool {
        let among = |wanted: &Option<Vec<u32>>, one: Option<u32>| {
            wanted.as_ref().is_none_or(|wanted| one.is_some_and(|one| wanted.contains(&one)))
        };
        among(&self.programme, fact.programme)
            && among(&self.phase, fact.phase)
            && among(&self.ball_role, fact.ball_role)
            && among(&self.ball_party, fact.ball_party)
            && (self.light.is_empty() || self.light.contains(&fact.standing.light(now)))
    }
}
