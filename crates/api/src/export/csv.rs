//! CSV as German spreadsheets open it by a double click: UTF-8 with BOM, semicolons, CRLF.
use csv::{Terminator, WriterBuilder};
use dienstweg_documents::sheets::Cell;
use dienstweg_kernel::{Error, Result};
use std::borrow::Cow;

pub fn write(headings: &[String], rows: impl Iterator<Item = Vec<Cell>>) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(headings).map_err(Error::internal)?;
    for row in rows {
        let texts = row.iter().map(|cell| match cell {
            Cell::Text(text) => safe(text).into_owned(),
            cell => cell.to_string(),
        });
        writer.write_record(texts).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

/// Text that no spreadsheet takes for a formula (OWASP, CSV injection): what begins like one gets an apostrophe.
fn safe(text: &str) -> Cow<'_, str> {
    const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(BEGINNINGS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_formulas_and_numbers_stay_numbers() {
        let texts = ["=1+1", "+49 9174", "-2", "@SUM(A1)", "\tx", "\rx", "＝1", "VG \"Aßling\"; Süd", ""];
        let mut row: Vec<Cell> = texts.iter().map(|text| Cell::Text((*text).to_owned())).collect();
        row.push(Cell::Number((-2).into()));
        let bytes = write(&vec!["A".to_owned(); row.len()], std::iter::once(row)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "\u{feff}A;A;A;A;A;A;A;A;A;A\r\n'=1+1;'+49 9174;'-2;'@SUM(A1);'\tx;\"'\rx\";'＝1;\"VG \"\"Aßling\"\"; Süd\";;-2\r\n"
        );
    }
}
