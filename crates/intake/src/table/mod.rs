//! Delimited files with a header row (CSV as spreadsheets and official registers write it).
//!
//! A domain names its columns, walks the rows and takes cells; what is wrong goes into the table's fault list, with the place
//! of the cell in the file, and the walk goes on:
//!
//! ```
//! use dienstweg_intake::keys::LeikaKey;
//! use dienstweg_intake::table::{Column, read_csv};
//!
//! let columns = [Column::required("leika", &["leika_schluessel"]), Column::optional("name", &[])];
//! let table = read_csv(b"Leika_Schluessel;Name\n99050012104000;Gewerbeanmeldung\n", &columns);
//! for row in table.rows() {
//!     let key = row.required_as::<LeikaKey>("leika");
//!     let name = row.optional("name").map(|cell| cell.text);
//!     assert!(key.is_some() && name == Some("Gewerbeanmeldung"));
//! }
//! assert!(table.into_faults().is_empty());
//! ```

mod header;
mod scan;

use std::cell::RefCell;
use std::str::FromStr;

use crate::{Encoding, Explain, Fault, Faults, LineEnd, decode};
use header::Header;
use scan::{RawCell, Scanner};

/// A column a reader knows. Names and aliases match without regard to case, and blanks, `-` and `_` are the same.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub required: bool,
}

impl Column {
    /// A column the file must have.
    pub const fn required(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases, required: true }
    }

    /// A column the file may lack.
    pub const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases, required: false }
    }
}

/// A read file: its rows, and the faults found so far.
#[derive(Debug)]
pub struct Table {
    pub encoding: Encoding,
    pub line_end: LineEnd,
    /// `,`, `;` or a tab.
    pub delimiter: char,
    header: Header,
    rows: Vec<Vec<RawCell>>,
    faults: RefCell<Faults>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    cells: &'a [RawCell],
}

/// What stands in one cell, without blanks around it, and where in the file it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    pub text: &'a str,
    pub line: usize,
    pub column: usize,
}

/// Reads a delimited file (RFC 4180, and what spreadsheets make of it: any encoding, any line end, `;` or tab, a first line
/// `sep=;`). The delimiter is the one under which most of `columns` are found in the header.
///
/// Faults: `empty_file`, `unknown_column`, `missing_column`, `duplicate_column`, `surplus_cells`, `unclosed_quote`,
/// `text_after_quote`, `unreadable_character`. Rows without any text are left out.
pub fn read_csv(bytes: &[u8], columns: &[Column]) -> Table {
    let decoded = decode(bytes);
    let mut faults = Faults::default();
    let (delimiter, skip) = header::delimiter(&decoded.text, columns);
    let mut scanner = Scanner::new(&decoded.text, delimiter);
    for _ in 0..skip {
        scanner.record(&mut Faults::default());
    }
    let mut records = std::iter::from_fn(|| scanner.record(&mut faults)).filter(|cells| !is_blank(cells));
    let head = records.next();
    let rows: Vec<_> = records.collect();
    let header = Header::read(head.as_deref(), columns, &mut faults);
    for cells in &rows {
        check(cells, header.width, &mut faults);
    }
    faults.sort();
    let (encoding, line_end) = (decoded.encoding, decoded.line_end);
    Table { encoding, line_end, delimiter, header, rows, faults: RefCell::new(faults) }
}

/// All records of a text with the lines they begin in; cells without blanks around them.
pub(crate) fn records(text: &str, delimiter: char, faults: &mut Faults) -> Vec<(usize, Vec<String>)> {
    let mut scanner = Scanner::new(text, delimiter);
    let line = |cells: &[RawCell]| cells.first().map_or(1, |cell| cell.line);
    let mut all = Vec::new();
    while let Some(cells) = scanner.record(faults) {
        all.push((line(&cells), cells.into_iter().map(|cell| cell.text.trim().to_owned()).collect()));
    }
    all
}

fn is_blank(cells: &[RawCell]) -> bool {
    cells.iter().all(|cell| cell.text.trim().is_empty())
}

/// Faults that can be told without knowing what a column means.
fn check(cells: &[RawCell], width: usize, faults: &mut Faults) {
    if let Some(cell) = cells.iter().skip(width).find(|cell| !cell.text.trim().is_empty()) {
        let de = format!("Die Zeile hat mehr Zellen als die Kopfzeile ({width})");
        let en = format!("the row has more cells than the header ({width})");
        faults.push(Fault::new(cell.line, cell.column, "surplus_cells", de, en));
    }
    let unreadable = |c: char| c == char::REPLACEMENT_CHARACTER || c == '\0';
    for cell in cells.iter().filter(|cell| cell.text.contains(unreadable)) {
        let de = "Zeichen nicht lesbar: Die Zeichenkodierung der Datei stimmt hier nicht";
        let en = "unreadable character: the encoding of the file is broken here";
        faults.push(Fault::new(cell.line, cell.column, "unreadable_character", de, en));
    }
}

impl Table {
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// False when the file lacks the (optional) column, which is not the same as leaving its cells empty.
    pub fn has_column(&self, name: &str) -> bool {
        self.header.position(name).is_some()
    }

    /// Adds a fault the reader of the rows has found.
    pub fn push(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    /// Ends the walk: all faults, those of the file and those of its cells, in the order of the file.
    pub fn into_faults(self) -> Faults {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults
    }
}

impl<'a> Row<'a> {
    /// Line in the file in which the row begins, from 1.
    pub fn line(&self) -> usize {
        self.cells.first().map_or(1, |cell| cell.line)
    }

    /// The cell of a column; `None` when the file lacks the column or the cell is empty.
    pub fn optional(&self, name: &str) -> Option<Cell<'a>> {
        debug_assert!(self.table.header.knows(name), "column {name} was not named to read_csv");
        let cell = self.cells.get(self.table.header.position(name)?)?;
        let text = cell.text.trim();
        (!text.is_empty()).then_some(Cell { text, line: cell.line, column: cell.column })
    }

    /// Like [`Row::optional`], but an empty cell is the fault `empty_cell`. A lacking column is one fault per file, not per row.
    pub fn required(&self, name: &str) -> Option<Cell<'a>> {
        let cell = self.optional(name);
        if cell.is_none()
            && let Some(position) = self.table.header.position(name)
        {
            let place = self.cells.get(position).or(self.cells.last());
            let (line, column) = place.map_or((self.line(), 1), |cell| (cell.line, cell.column));
            let (de, en) = (format!("„{name}“ fehlt"), format!("'{name}' is missing"));
            self.table.push(Fault::new(line, column, "empty_cell", de, en));
        }
        cell
    }

    /// A required cell as a value; what does not parse is a fault at the cell.
    pub fn required_as<T>(&self, name: &str) -> Option<T>
    where
        T: FromStr<Err: Explain>,
    {
        self.required(name).and_then(|cell| self.parse(cell))
    }

    /// An optional cell as a value; `None` also when it does not parse, which is a fault at the cell.
    pub fn optional_as<T>(&self, name: &str) -> Option<T>
    where
        T: FromStr<Err: Explain>,
    {
        self.optional(name).and_then(|cell| self.parse(cell))
    }

    /// Records that a cell cannot be accepted.
    pub fn reject(&self, cell: Cell<'_>, code: &'static str, de: impl Into<String>, en: impl Into<String>) {
        self.table.push(Fault::new(cell.line, cell.column, code, de, en));
    }

    fn parse<T: FromStr<Err: Explain>>(&self, cell: Cell<'_>) -> Option<T> {
        cell.text.parse().map_err(|error| self.table.push(Fault::of(cell.line, cell.column, &error))).ok()
    }
}
