//! Reading a CSV file of services. Pure.
use super::service_state::{ServiceState, is_own_key, is_ozg_id, sorted};
use crate::types::{PackageCategory, ServiceLevel};
use dienstweg_intake::keys::LeikaKey;
use dienstweg_intake::table::{Cell, Column, Row, read_csv};
use dienstweg_intake::{Explain, Fault, Faults, Language};
use std::collections::HashSet;

const KEY: &str = "kuerzel";
const NAME: &str = "name";
const OZG_ID: &str = "ozg_id";
const LEVEL: &str = "kommunale_ebene";
const PACKAGE: &str = "kategorie";
const LAND: &str = "umsetzendes_land";
const ROUTING: &str = "routing";
const NOTE: &str = "hinweis";
const SOURCE: &str = "quelle";
const LEIKA: &str = "leika";

const COLUMNS: [Column; 10] = [
    Column::required(KEY, &["key", "kürzel", "schluessel", "schlüssel"]),
    Column::required(NAME, &["bezeichnung", "dienst"]),
    Column::optional(OZG_ID, &["ozg"]),
    Column::optional(LEVEL, &["level", "ebene"]),
    Column::optional(PACKAGE, &["package", "paket"]),
    Column::optional(LAND, &["implementing_land", "land"]),
    Column::optional(ROUTING, &[]),
    Column::optional(NOTE, &["note", "bemerkung"]),
    Column::optional(SOURCE, &["source"]),
    Column::optional(LEIKA, &["leika_schluessel", "leika_schlüssel", "leika_keys", "leika_key"]),
];

/// One row of the file. What is empty in the file says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    pub key: String,
    pub name: String,
    pub ozg_id: Option<String>,
    pub level: Option<ServiceLevel>,
    pub package: Option<PackageCategory>,
    pub implementing_land: Option<String>,
    pub routing: Option<String>,
    pub note: Option<String>,
    pub source: Option<String>,
    pub leika_keys: Option<Vec<String>>,
}

/// The rows without fault, and all faults in the order of the file.
#[derive(Debug)]
pub struct ServiceRows {
    pub rows: Vec<ServiceRow>,
    pub faults: Faults,
}

/// Reads the file. Where a row names no level, `has_level` says of its key whether one is known or given otherwise.
///
/// Faults beside those of every table: `empty_cell`, `invalid_key`, `duplicate_key`, `too_long`, `invalid_ozg_id`,
/// `level_unknown`, `level_missing`, `package_unknown` and those of LeiKa keys.
pub fn read(bytes: &[u8], has_level: impl Fn(&str) -> bool) -> ServiceRows {
    let table = read_csv(bytes, &COLUMNS);
    let mut seen = HashSet::new();
    let mut lacks_level = Vec::new();
    let mut rows = Vec::new();
    for (index, row) in table.rows().enumerate() {
        let Some(read) = read_row(&row, &mut seen) else { continue };
        if row.optional(LEVEL).is_none() && !has_level(&read.key) {
            lacks_level.push(index);
        }
        rows.push(read);
    }
    let mut faults = table.into_faults();
    for (line, column) in level_places(bytes, &lacks_level) {
        let (de, en) = ("Die kommunale Ebene fehlt", "the municipal level is missing");
        faults.push(Fault::new(line, column, "level_missing", de, en));
    }
    faults.sort();
    ServiceRows { rows, faults }
}

fn read_row<'t>(row: &Row<'t>, seen: &mut HashSet<String>) -> Option<ServiceRow> {
    let key = row.required(KEY);
    let name = row.required(NAME).and_then(|cell| within(row, cell, 200));
    if let Some(cell) = key {
        if !is_own_key(cell.text) {
            row.reject(
                cell,
                "invalid_key",
                "Ein Kürzel hat 1 bis 60 Zeichen ohne Leerzeichen",
                "a key has 1 to 60 characters without blanks",
            );
        } else if !seen.insert(cell.text.to_owned()) {
            let (de, en) = (
                format!("„{}“ steht schon weiter oben", cell.text),
                format!("'{}' stands further up already", cell.text),
            );
            row.reject(cell, "duplicate_key", de, en);
        }
    }
    let text = |column: &str, most| row.optional(column).and_then(|cell| within(row, cell, most));
    let read = ServiceRow {
        key: key.map(|cell| cell.text.to_owned()).unwrap_or_default(),
        name: name.clone().unwrap_or_default(),
        ozg_id: row.optional(OZG_ID).and_then(|cell| ozg_id(row, cell)),
        level: row.optional(LEVEL).and_then(|cell| level_of(row, cell)),
        package: row.optional(PACKAGE).and_then(|cell| package_of(row, cell)),
        implementing_land: text(LAND, 60),
        routing: text(ROUTING, 200),
        note: text(NOTE, 2000),
        source: text(SOURCE, 500),
        leika_keys: row.optional(LEIKA).map(|cell| leika_of(row, cell)),
    };
    (key.is_some() && name.is_some()).then_some(read)
}

fn within(row: &Row<'_>, cell: Cell<'_>, most: usize) -> Option<String> {
    if cell.text.chars().count() > most {
        row.reject(
            cell,
            "too_long",
            format!("Mehr als {most} Zeichen"),
            format!("more than {most} characters"),
        );
        return None;
    }
    Some(cell.text.to_owned())
}

fn ozg_id(row: &Row<'_>, cell: Cell<'_>) -> Option<String> {
    if !is_ozg_id(cell.text) {
        row.reject(cell, "invalid_ozg_id", "Eine OZG-ID hat 5 Ziffern", "an OZG id has 5 digits");
        return None;
    }
    Some(cell.text.to_owned())
}

fn level_of(row: &Row<'_>, cell: Cell<'_>) -> Option<ServiceLevel> {
    let level = level(cell.text);
    if level.is_none() {
        let de = format!("„{}“ ist keine kommunale Ebene", cell.text);
        row.reject(cell, "level_unknown", de, format!("'{}' is no municipal level", cell.text));
    }
    level
}

fn package_of(row: &Row<'_>, cell: Cell<'_>) -> Option<PackageCategory> {
    let package = package(cell.text);
    if package.is_none() {
        let de = format!("„{}“ ist keine Kategorie", cell.text);
        row.reject(cell, "package_unknown", de, format!("'{}' is no category", cell.text));
    }
    package
}

/// Several keys in one cell stand between `;`, `,` or `|`.
fn leika_of(row: &Row<'_>, cell: Cell<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    for part in cell.text.split([';', ',', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.parse::<LeikaKey>() {
            Ok(key) => keys.push(key),
            Err(fault) => {
                row.reject(cell, fault.code(), fault.message(Language::De), fault.message(Language::En))
            }
        }
    }
    sorted(keys)
}

/// Where the empty cells of these rows stand; the head of the file where it has no such column.
fn level_places(bytes: &[u8], rows: &[usize]) -> Vec<(usize, usize)> {
    if rows.is_empty() {
        return Vec::new();
    }
    // A table only tells the place of an empty cell in the fault of a required one, so those are asked for here.
    let table = read_csv(bytes, &COLUMNS);
    if !table.has_column(LEVEL) {
        return vec![(1, 1)];
    }
    for (index, row) in table.rows().enumerate() {
        if rows.binary_search(&index).is_ok() {
            row.required(LEVEL);
        }
    }
    let faults = table.into_faults();
    faults
        .kept()
        .iter()
        .filter(|fault| fault.code == "empty_cell")
        .map(|fault| (fault.line, fault.column))
        .collect()
}

/// The level a German phrase means: "Gemeinde/Verwaltungsgemeinschaft (Meldebehörde)". What stands in brackets is the
/// office, not the level. Also reads the word of the contract.
pub fn level(phrase: &str) -> Option<ServiceLevel> {
    use ServiceLevel as L;
    let phrase = phrase.split('(').next().unwrap_or_default().to_lowercase();
    let mut found = Vec::new();
    for part in phrase
        .split(['/', ',', '|'])
        .flat_map(|part| part.split(" und "))
        .flat_map(|part| part.split(" oder "))
    {
        found.push(match part.trim() {
            "gemeinde" | "gemeinden" | "kommune" | "kommunen" | "municipality" => L::Municipality,
            "verwaltungsgemeinschaft" | "verwaltungsgemeinschaften" | "vg" | "vgs" | "association" => {
                L::Association
            }
            "landkreis"
            | "landkreise"
            | "kreis"
            | "kreise"
            | "kreisfreie stadt"
            | "kreisfreie städte"
            | "kreisverwaltungsbehörde"
            | "district" => L::District,
            "bezirk" | "bezirke" => L::Bezirk,
            _ => return None,
        });
    }
    let all = |levels: &[L]| found.iter().all(|level| levels.contains(level));
    match () {
        () if all(&[L::Municipality]) => Some(L::Municipality),
        () if all(&[L::Municipality, L::Association]) => Some(L::Association),
        () if all(&[L::District]) => Some(L::District),
        () if all(&[L::Bezirk]) => Some(L::Bezirk),
        () => None,
    }
}

/// The category a German word of the *BayernPackages* means; also reads the word of the contract.
pub fn package(word: &str) -> Option<PackageCategory> {
    Some(match word.to_lowercase().replace([' ', '-'], "_").as_str() {
        "efa" | "efa_leistung" => PackageCategory::Efa,
        "market" | "marktangebot" => PackageCategory::Market,
        "state_store" | "bayernstore" | "bayernstore_leistung" => PackageCategory::StateStore,
        "toolbox" | "digitaler_werkzeugkasten" | "werkzeugkasten" => PackageCategory::Toolbox,
        _ => return None,
    })
}

impl ServiceRow {
    /// The service after the import: what the file says goes before what is there; `None` where no level is known.
    pub fn over(
        &self,
        before: Option<&ServiceState>,
        default_level: Option<ServiceLevel>,
        default_package: Option<PackageCategory>,
    ) -> Option<ServiceState> {
        let mut state = match before {
            Some(before) => before.clone(),
            None => blank(self.level.or(default_level)?, default_package.unwrap_or(PackageCategory::Efa)),
        };
        state.name.clone_from(&self.name);
        state.level = self.level.unwrap_or(state.level);
        state.package = self.package.unwrap_or(state.package);
        let texts = [
            (&mut state.ozg_id, &self.ozg_id),
            (&mut state.implementing_land, &self.implementing_land),
            (&mut state.routing, &self.routing),
            (&mut state.note, &self.note),
            (&mut state.source, &self.source),
        ];
        for (member, said) in texts {
            if said.is_some() {
                member.clone_from(said);
            }
        }
        if let Some(keys) = &self.leika_keys {
            state.leika_keys.clone_from(keys);
        }
        Some(state)
    }
}

fn blank(level: ServiceLevel, package: PackageCategory) -> ServiceState {
    ServiceState {
        name: String::new(),
        ozg_id: None,
        package,
        level,
        provider_id: None,
        operator_id: None,
        implementing_land: None,
        maturity: None,
        interfaces: Vec::new(),
        leika_keys: Vec::new(),
        portal_ids: Vec::new(),
        routing: None,
        active_from: None,
        active_to: None,
        note: None,
        source: None,
    }
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
