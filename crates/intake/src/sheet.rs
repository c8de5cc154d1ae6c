//! Sheets whose columns nobody knows before: CSV as spreadsheets write it, or the first sheet of an Excel workbook.
use crate::table::records;
use crate::{Fault, Faults, decode};
use calamine::{Data, DataType, Reader, Xlsx};
use std::io::Cursor;

/// The header, and what stands in each row. Rows without any text are left out; dates of a workbook are written as
/// `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<SheetRow>,
}

/// One row, with the line of the file it begins in. It may have fewer cells than the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub line: usize,
    pub cells: Vec<String>,
}

/// Reads a sheet.
///
/// # Errors
/// `unreadable_workbook`, `unclosed_quote`, `text_after_quote`; `empty_file` where there is no header.
pub fn read_sheet(bytes: &[u8]) -> Result<Sheet, Fault> {
    let mut rows = if bytes.starts_with(b"PK\x03\x04") { workbook(bytes)? } else { delimited(bytes)? };
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    if rows.is_empty() {
        return Err(Fault::new(1, 1, "empty_file", "Die Datei ist leer", "the file is empty"));
    }
    let header = rows.remove(0).cells;
    Ok(Sheet { header, rows })
}

fn delimited(bytes: &[u8]) -> Result<Vec<SheetRow>, Fault> {
    let text = decode(bytes).text;
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [';', '\t', ','].into_iter().max_by_key(|delimiter| first.matches(*delimiter).count());
    let mut faults = Faults::default();
    let rows = records(&text, delimiter.unwrap_or(';'), &mut faults);
    match faults.kept().first() {
        Some(fault) => Err(fault.clone()),
        None => Ok(rows.into_iter().map(|(line, cells)| SheetRow { line, cells }).collect()),
    }
}

fn workbook(bytes: &[u8]) -> Result<Vec<SheetRow>, Fault> {
    let unreadable = |_| {
        let de = "Die Excel-Datei lässt sich nicht lesen";
        Fault::new(1, 1, "unreadable_workbook", de, "the Excel file cannot be read")
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let Some(range) = book.worksheet_range_at(0).transpose().map_err(unreadable)? else {
        return Ok(Vec::new());
    };
    let first = range.start().map_or(0, |(row, _)| row as usize);
    let rows = range.rows().enumerate();
    Ok(rows
        .map(|(at, cells)| SheetRow { line: first + at + 1, cells: cells.iter().map(text).collect() })
        .collect())
}

fn text(cell: &Data) -> String {
    let day = if cell.is_datetime() { cell.as_date() } else { None };
    match (day, cell) {
        (Some(day), _) => day.format("%Y-%m-%d").to_string(),
        // Keys that are all digits are numbers to a spreadsheet.
        (None, Data::Float(number)) if number.fract() == 0.0 => format!("{number:.0}"),
        (None, other) => other.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimited_sheet_keeps_its_lines_and_drops_blank_ones() {
        let sheet = read_sheet("AGS;Leistung;Test\r\n\r\n09175118;\"Hunde;steuer\";\r\n".as_bytes()).unwrap();
        assert_eq!(sheet.header, ["AGS", "Leistung", "Test"]);
        assert_eq!(
            sheet.rows,
            [SheetRow { line: 3, cells: vec!["09175118".into(), "Hunde;steuer".into(), String::new()] }]
        );
        assert_eq!(read_sheet(b" \n").unwrap_err().code, "empty_file");
        assert_eq!(read_sheet(b"PK\x03\x04no book").unwrap_err().code, "unreadable_workbook");
    }
}
