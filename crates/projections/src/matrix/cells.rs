//! What the rollouts that are kept in memory put into the cells.
use super::{Cell, Narrowing};
use crate::portfolio::{Fact, Sight, Stances};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_rollouts::steering::Light;
use std::collections::HashMap;

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

/// The cells of each body or municipality that has any.
pub fn cells(stances: &Stances, look: &Look<'_>, now: DateTime<Utc>) -> Vec<(OrganisationId, Cells)> {
    let wanted = Wanted::of(stances, look.narrowing);
    let columns = stances.services.map(|service| look.columns.get(service).copied());
    let mut cells: Vec<Cells> = vec![Cells::new(); stances.organisations.len()];
    let mut put = |place: u32, column: usize, cell: Cell| {
        if let Some(cells) = cells.get_mut(place as usize) {
            cells.push((column, cell));
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
    let of = |(place, cells): (usize, Cells)| {
        (!cells.is_empty()).then_some((stances.organisations.get(place as u32).copied()?, cells))
    };
    cells.into_iter().enumerate().filter_map(of).collect()
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
