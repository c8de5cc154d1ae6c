//! A report as data: what stands in it, already in words.
use crate::sheets::{Book, Cell};
use chrono::{DateTime, Utc};
use dienstweg_kernel::Result;
use dienstweg_kernel::ctx::Language;
use serde::Serialize;

/// Everything that stands in a report. Texts are in its language; links are whole addresses.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub language: Language,
    pub title: String,
    /// Who made it, for the properties of the file.
    pub author: String,
    pub made_at: DateTime<Utc>,
    /// What, of which day, with whose rights.
    pub head: Vec<String>,
    pub groups: Vec<Group>,
    pub tables: Vec<Table>,
}

/// Figures that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub title: String,
    pub figures: Vec<Figure>,
}

/// One number with its name.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub label: String,
    pub value: Entry,
    /// Against the day compared with, where it is known.
    pub change: Option<i64>,
}

/// Rows of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    pub title: String,
    /// A sentence below the title.
    pub note: String,
    pub columns: Vec<Column>,
    /// As many entries in each as there are columns.
    pub rows: Vec<Vec<Entry>>,
}

/// A column by its heading.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub heading: String,
    /// Holds numbers or days: narrow, numbers to the right.
    pub narrow: bool,
    pub right: bool,
}

/// What stands in one place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    pub text: String,
    pub link: Option<String>,
    pub light: Option<Shape>,
    /// The same for a workbook, where it is more than the text.
    #[serde(skip)]
    pub cell: Option<Cell>,
}

/// The shape that stands before the word of a light, so that it reads without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Red.
    Diamond,
    /// Yellow.
    Triangle,
    /// Green.
    Disc,
    /// Grey.
    Ring,
}

impl Entry {
    fn cell(&self) -> Cell {
        self.cell.clone().unwrap_or_else(|| Cell::text(&self.text))
    }

    fn address(&self) -> Cell {
        self.link.as_deref().map_or(Cell::Empty, Cell::text)
    }
}

impl Report {
    fn pick<'t>(&self, de: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::De => de,
            Language::En => en,
        }
    }

    /// A workbook: the figures on the first sheet, each table on one of its own. Every row ends with its link.
    ///
    /// # Errors
    /// `internal` where the workbook cannot be written.
    pub fn workbook(&self) -> Result<Vec<u8>> {
        let mut book = Book::new(self.language);
        let words = [
            self.pick("Gruppe", "Group"),
            self.pick("Kennzahl", "Figure"),
            self.pick("Wert", "Value"),
            self.pick("Veränderung", "Change"),
            "Link",
        ];
        let figures = self.groups.iter().flat_map(|group| {
            group.figures.iter().map(|figure| {
                let change = figure.change.map_or(Cell::Empty, |change| Cell::Number(change.into()));
                let (group, label) = (Cell::text(&group.title), Cell::text(&figure.label));
                vec![group, label, figure.value.cell(), change, figure.value.address()]
            })
        });
        book.sheet(Some(self.pick("Kennzahlen", "Figures")), &words.map(str::to_owned), figures)?;
        for table in &self.tables {
            let headings = table.columns.iter().map(|column| column.heading.clone());
            let headings: Vec<String> = headings.chain(["Link".to_owned()]).collect();
            let rows = table.rows.iter().map(|row| {
                let link = row.iter().find(|entry| entry.link.is_some()).map_or(Cell::Empty, Entry::address);
                row.iter().map(Entry::cell).chain([link]).collect()
            });
            book.sheet(Some(&table.title), &headings, rows)?;
        }
        book.bytes()
    }
}
