//! The header row: which delimiter, which column where.

use super::Column;
use super::scan::{RawCell, Scanner};
use crate::{Fault, Faults, lines};

/// Least plain first: of equally good ones the last is taken, and the comma is the plain meaning of "CSV".
const DELIMITERS: [char; 3] = ['\t', ';', ','];

/// Where the known columns stand.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<(&'static str, Option<usize>)>,
    /// Number of cells in the header row.
    pub(super) width: usize,
}

impl Header {
    pub(super) fn read(cells: Option<&[RawCell]>, columns: &[Column], faults: &mut Faults) -> Self {
        let Some(cells) = cells else {
            faults.push(Fault::new(1, 1, "empty_file", "Die Datei ist leer", "the file is empty"));
            return Self { columns: columns.iter().map(|column| (column.name, None)).collect(), width: 0 };
        };
        let mut header =
            Self { columns: columns.iter().map(|column| (column.name, None)).collect(), width: cells.len() };
        for (position, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.text.trim().is_empty()) {
            header.place(position, cell, columns, faults);
        }
        let (line, column) = cells.first().map_or((1, 1), |cell| (cell.line, cell.column));
        let lacks =
            |(column, (_, place)): &(&Column, &(_, Option<usize>))| column.required && place.is_none();
        for (missing, _) in columns.iter().zip(&header.columns).filter(lacks) {
            let de = format!("Die Spalte „{}“ fehlt", missing.name);
            let en = format!("column '{}' is missing", missing.name);
            faults.push(Fault::new(line, column, "missing_column", de, en));
        }
        header
    }

    fn place(&mut self, position: usize, cell: &RawCell, columns: &[Column], faults: &mut Faults) {
        let text = cell.text.trim();
        let known = columns.iter().position(|column| names(column, text));
        let (code, de, en) = match known.and_then(|at| self.columns.get_mut(at)) {
            Some((_, place @ None)) => {
                *place = Some(position);
                return;
            }
            Some((name, Some(_))) => (
                "duplicate_column",
                format!("Spalte „{name}“ doppelt"),
                format!("column '{name}' appears twice"),
            ),
            None => (
                "unknown_column",
                format!("Die Spalte „{text}“ ist unbekannt"),
                format!("column '{text}' is unknown"),
            ),
        };
        faults.push(Fault::new(cell.line, cell.column, code, de, en));
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == name).and_then(|(_, position)| *position)
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        self.columns.iter().any(|(known, _)| *known == name)
    }
}

/// The delimiter of a text, and how many records stand before its header (the `sep=` line of spreadsheets).
pub(super) fn delimiter(text: &str, columns: &[Column]) -> (char, usize) {
    let told = lines(text).next().and_then(|line| line.trim_matches('"').strip_prefix("sep="));
    if let Some(told) =
        told.and_then(|told| DELIMITERS.into_iter().find(|delimiter| told.starts_with(*delimiter)))
    {
        return (told, 1);
    }
    let score = |delimiter: &char| {
        let cells = Scanner::new(text, *delimiter).record(&mut Faults::default()).unwrap_or_default();
        let known = |cell: &&RawCell| columns.iter().any(|column| names(column, cell.text.trim()));
        (cells.iter().filter(known).count(), cells.len())
    };
    let best = DELIMITERS.into_iter().max_by_key(score).unwrap_or(',');
    (best, 0)
}

fn names(column: &Column, text: &str) -> bool {
    let fold = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
    let text = fold(text);
    fold(column.name) == text || column.aliases.iter().any(|alias| fold(alias) == text)
}
