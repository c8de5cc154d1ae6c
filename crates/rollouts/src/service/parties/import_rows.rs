//! Reading a CSV file of the party directory. Pure.
use chrono::NaiveDate;
use dienstweg_intake::table::{Cell, Column, Row, read_csv};
use dienstweg_intake::{Fault, Faults};

const ROLE: &str = "role";
const BODY: &str = "body_key";
const SERVICE: &str = "service_key";
const PROGRAMME: &str = "programme_key";
const ORGANISATION: &str = "organisation_key";
const PERSON: &str = "person_email";
const FROM: &str = "valid_from";
const TO: &str = "valid_to";
const NOTE: &str = "note";

const COLUMNS: [Column; 9] = [
    Column::required(ROLE, &["rolle"]),
    Column::optional(BODY, &["stelle", "ags", "ars"]),
    Column::optional(SERVICE, &["dienst", "service"]),
    Column::optional(PROGRAMME, &["programm", "programme"]),
    Column::required(ORGANISATION, &["organisation"]),
    Column::optional(PERSON, &["person", "e_mail", "email"]),
    Column::optional(FROM, &["gueltig_ab", "gültig_ab", "ab"]),
    Column::optional(TO, &["valid_until", "gueltig_bis", "gültig_bis", "bis"]),
    Column::optional(NOTE, &["hinweis"]),
];

/// A text of the file with its line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub line: usize,
    pub column: usize,
}

impl Said {
    fn of(cell: Cell<'_>) -> Self {
        Self { text: cell.text.to_owned(), line: cell.line, column: cell.column }
    }

    pub fn fault(&self, code: &'static str, de: String, en: String) -> Fault {
        Fault::new(self.line, self.column, code, de, en)
    }
}

/// One row of the file; keys are not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRow {
    /// Key or name of a role.
    pub role: Said,
    pub body: Option<Said>,
    pub service: Option<Said>,
    pub programme: Option<Said>,
    pub organisation: Said,
    pub person: Option<Said>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub note: Option<String>,
}

/// The rows that can be read, and all faults so far.
#[derive(Debug)]
pub struct PartyRows {
    pub rows: Vec<PartyRow>,
    pub faults: Faults,
}

/// Reads the file.
///
/// Faults beside those of every table: `empty_cell`, `date_unknown`, `scope`, `not_after_begin`, `too_long`.
pub fn read(bytes: &[u8]) -> PartyRows {
    let table = read_csv(bytes, &COLUMNS);
    let rows = table.rows().filter_map(|row| read_row(&row)).collect();
    PartyRows { rows, faults: table.into_faults() }
}

fn read_row(row: &Row<'_>) -> Option<PartyRow> {
    let (role, organisation) = (row.required(ROLE), row.required(ORGANISATION));
    let said = |name| row.optional(name).map(Said::of);
    let (valid_from, valid_to) = (day(row, FROM), day(row, TO));
    let (body, service, programme) = (said(BODY), said(SERVICE), said(PROGRAMME));
    let named = body.is_some() || service.is_some();
    if let Some(cell) = role.filter(|_| named == programme.is_some()) {
        let de = "Nennen Sie eine Stelle, einen Dienst, beides zusammen oder ein Programm";
        row.reject(cell, "scope", de, "name a body, a service, both together, or a programme");
    }
    if let (Some(from), Some(to), Some(cell)) = (valid_from, valid_to, row.optional(TO))
        && to <= from
    {
        row.reject(
            cell,
            "not_after_begin",
            "Das Ende liegt nicht nach dem Beginn",
            "the end is not after the beginning",
        );
    }
    let note = row.optional(NOTE);
    if let Some(cell) = note.filter(|cell| cell.text.chars().count() > 500) {
        row.reject(cell, "too_long", "Höchstens 500 Zeichen", "at most 500 characters");
    }
    Some(PartyRow {
        role: Said::of(role?),
        body,
        service,
        programme,
        organisation: Said::of(organisation?),
        person: said(PERSON),
        valid_from,
        valid_to,
        note: note.map(|cell| cell.text.to_owned()),
    })
}

/// A day as programs or as people write it.
fn day(row: &Row<'_>, name: &str) -> Option<NaiveDate> {
    let cell = row.optional(name)?;
    let formats = ["%Y-%m-%d", "%d.%m.%Y"];
    let day = formats.iter().find_map(|format| NaiveDate::parse_from_str(cell.text, format).ok());
    if day.is_none() {
        let de = format!("„{}“ ist kein Tag wie 01.03.2026 oder 2026-03-01", cell.text);
        let en = format!("'{}' is no day such as 2026-03-01 or 01.03.2026", cell.text);
        row.reject(cell, "date_unknown", de, en);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_every_fault_has_its_place() {
        let file = "Rolle;body_key;service_key;programme_key;organisation_key;person_email;gültig ab;bis\n\
            it_provider;09175;;;KIT;;01.03.2026;2026-12-31\n\
            it_provider;;;;KIT;;;\n\
            it_provider;09175;;P;KIT;;morgen;\n\
            ;09175;;;;;2026-03-01;2026-03-01\n";
        let read = read(file.as_bytes());
        assert_eq!(read.rows.len(), 3);
        let first = &read.rows[0];
        assert_eq!((first.role.text.as_str(), first.organisation.text.as_str()), ("it_provider", "KIT"));
        assert_eq!(first.valid_from, NaiveDate::from_ymd_opt(2026, 3, 1));
        assert_eq!(first.valid_to, NaiveDate::from_ymd_opt(2026, 12, 31));
        let found: Vec<_> = read.faults.kept().iter().map(|fault| (fault.line, fault.code)).collect();
        let wanted = [
            (3, "scope"),
            (4, "scope"),
            (4, "date_unknown"),
            (5, "empty_cell"),
            (5, "empty_cell"),
            (5, "not_after_begin"),
        ];
        assert_eq!(found, wanted);
    }
}
