//! The portfolio matrix: how every service stands at every body, or for every municipality.
mod cells;
mod grid;
mod line;
mod view;

pub use line::{Cell, Line};
pub use view::{MatrixBy, MatrixRegion, MatrixRows, MatrixView};

use crate::portfolio::{Portfolio, Sight};
use cells::{Cells, Look};
use dienstweg_customers::service::{Bodies, body_rows, body_rows_named, places};
use dienstweg_customers::types::OrganisationKind;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::ServiceColumnParams;
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{CellState, Overrides, cells_ordered, service_columns};
use dienstweg_rollouts::steering::Light;
use grid::Grid;
use std::collections::HashMap;

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
    let mut bodies = Bodies { kinds: wanted.kinds(), below: wanted.below, some: wanted.body.clone() };
    // None of them needs what another finds.
    let ((), sight, columns, places, whole, (overrides, ordered)) = tokio::try_join!(
        portfolio.renew(reader),
        Sight::load(reader),
        service_columns(reader, &wanted.columns),
        places(reader),
        body_rows(reader, ROLLOUT_READ, &bodies),
        blanks(reader, wanted),
    )?;
    let places_of: HashMap<ServiceId, u16> =
        columns.iter().zip(0..).map(|(column, at)| (column.id, at)).collect();
    let look = Look {
        sight: &sight,
        narrowing: &wanted.rollouts,
        columns: &places_of,
        only: &wanted.body,
        covered: wanted.by == MatrixBy::Municipality,
    };
    let cells = Cells::of(&portfolio.stances(), &look, reader.ctx().now());
    let mut named = Vec::new();
    if !matches!(sight, Sight::All) {
        bodies.some = cells.others(&whole.iter().map(|body| body.id).collect());
        if !bodies.some.is_empty() {
            named = body_rows_named(reader, &bodies).await?;
        }
    }
    let mut grid = Grid::new(whole.iter().chain(&named), &columns);
    if let Some(overrides) = overrides {
        grid.competence(wanted.by, &whole, &columns, &places, &overrides);
    }
    for (body, service, state) in ordered {
        grid.put(body, service, Cell::own(state));
    }
    grid.put_all(&cells);
    Ok(grid.view(wanted.by, whole.into_iter().chain(named).collect(), columns, &places))
}

/// Orders that have not become a rollout.
type Ordered = Vec<(OrganisationId, ServiceId, CellState)>;

/// What is said where there is no rollout, unless cells without one stay blank.
async fn blanks(reader: &Reader, wanted: &Wanted) -> Result<(Option<Overrides>, Ordered)> {
    if wanted.rollouts.leaves_blanks() {
        return Ok((None, Vec::new()));
    }
    let (overrides, ordered) = tokio::try_join!(Overrides::all(reader), cells_ordered(reader))?;
    Ok((Some(overrides), ordered))
}
