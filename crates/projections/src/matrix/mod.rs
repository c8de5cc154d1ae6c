//! The portfolio matrix: how every service stands at every body, or for every municipality.
mod line;
mod view;

pub use line::{Cell, Line};
pub use view::{MatrixBy, MatrixRegion, MatrixRows, MatrixView};

use crate::tier;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dienstweg_customers::service::{Bodies, BodyRow, Place, body_rows, body_rows_named, does, places};
use dienstweg_customers::types::OrganisationKind;
use dienstweg_kernel::db::pairs;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::{RolloutListParams, ServiceColumnParams};
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{
    BodyCells, CellState, Overrides, ServiceColumn, cells_of_bodies, cells_of_covered, cells_ordered,
    service_columns,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is to be seen.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub by: MatrixBy,
    pub columns: ServiceColumnParams,
    /// Narrows rows (`below`, `body`) and rollouts; what it says of services does not count.
    pub rollouts: RolloutListParams,
}

impl Wanted {
    /// Whether only some rollouts are looked at, so that a cell without one says nothing.
    fn narrows_rollouts(&self) -> bool {
        let asked = &self.rollouts;
        !(asked.phase.is_empty()
            && asked.light.is_empty()
            && asked.ball_role.is_empty()
            && asked.ball_party.is_empty()
            && asked.state.is_empty()
            && asked.outcome.is_empty())
    }

    fn kinds(&self) -> &'static [OrganisationKind] {
        use OrganisationKind as K;
        match self.by {
            MatrixBy::Body => &[K::Bezirk, K::District, K::IndependentCity, K::Association, K::Municipality],
            MatrixBy::Municipality => &[K::IndependentCity, K::Municipality],
        }
    }
}

/// The matrix as the caller may see it, in seven statements at most, whatever its size. Rows of bodies whose rollouts the
/// caller sees all say what is not ordered; rows of others, where it sees only some, leave blank what it does not see.
pub async fn matrix(reader: &Reader, wanted: &Wanted) -> Result<MatrixView> {
    let asked = &wanted.rollouts;
    let columns = service_columns(reader, &wanted.columns).await?;
    let places = places(reader).await?;
    let rollouts = RolloutListParams { programme: wanted.columns.programme.clone(), ..asked.clone() };
    let (own, covered) = match wanted.by {
        MatrixBy::Body => (cells_of_bodies(reader, &rollouts).await?, Vec::new()),
        MatrixBy::Municipality => {
            // Those that cover a municipality may belong to a body elsewhere in the tree.
            let anywhere = RolloutListParams { below: None, body: Vec::new(), ..rollouts.clone() };
            (cells_of_bodies(reader, &rollouts).await?, cells_of_covered(reader, &anywhere).await?)
        }
    };
    let mut bodies = Bodies { kinds: wanted.kinds(), below: asked.below, some: asked.body.clone() };
    let whole = body_rows(reader, ROLLOUT_READ, &bodies).await?;
    let known: HashSet<OrganisationId> = whole.iter().map(|body| body.id).collect();
    let others = own.iter().chain(&covered).map(|cells| cells.id);
    bodies.some = others
        .filter(|id| !known.contains(id) && (asked.body.is_empty() || asked.body.contains(id)))
        .collect();
    let named = if bodies.some.is_empty() { Vec::new() } else { body_rows_named(reader, &bodies).await? };
    let mut grid = Grid::new(whole.iter().chain(&named), &columns);
    if !wanted.narrows_rollouts() {
        grid.competence(wanted.by, &whole, &columns, &places, &Overrides::all(reader).await?);
        for (body, service, state) in cells_ordered(reader).await? {
            grid.put(body, service, Cell::own(state));
        }
    }
    grid.put_all(own, Cell::own);
    grid.put_all(covered, Cell::covered);
    Ok(grid.view(wanted.by, whole.into_iter().chain(named).collect(), columns, &places))
}

/// The cells, each with the state that counts most of all that were put there.
struct Grid {
    rows: HashMap<OrganisationId, usize>,
    columns: HashMap<ServiceId, usize>,
    lines: Vec<Line>,
}

impl Grid {
    fn new<'b>(bodies: impl Iterator<Item = &'b BodyRow>, columns: &[ServiceColumn]) -> Self {
        let rows: HashMap<OrganisationId, usize> =
            bodies.enumerate().map(|(at, body)| (body.id, at)).collect();
        Self {
            lines: vec![Line::blank(columns.len()); rows.len()],
            columns: columns.iter().enumerate().map(|(at, column)| (column.id, at)).collect(),
            rows,
        }
    }

    fn put(&mut self, body: OrganisationId, service: ServiceId, cell: Cell) {
        if let (Some(row), Some(column)) = (self.rows.get(&body), self.columns.get(&service))
            && let Some(line) = self.lines.get_mut(*row)
        {
            line.put(*column, cell);
        }
    }

    fn put_all(&mut self, all: Vec<BodyCells>, cell: impl Fn(CellState) -> Cell) {
        for body in all {
            for (service, letter) in pairs(&body.cells) {
                if let Some(state) = CellState::of(letter) {
                    self.put(body.id, service.into(), cell(state));
                }
            }
        }
    }

    /// What a body does not do by its place in the tree is not its own; what an override gives it, is. For the first rows:
    /// those that are whole.
    fn competence(
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

    fn view(
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
