//! Reading a CSV file of municipal holidays. Pure.
use crate::types::MunicipalFlag;
use dienstweg_intake::keys::{Ags, Ars, KeyError};
use dienstweg_intake::table::{Cell, Column, Row, Table, read_csv};
use dienstweg_intake::{Encoding, Explain, Fault, Faults, Language};
use std::str::FromStr;

const AGS: &str = "ags";
const ARS: &str = "ars";
/// Told by lists for their readers; the key decides.
const NAME: &str = "name";

/// The columns of the flags, in the order of [`HolidayRow::flags`].
pub const HOLIDAYS: [&str; 3] = ["mariae_himmelfahrt", "friedensfest", "fronleichnam"];

const COLUMNS: [Column; 6] = [
    Column::optional(AGS, &["gemeindeschluessel", "gemeindeschlüssel", "amtlicher_gemeindeschlüssel"]),
    Column::optional(ARS, &["regionalschluessel", "regionalschlüssel", "amtlicher_regionalschlüssel"]),
    Column::optional(NAME, &["gemeinde", "gemeindename", "bezeichnung"]),
    Column::optional(HOLIDAYS[0], &["mariä_himmelfahrt", "maria_himmelfahrt", "assumption_day"]),
    Column::optional(HOLIDAYS[1], &["augsburger_friedensfest", "peace_festival"]),
    Column::optional(HOLIDAYS[2], &["corpus_christi"]),
];

/// How a row names its organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceKey {
    /// 8 digits.
    Ags(String),
    /// 12 digits, with the number of those in the file: a shorter key means what stands above municipalities.
    Ars(String, usize),
}

impl PlaceKey {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ags(key) | Self::Ars(key, _) => key,
        }
    }
}

/// One row of the file, with line and column of its key. What is empty in the file says nothing.
#[derive(Clone, Debug)]
pub struct HolidayRow {
    pub key: PlaceKey,
    pub place: (usize, usize),
    pub flags: [Option<MunicipalFlag>; 3],
}

/// The rows without fault, all faults, and how the file was understood.
#[derive(Debug)]
pub struct HolidayRows {
    pub rows: Vec<HolidayRow>,
    pub faults: Faults,
    pub encoding: Encoding,
    pub delimiter: char,
}

/// Reads the file.
///
/// Faults beside those of every table and of keys: `missing_column`, `empty_cell`, `keys_differ`, `flag_unknown`.
pub fn read(bytes: &[u8]) -> HolidayRows {
    let table = read_csv(bytes, &COLUMNS);
    lacking(&table);
    let rows = table.rows().filter_map(|row| read_row(&table, &row)).collect();
    let (encoding, delimiter) = (table.encoding, table.delimiter);
    HolidayRows { rows, faults: table.into_faults(), encoding, delimiter }
}

/// Neither of the two keys needs to be there, but one of them; the same with the holidays.
fn lacking(table: &Table) {
    let push = |de: &str, en: &str| table.push(Fault::new(1, 1, "missing_column", de, en));
    if !table.has_column(AGS) && !table.has_column(ARS) {
        push("Die Spalte „ags“ (oder „ars“) fehlt", "column 'ags' (or 'ars') is missing");
    }
    if !HOLIDAYS.iter().any(|name| table.has_column(name)) {
        push(
            "Eine Spalte „mariae_himmelfahrt“, „friedensfest“ oder „fronleichnam“ fehlt",
            "a column 'mariae_himmelfahrt', 'friedensfest' or 'fronleichnam' is missing",
        );
    }
}

fn read_row(table: &Table, row: &Row<'_>) -> Option<HolidayRow> {
    let [first, second, third] = HOLIDAYS;
    let flag = |name| row.optional(name).and_then(|cell| flag_of(row, cell));
    let flags = [flag(first), flag(second), flag(third)];
    let (key, cell) = key_of(table, row)?;
    Some(HolidayRow { key, place: (cell.line, cell.column), flags })
}

fn key_of<'t>(table: &Table, row: &Row<'t>) -> Option<(PlaceKey, Cell<'t>)> {
    let ars = row.optional(ARS).and_then(|cell| Some((parsed::<Ars>(row, cell)?, cell)));
    let Some(cell) = row.optional(AGS) else {
        let (key, cell) = match row.optional(ARS) {
            Some(_) => ars?,
            None => {
                row.required(if table.has_column(ARS) { ARS } else { AGS });
                return None;
            }
        };
        let digits = cell.text.chars().filter(char::is_ascii_digit).count();
        return Some((PlaceKey::Ars(format!("{key:0<12}"), digits), cell));
    };
    let ags = parsed::<Ags>(row, cell)?;
    if ars.is_some_and(|(ars, _)| !is_of(&ars, &ags)) {
        row.reject(cell, "keys_differ", "AGS und ARS meinen verschiedene Orte", "AGS and ARS differ");
    }
    Some((PlaceKey::Ags(ags), cell))
}

/// An ARS is the AGS with the association (digits 6 to 9) in it.
fn is_of(ars: &str, ags: &str) -> bool {
    let ars = format!("{ars:0<12}");
    ars.get(..5) == ags.get(..5) && ars.get(9..) == ags.get(5..)
}

/// The digits of a key. Whether there is such a Land is for the organisations to say: those of demonstrations stand in none.
fn parsed<T: FromStr<Err = KeyError> + ToString>(row: &Row<'_>, cell: Cell<'_>) -> Option<String> {
    match cell.text.parse::<T>() {
        Ok(key) => Some(key.to_string()),
        Err(KeyError::UnknownLand { .. }) => Some(cell.text.chars().filter(char::is_ascii_digit).collect()),
        Err(error) => {
            row.reject(cell, error.code(), error.message(Language::De), error.message(Language::En));
            None
        }
    }
}

fn flag_of(row: &Row<'_>, cell: Cell<'_>) -> Option<MunicipalFlag> {
    let flag = match cell.text.to_lowercase().as_str() {
        "ja" | "j" | "x" | "1" | "yes" => MunicipalFlag::Yes,
        "nein" | "n" | "0" | "no" => MunicipalFlag::No,
        "nicht gepflegt" | "unbekannt" | "unknown" => MunicipalFlag::Unknown,
        _ => {
            let de = format!("„{}“ ist weder „ja“ noch „nein“ noch „nicht gepflegt“", cell.text);
            let en = format!("'{}' is neither 'yes' nor 'no' nor 'unknown'", cell.text);
            row.reject(cell, "flag_unknown", de, en);
            return None;
        }
    };
    Some(flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_as_offices_write_it_is_understood() {
        let text = "AGS;Gemeinde;Mariä Himmelfahrt;Friedensfest\r\n09.162.000;München;Ja;nein\r\n09761000;Augsburg;;ja\r\n";
        let read = read(&text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<_>>());
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        assert_eq!((read.encoding, read.delimiter), (Encoding::Iso88591, ';'));
        let flags: Vec<_> = read.rows.iter().map(|row| (row.key.as_str().to_owned(), row.flags)).collect();
        use MunicipalFlag::{No, Yes};
        assert_eq!(flags[0], ("09162000".to_owned(), [Some(Yes), Some(No), None]));
        assert_eq!(flags[1], ("09761000".to_owned(), [None, Some(Yes), None]));
    }

    #[test]
    fn every_fault_has_its_line_and_column() {
        let read = read(
            b"ars,ags,fronleichnam,sonst\n,9162000,ja,\n091620000000,,vielleicht,\n,,nein,\n091620000000,09761000,ja,\n",
        );
        let found: Vec<_> =
            read.faults.kept().iter().map(|fault| (fault.line, fault.column, fault.code)).collect();
        let wanted = [
            (1, 22, "unknown_column"),
            (2, 2, "key_length"),
            (3, 15, "flag_unknown"),
            (4, 1, "empty_cell"),
            (5, 14, "keys_differ"),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_file_of_another_kind_says_what_is_missing() {
        let read = read(b"kuerzel;name\nEWA;Wohnsitz\n");
        let missing = read.faults.kept().iter().filter(|fault| fault.code == "missing_column").count();
        assert_eq!(missing, 2, "{:?}", read.faults);
    }
}
