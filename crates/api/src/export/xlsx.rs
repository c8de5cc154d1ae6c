//! A workbook with one sheet: text as text, whatever it looks like, and days as days.
use super::cells::Cell;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Error, Result};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Longest text of a cell in characters; the rest is cut off.
const TEXT_MAX: usize = 32_767;
/// Widest column in pixels that is made to fit by itself.
const WIDTH_MAX: u32 = 480;

pub fn write(
    headings: &[String],
    rows: impl Iterator<Item = Vec<Cell>>,
    language: Language,
) -> Result<Vec<u8>> {
    sheet(headings, rows, language).map_err(Error::internal)
}

/// How days and times look.
struct Looks {
    date: Format,
    time: Format,
}

fn sheet(
    headings: &[String],
    rows: impl Iterator<Item = Vec<Cell>>,
    language: Language,
) -> Result<Vec<u8>, XlsxError> {
    let looks = match language {
        Language::De => Looks {
            date: Format::new().set_num_format("dd.mm.yyyy"),
            time: Format::new().set_num_format("dd.mm.yyyy hh:mm"),
        },
        Language::En => Looks {
            date: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        },
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    let mut last = 0;
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            put(sheet, (line, column), &cell, &looks)?;
        }
        last = line;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(right) = u16::try_from(headings.len()).ok().and_then(|width| width.checked_sub(1)) {
        sheet.autofilter(0, 0, last, right)?;
    }
    sheet.set_autofit_max_width(WIDTH_MAX).autofit();
    workbook.save_to_buffer()
}

fn put(sheet: &mut Worksheet, at: (u32, u16), cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    let (line, column) = at;
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => match text.char_indices().nth(TEXT_MAX) {
            Some((end, _)) => sheet.write_string(line, column, text.get(..end).unwrap_or_default())?,
            None => sheet.write_string(line, column, text)?,
        },
        Cell::Number(number) => sheet.write_number(line, column, number.as_f64().unwrap_or_default())?,
        Cell::Truth(truth) => sheet.write_boolean(line, column, *truth)?,
        Cell::Date(date) => sheet.write_datetime_with_format(line, column, *date, &looks.date)?,
        Cell::Time(time) => sheet.write_datetime_with_format(line, column, *time, &looks.time)?,
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
        ];
        let headings: Vec<String> = ('A'..='H').map(String::from).collect();
        let bytes = write(&headings, std::iter::once(row), Language::De).unwrap();
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
    }
}
