//! Workbooks: text as text, whatever it looks like, and days as days.
use chrono::{NaiveDate, NaiveDateTime};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Error, Result};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Longest text of a cell in characters; the rest is cut off.
const TEXT_MAX: usize = 32_767;
/// Widest column in pixels that is made to fit by itself.
const WIDTH_MAX: u32 = 480;
/// Longest name of a sheet in characters.
const NAME_MAX: usize = 31;

/// One value of one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(serde_json::Number),
    /// Cents, which stand as euros.
    Euro(i64),
    Truth(bool),
    Date(NaiveDate),
    /// As it was on the clocks of Germany; files know no time zones.
    Time(NaiveDateTime),
}

impl Cell {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// As it stands in texts.
impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Euro(cents) => {
                let sign = if *cents < 0 { "-" } else { "" };
                write!(f, "{sign}{},{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
            }
            Self::Truth(truth) => truth.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Time(time) => write!(f, "{}", time.format("%Y-%m-%d %H:%M:%S")),
        }
    }
}

/// A workbook that is being written.
pub struct Book {
    workbook: Workbook,
    formats: Formats,
}

/// How days, times and money look.
struct Formats {
    date: Format,
    time: Format,
    euro: Format,
}

impl Book {
    /// Without sheets. Days and times look as they do in the language.
    pub fn new(language: Language) -> Self {
        let (date, time) = match language {
            Language::De => ("dd.mm.yyyy", "dd.mm.yyyy hh:mm"),
            Language::En => ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"),
        };
        let format = |format| Format::new().set_num_format(format);
        let formats = Formats { date: format(date), time: format(time), euro: format("#,##0.00") };
        Self { workbook: Workbook::new(), formats }
    }

    /// One more sheet with a line of headings that stays on screen and filters.
    ///
    /// # Errors
    /// `internal` where it does not fit into a workbook.
    pub fn sheet(
        &mut self,
        name: Option<&str>,
        headings: &[String],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<()> {
        self.write(name, headings, rows).map_err(Error::internal)
    }

    /// The workbook as a file.
    ///
    /// # Errors
    /// `internal` where it cannot be written.
    pub fn bytes(mut self) -> Result<Vec<u8>> {
        self.workbook.save_to_buffer().map_err(Error::internal)
    }

    fn write(
        &mut self,
        name: Option<&str>,
        headings: &[String],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet();
        if let Some(name) = name {
            sheet.set_name(sheet_name(name))?;
        }
        let bold = Format::new().set_bold();
        for (column, heading) in (0..).zip(headings) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        let mut last = 0;
        for (line, row) in (1..).zip(rows) {
            for (column, cell) in (0..).zip(row) {
                put(sheet, (line, column), &cell, &self.formats)?;
            }
            last = line;
        }
        sheet.set_freeze_panes(1, 0)?;
        if let Some(right) = u16::try_from(headings.len()).ok().and_then(|width| width.checked_sub(1)) {
            sheet.autofilter(0, 0, last, right)?;
        }
        sheet.set_autofit_max_width(WIDTH_MAX).autofit();
        Ok(())
    }
}

/// A workbook of one sheet.
///
/// # Errors
/// `internal` where it cannot be written.
pub fn single(
    headings: &[String],
    rows: impl Iterator<Item = Vec<Cell>>,
    language: Language,
) -> Result<Vec<u8>> {
    let mut book = Book::new(language);
    book.sheet(None, headings, rows)?;
    book.bytes()
}

/// What may be the name of a sheet: short, and without signs that formulas need.
fn sheet_name(text: &str) -> String {
    text.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(NAME_MAX).collect()
}

fn put(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => match text.char_indices().nth(TEXT_MAX) {
            Some((end, _)) => sheet.write_string(line, column, text.get(..end).unwrap_or_default())?,
            None => sheet.write_string(line, column, text)?,
        },
        Cell::Number(number) => sheet.write_number(line, column, number.as_f64().unwrap_or_default())?,
        // A workbook knows no other numbers; cents of a budget are exact in them.
        Cell::Euro(cents) => {
            let number: f64 =
                format!("{}.{:02}", cents / 100, cents.unsigned_abs() % 100).parse().unwrap_or_default();
            sheet.write_number_with_format(line, column, number, &formats.euro)?
        }
        Cell::Truth(truth) => sheet.write_boolean(line, column, *truth)?,
        Cell::Date(day) => sheet.write_datetime_with_format(line, column, *day, &formats.date)?,
        Cell::Time(instant) => sheet.write_datetime_with_format(line, column, *instant, &formats.time)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn texts_are_texts_and_days_are_days() {
        let day = "2026-03-02".parse().unwrap();
        let row = vec![
            Cell::Text("=1+1".to_owned()),
            Cell::Text("0912345".to_owned()),
            Cell::Number(7.into()),
            Cell::Truth(true),
            Cell::Date(day),
            Cell::Time(day.and_hms_opt(9, 30, 0).unwrap()),
            Cell::Text("ä".repeat(TEXT_MAX + 1)),
            Cell::Empty,
            Cell::Euro(123_456),
        ];
        let headings: Vec<String> = ('A'..='I').map(String::from).collect();
        let bytes = single(&headings, std::iter::once(row), Language::De).unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let formulas = book.worksheet_formula("Sheet1").unwrap();
        assert!(formulas.is_empty(), "{formulas:?}");
        let range = book.worksheet_range("Sheet1").unwrap();
        let cell = |column| range.get_value((1, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(0), Data::String("=1+1".to_owned()));
        assert_eq!(cell(1), Data::String("0912345".to_owned()));
        assert_eq!(cell(2), Data::Float(7.0));
        assert_eq!(cell(3), Data::Bool(true));
        let time = |data: Data| match data {
            Data::DateTime(time) => time.as_datetime().unwrap().to_string(),
            other => panic!("no date: {other:?}"),
        };
        assert_eq!(time(cell(4)), "2026-03-02 00:00:00");
        assert_eq!(time(cell(5)), "2026-03-02 09:30:00");
        assert_eq!(cell(6).to_string().chars().count(), TEXT_MAX);
        assert_eq!(cell(7), Data::Empty);
        assert_eq!(cell(8), Data::Float(1_234.56));
    }
}
