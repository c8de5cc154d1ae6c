//! The portfolio matrix: how every service stands at every body, or for every municipality.
mod grid;
mod line;
mod names;
mod portfolio;
mod view;

pub use line::{Cell, Line};
pub use portfolio::Portfolio;
pub use view::{MatrixBy, MatrixRegion, MatrixRows, MatrixView};

use dienstweg_customers::service::{Bodies, body_rows, body_rows_named, places};
use dienstweg_customers::types::OrganisationKind;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::ServiceColumnParams;
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{Overrides, cells_ordered, service_columns, stances_seen};
use dienstweg_rollouts::steering::Light;
use grid::Grid;
use portfolio::{Look, Sight};
use std::collections::{HashMap, HashSet};

/// What is to be seen.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub by: MatrixBy,
    pub columns: ServiceColumnParams,
    /// Rows in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    /// Only these rows, where any are named.
    pub body: Vec<OrganisationId>,
    pub rollouts: Narrowing,
}

/// Narrows rollouts to those of any of the values of each member; none means all.
#[derive(Clone, Debug, Default)]
pub struct Narrowing {
    pub programme: Vec<ProgrammeId>,
    pub phase: Vec<String>,
    pub light: Vec<Light>,
    pub ball_role: Vec<String>,
    pub ball_party: Vec<OrganisationId>,
}

impl Narrowing {
    /// Whether a cell without a rollout says nothing. That a rollout is of another programme says that there is none.
    fn leaves_blanks(&self) -> bool {
        !(self.phase.is_empty()
            && self.light.is_empty()
            && self.ball_role.is_empty()
            && self.ball_party.is_empty())
    }
}

impl Wanted {
    fn kinds(&self) -> &'static [OrganisationKind] {
        use OrganisationKind as K;
        match self.by {
            MatrixBy::Body => &[K::Bezirk, K::District, K::IndependentCity, K::Association, K::Municipality],
            MatrixBy::Municipality => &[K::IndependentCity, K::Municipality],
        }
    }
}

/// The matrix as the caller may see it, in nine statements at most, whatever its size. Rows of bodies whose rollouts the
/// caller sees all say what is not ordered; rows of others, where it sees only some, leave blank what it does not see.
pub async fn matrix(reader: &Reader, portfolio: &Portfolio, wanted: &Wanted) -> Result<MatrixView> {
    portfolio.renew(reader).await?;
    let sight = sight(reader).await?;
    let columns = service_columns(reader, &wanted.columns).await?;
    let places = places(reader).await?;
    let mut bodies = Bodies { kinds: wanted.kinds(), below: wanted.below, some: wanted.body.clone() };
    let whole = body_rows(reader, ROLLOUT_READ, &bodies).await?;
    let places_of: HashMap<ServiceId, usize> =
        columns.iter().enumerate().map(|(at, column)| (column.id, at)).collect();
    let look = Look {
        sight: &sight,
        narrowing: &wanted.rollouts,
        columns: &places_of,
        covered: wanted.by == MatrixBy::Municipality,
    };
    let mut cells = portfolio.cells(&look, reader.ctx().now());
    cells.retain(|(id, _)| wanted.body.is_empty() || wanted.body.contains(id));
    let known: HashSet<OrganisationId> = whole.iter().map(|body| body.id).collect();
    bodies.some = cells.iter().map(|(id, _)| *id).filter(|id| !known.contains(id)).collect();
    let named = match bodies.some.is_empty() || matches!(sight, Sight::All) {
        true => Vec::new(),
        false => body_rows_named(reader, &bodies).await?,
    };
    let mut grid = Grid::new(whole.iter().chain(&named), &columns);
    if !wanted.rollouts.leaves_blanks() {
        grid.competence(wanted.by, &whole, &columns, &places, &Overrides::all(reader).await?);
        for (body, service, state) in cells_ordered(reader).await? {
            grid.put(body, service, Cell::own(state));
        }
    }
    grid.put_all(cells);
    Ok(grid.view(wanted.by, whole.into_iter().chain(named).collect(), columns, &places))
}

async fn sight(reader: &Reader) -> Result<Sight> {
    if reader.ctx().actor.extent(ROLLOUT_READ) == Some(Extent::Everything) {
        return Ok(Sight::All);
    }
    let bodies = reader.organisations_in_reach(ROLLOUT_READ).await?;
    Ok(Sight::Some { bodies, rollouts: stances_seen(reader).await? })
}
