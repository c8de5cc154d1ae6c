//! Rows and columns: what each cell says in the end.
use super::cells::{Cells, Put};
use super::{Cell, Line, MatrixBy, MatrixRegion, MatrixRows, MatrixView};
use crate::tier;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dienstweg_customers::service::{BodyRow, Place, does};
use dienstweg_customers::types::OrganisationKind;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_rollouts::service::{CellState, Overrides, ServiceColumn};
use std::collections::{BTreeMap, HashMap};

/// The cells, each with the state that counts most of all that were put there.
pub struct Grid {
    rows: HashMap<OrganisationId, usize>,
    columns: HashMap<ServiceId, usize>,
    lines: Vec<Line>,
}

impl Grid {
    pub fn new<'b>(bodies: impl Iterator<Item = &'b BodyRow>, columns: &[ServiceColumn]) -> Self {
        let rows: HashMap<OrganisationId, usize> =
            bodies.enumerate().map(|(at, body)| (body.id, at)).collect();
        Self {
            lines: vec![Line::blank(columns.len()); rows.len()],
            columns: columns.iter().enumerate().map(|(at, column)| (column.id, at)).collect(),
            rows,
        }
    }

    pub fn put(&mut self, body: OrganisationId, service: ServiceId, cell: Cell) {
        if let (Some(row), Some(column)) = (self.rows.get(&body), self.columns.get(&service))
            && let Some(line) = self.lines.get_mut(*row)
        {
            line.put(*column, cell);
        }
    }

    pub fn put_all(&mut self, all: &Cells) {
        let rows: Vec<Option<usize>> =
            all.organisations.iter().map(|id| self.rows.get(id).copied()).collect();
        for Put { at, column, cell } in &all.puts {
            let row = rows.get(*at as usize).copied().flatten();
            if let Some(line) = row.and_then(|row| self.lines.get_mut(row)) {
                line.put(usize::from(*column), *cell);
            }
        }
    }

    /// What a body does not do by its place in the tree is not its own; what an override gives it, is. For the first rows:
    /// those that are whole.
    pub fn competence(
        &mut self,
        by: MatrixBy,
        bodies: &[BodyRow],
        columns: &[ServiceColumn],
        places: &HashMap<OrganisationId, Place>,
        overrides: &Overrides,
    ) {
        // A municipality gets from others what it does not do itself.
        let not_own = match by {
            MatrixBy::Body => Cell::own(CellState::NotCompetent),
            MatrixBy::Municipality => Cell::covered(CellState::NotOrdered),
        };
        for (line, body) in self.lines.iter_mut().zip(bodies) {
            let member = is_member(body, places);
            for (at, column) in columns.iter().enumerate() {
                let own = does(body.kind, member, tier(column.level));
                line.put(at, if own { Cell::own(CellState::NotOrdered) } else { not_own });
            }
        }
        for body in overrides.organisations() {
            for column in columns {
                if let Some(responsible) = overrides.of(column.id, body) {
                    self.set(body, column.id, not_own);
                    self.set(responsible, column.id, Cell::own(CellState::NotOrdered));
                }
            }
        }
    }

    /// Only where something is said already: of rows that are not whole nothing is.
    fn set(&mut self, body: OrganisationId, service: ServiceId, cell: Cell) {
        if let (Some(row), Some(column)) = (self.rows.get(&body), self.columns.get(&service))
            && let Some(line) = self.lines.get_mut(*row)
        {
            line.set(*column, cell);
        }
    }

    pub fn view(
        self,
        by: MatrixBy,
        bodies: Vec<BodyRow>,
        columns: Vec<ServiceColumn>,
        places: &HashMap<OrganisationId, Place>,
    ) -> MatrixView {
        let region_of = |body: &BodyRow| match body.kind {
            OrganisationKind::District => Some(body.id),
            _ => body.parent_id.and_then(|parent| region(parent, places)),
        };
        let mut regions: BTreeMap<(String, OrganisationId), usize> = BTreeMap::new();
        for (id, place) in bodies.iter().filter_map(region_of).filter_map(|id| Some((id, places.get(&id)?))) {
            regions.insert((place.name.clone(), id), 0);
        }
        regions.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let at: HashMap<OrganisationId, usize> = regions.iter().map(|((_, id), at)| (*id, *at)).collect();
        let mut rows = MatrixRows::default();
        let mut ids = Vec::with_capacity(bodies.len() * 16);
        for (body, line) in bodies.iter().zip(&self.lines) {
            ids.extend_from_slice(body.id.0.as_bytes());
            let member_of = body.parent_id.filter(|_| is_member(body, places));
            rows.names.push(body.name.clone());
            rows.keys.push(body.key().map(str::to_owned));
            rows.kind.push(place_of(&mut rows.kinds, body.kind));
            rows.region.push(region_of(body).and_then(|id| at.get(&id).copied()));
            rows.association.push(member_of.and_then(|id| self.rows.get(&id).copied()));
            rows.population.push(body.population);
            rows.cells.push(line.to_string());
        }
        rows.ids = STANDARD.encode(ids);
        let regions = regions.into_keys().map(|(name, id)| MatrixRegion { id, name }).collect();
        MatrixView { by, columns, regions, rows }
    }
}

/// Where a value stands among those that occurred, entered where it is new.
fn place_of<T: PartialEq>(known: &mut Vec<T>, value: T) -> usize {
    known.iter().position(|one| *one == value).unwrap_or_else(|| {
        known.push(value);
        known.len() - 1
    })
}

fn is_member(body: &BodyRow, places: &HashMap<OrganisationId, Place>) -> bool {
    let parent = body.parent_id.and_then(|id| places.get(&id));
    parent.is_some_and(|place| place.kind == OrganisationKind::Association)
}

/// The district or government district that an organisation is or lies in.
fn region(id: OrganisationId, places: &HashMap<OrganisationId, Place>) -> Option<OrganisationId> {
    let place = places.get(&id)?;
    match place.kind {
        OrganisationKind::Association => place.parent_id.and_then(|parent| region(parent, places)),
        _ => Some(id),
    }
}
