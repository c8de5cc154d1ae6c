//! What the rollouts that are kept in memory put into the cells.
use super::{Cell, Narrowing};
use crate::portfolio::{Fact, Sight, Stances};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_rollouts::steering::Light;
use std::collections::{HashMap, HashSet};

/// What of it is looked at.
pub struct Look<'l> {
    pub sight: &'l Sight,
    pub narrowing: &'l Narrowing,
    /// The place of each service; others are not looked at.
    pub columns: &'l HashMap<ServiceId, u16>,
    /// Only cells of these, where any are named.
    pub only: &'l [OrganisationId],
    /// Also shown at municipalities that a rollout of another body covers.
    pub covered: bool,
}

/// What the rollouts of a body, or those that cover a municipality, put into one column.
pub struct Put {
    /// Place in [`Cells::organisations`].
    pub at: u32,
    pub column: u16,
    pub cell: Cell,
}

/// All that is put anywhere, in no order.
pub struct Cells {
    pub organisations: Vec<OrganisationId>,
    pub puts: Vec<Put>,
}

impl Cells {
    pub fn of(stances: &Stances, look: &Look<'_>, now: DateTime<Utc>) -> Self {
        let wanted = Wanted::of(stances, look.narrowing);
        let columns = stances.services.map(|service| look.columns.get(service).copied());
        let only = stances.organisations.places(look.only);
        let mut puts = Vec::new();
        let mut put = |at: u32, column: u16, cell: Cell| {
            if only.as_ref().is_none_or(|only| only.contains(&at)) {
                puts.push(Put { at, column, cell });
            }
        };
        for (body, fact) in stances.seen(look.sight) {
            let column = fact.service.and_then(|service| columns.get(service as usize).copied().flatten());
            let Some(column) = column.filter(|_| wanted.has(fact, now)) else { continue };
            let state = fact.standing.cell(now);
            put(body, column, Cell::own(state));
            if look.covered {
                fact.covers.iter().for_each(|municipality| put(*municipality, column, Cell::covered(state)));
            }
        }
        Self { organisations: stances.organisations.map(|id| *id), puts }
    }

    /// Bodies and municipalities with any cells that are none of these.
    pub fn others(&self, known: &HashSet<OrganisationId>) -> Vec<OrganisationId> {
        let mut others: Vec<bool> = vec![false; self.organisations.len()];
        for put in &self.puts {
            if let Some(other) = others.get_mut(put.at as usize) {
                *other = true;
            }
        }
        let named = self.organisations.iter().zip(others).filter(|(id, other)| *other && !known.contains(id));
        named.map(|(id, _)| *id).collect()
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
