//! The cells of one row, and how they are written.
use dienstweg_rollouts::service::CellState;
use std::fmt::{self, Display, Formatter, Write};

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    state: CellState,
    /// The rollout is another body's and covers this municipality.
    covered: bool,
}

impl Cell {
    pub fn own(state: CellState) -> Self {
        Self { state, covered: false }
    }

    pub fn covered(state: CellState) -> Self {
        Self { state, covered: true }
    }
}

/// The cells of one row, one for each column: nothing where nothing is known.
///
/// Written as one text: per cell the letter of its [`CellState`], a blank where nothing is known; between `^` and the next
/// one the rollouts of other bodies cover the municipality; a number says how many equal cells follow: `3.^L^2-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(Vec<Option<Cell>>);

impl Line {
    pub fn blank(columns: usize) -> Self {
        Self(vec![None; columns])
    }

    /// In place of what was there; where nothing was, nothing is said.
    pub fn set(&mut self, column: usize, cell: Cell) {
        if let Some(Some(place)) = self.0.get_mut(column) {
            *place = cell;
        }
    }

    /// Unless what is there counts more.
    pub fn put(&mut self, column: usize, cell: Cell) {
        if let Some(place) = self.0.get_mut(column)
            && place.is_none_or(|before| counts(cell) < counts(before))
        {
            *place = Some(cell);
        }
    }
}

/// The order in which cells of one place count: any rollout before none, a body's own before another's.
fn counts(cell: Cell) -> (bool, CellState, bool) {
    let nothing = matches!(cell.state, CellState::NotOrdered | CellState::NotCompetent);
    (nothing, cell.state, cell.covered)
}

impl Display for Line {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut covered = false;
        for run in self.0.chunk_by(PartialEq::eq) {
            let cell = run.first().copied().flatten();
            if covered != cell.is_some_and(|cell| cell.covered) {
                covered = !covered;
                out.write_char('^')?;
            }
            if run.len() > 1 {
                write!(out, "{}", run.len())?;
            }
            out.write_char(cell.map_or(' ', |cell| cell.state.letter()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_cells_are_written_once() {
        let mut line = Line::blank(7);
        assert_eq!(line.to_string(), "7 ");
        (0..3).for_each(|at| line.put(at, Cell::own(CellState::NotOrdered)));
        line.put(3, Cell::covered(CellState::Live));
        (4..6).for_each(|at| line.put(at, Cell::own(CellState::NotCompetent)));
        assert_eq!(line.to_string(), "3.^L^2- ");
    }

    #[test]
    fn what_counts_most_is_shown() {
        use CellState as S;
        let shown = |cells: &[Cell]| {
            let mut line = Line::blank(1);
            cells.iter().for_each(|cell| line.put(0, *cell));
            line.to_string()
        };
        assert_eq!(shown(&[Cell::own(S::Cancelled), Cell::own(S::Green)]), "g", "begun again");
        assert_eq!(shown(&[Cell::own(S::Green), Cell::own(S::Cancelled)]), "g");
        assert_eq!(shown(&[Cell::own(S::NotCompetent), Cell::covered(S::Cancelled)]), "^x");
        assert_eq!(
            shown(&[Cell::own(S::NotCompetent), Cell::own(S::Live)]),
            "L",
            "facts before the register"
        );
        assert_eq!(shown(&[Cell::covered(S::Live), Cell::own(S::Live)]), "L");
    }
}
