//! Splits delimited text into cells that know their place.
//!
//! The `csv` crate tells the place of a record but not of a cell (and a cell may span lines), and takes an unclosed quote for
//! granted; both matter here, so this is our own. The tests hold it to give the same cells as that crate.

use std::iter::Peekable;
use std::str::Chars;

use crate::{Fault, Faults};

/// A cell as written, quotes removed; line and column of its first character (the quote, if there is one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawCell {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

pub(super) struct Scanner<'a> {
    rest: Peekable<Chars<'a>>,
    delimiter: char,
    line: usize,
    column: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, delimiter: char) -> Self {
        Self { rest: text.chars().peekable(), delimiter, line: 1, column: 1 }
    }

    /// The next record, an empty line being a record of one empty cell; `None` at the end.
    pub(super) fn record(&mut self, faults: &mut Faults) -> Option<Vec<RawCell>> {
        self.rest.peek()?;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell(faults));
            match self.next() {
                Some(c) if c == self.delimiter => {}
                Some('\r') if self.rest.peek() == Some(&'\n') => {
                    self.next();
                    return Some(cells);
                }
                _ => return Some(cells),
            }
        }
    }

    fn cell(&mut self, faults: &mut Faults) -> RawCell {
        let (line, column) = (self.line, self.column);
        let mut text = String::new();
        let quoted = self.rest.peek() == Some(&'"');
        if quoted {
            self.quoted(&mut text, faults);
        }
        let (after_line, after_column, inside) = (self.line, self.column, text.len());
        while let Some(c) = self.rest.peek().copied().filter(|c| *c != self.delimiter && !is_end(*c)) {
            text.push(c);
            self.next();
        }
        if quoted && !text.get(inside..).unwrap_or_default().trim().is_empty() {
            let (de, en) = ("Text hinter dem schließenden Anführungszeichen", "text after the closing quote");
            faults.push(Fault::new(after_line, after_column, "text_after_quote", de, en));
        }
        RawCell { text, line, column }
    }

    /// Reads from the opening to the closing quote; two quotes stand for one.
    fn quoted(&mut self, text: &mut String, faults: &mut Faults) {
        let (line, column) = (self.line, self.column);
        self.next();
        while let Some(c) = self.next() {
            match c {
                '"' if self.rest.peek() == Some(&'"') => text.extend(self.next()),
                '"' => return,
                _ => text.push(c),
            }
        }
        let (de, en) = ("Das Anführungszeichen wird nicht geschlossen", "the quote is never closed");
        faults.push(Fault::new(line, column, "unclosed_quote", de, en));
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        let ends_line = c == '\n' || c == '\r' && self.rest.peek() != Some(&'\n');
        (self.line, self.column) = if ends_line { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        Some(c)
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(text: &str) -> Vec<Vec<String>> {
        let mut scanner = Scanner::new(text, ',');
        let records = std::iter::from_fn(|| scanner.record(&mut Faults::default()));
        records.map(|cells| cells.into_iter().map(|cell| cell.text).collect()).filter(not_empty).collect()
    }

    fn theirs(text: &str) -> Vec<Vec<String>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let record = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        reader.records().map(|found| record(found.unwrap())).filter(not_empty).collect()
    }

    fn not_empty(cells: &Vec<String>) -> bool {
        cells.as_slice() != [""]
    }

    proptest! {
        #[test]
        fn gives_the_cells_the_csv_crate_gives(text in "[aä\", ;\r\n]{0,40}") {
            prop_assert_eq!(ours(&text), theirs(&text));
        }
    }
}
