//! Lines to records.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use dienstweg_intake::keys::Ars;
use dienstweg_intake::{Encoding, Fault, Faults, LineEnd, decode, lines};

use super::field::{Line, What, what};
use super::hierarchy::Hierarchy;
use super::kinds::{AssociationKind, DistrictKind, MunicipalityKind};
use super::record::{Association, District, Level, Municipality, Register, Unit};

const DATE: (usize, usize) = (3, 10);
const KEY: (usize, usize) = (11, 18);
const ASSOCIATION: (usize, usize) = (19, 22);
const NAME: (usize, usize) = (23, 72);
const SEAT: (usize, usize) = (73, 122);
const CODE: (usize, usize) = (123, 124);
const AREA: (usize, usize) = (129, 139);
const POPULATION: (usize, usize) = (140, 150);
const MALE: (usize, usize) = (151, 161);
const POSTAL_CODE: (usize, usize) = (166, 170);
const SEVERAL_CODES: (usize, usize) = (171, 175);
/// Since this year municipalities have a Regionalschlüssel with the Gemeindeverband in it.
const FIRST_YEAR: i32 = 2009;

/// What reading a file gave.
#[derive(Debug)]
pub struct Reading {
    pub encoding: Encoding,
    pub line_end: LineEnd,
    /// What could be read; complete if there are no faults, `None` if not a single record could be dated.
    pub register: Option<Register>,
    /// In the order of the file.
    pub faults: Faults,
}

/// Reads a GV100AD file from its bytes. Never fails: what is wrong is in [`Reading::faults`].
pub fn parse(bytes: &[u8]) -> Reading {
    let decoded = decode(bytes);
    let mut reader = Reader::default();
    for (at, text) in lines(&decoded.text).enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line = Line::new(at + 1, text);
        if reader.is_old_layout(&line) {
            let (encoding, line_end) = (decoded.encoding, decoded.line_end);
            return Reading { encoding, line_end, register: None, faults: old_layout(&line) };
        }
        reader.line(&line);
    }
    let (register, faults) = reader.finish();
    Reading { encoding: decoded.encoding, line_end: decoded.line_end, register, faults }
}

#[derive(Default)]
struct Reader {
    hierarchy: Hierarchy,
    /// Dates, with how many records have them.
    states: BTreeMap<NaiveDate, usize>,
    /// Line and date of every dated record, to compare once the date of most is known.
    dated: Vec<(usize, NaiveDate)>,
    lands: Vec<Unit>,
    government_districts: Vec<Unit>,
    regions: Vec<Unit>,
    districts: Vec<District>,
    associations: Vec<Association>,
    municipalities: Vec<Municipality>,
    counts: BTreeMap<u8, usize>,
    faults: Faults,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) {
        let Some(level) = Level::from_record_type(line.raw(1, 2)) else {
            let found = line.raw(1, 2);
            let de = format!("Unbekannte Satzart „{found}“; es gibt 10, 20, 30, 40, 50 und 60");
            let en = format!("unknown record type '{found}'; there are 10, 20, 30, 40, 50 and 60");
            self.faults.push(line.fault(1, "unknown_record_type", de, en));
            return;
        };
        *self.counts.entry(level.record_type()).or_default() += 1;
        self.date(line);
        let unit = self.unit(line, level);
        if is_truncated(line, level) {
            let de = format!("Die Zeile endet nach {} Zeichen; Pflichtangaben fehlen", line.length());
            let en =
                format!("the line ends after {} characters; mandatory fields are missing", line.length());
            self.faults.push(line.fault(line.length() + 1, "truncated_line", de, en));
        } else if level >= Level::District {
            self.with_code(line, level, unit);
        } else if let Some(unit) = unit {
            match level {
                Level::Land => self.lands.push(unit),
                Level::GovernmentDistrict => self.government_districts.push(unit),
                _ => self.regions.push(unit),
            }
        }
    }

    fn date(&mut self, line: &Line<'_>) {
        const WHAT: What = what("Gebietsstand", "territorial status");
        if line.length() < DATE.1 {
            return; // is a truncated line
        }
        let Some(digits) = line.digits(DATE, WHAT, &mut self.faults) else { return };
        match NaiveDate::parse_from_str(digits, "%Y%m%d") {
            Ok(date) if (1900..2200).contains(&date.year()) => {
                *self.states.entry(date).or_default() += 1;
                self.dated.push((line.number, date));
            }
            _ => {
                let (de, en) =
                    (format!("Den Tag {digits} gibt es nicht"), format!("there is no date {digits}"));
                self.faults.push(line.fault(DATE.0, "impossible_date", de, en));
            }
        }
    }

    /// What all records have; the key is remembered even if the name is wrong, so that its children are not orphans.
    fn unit(&mut self, line: &Line<'_>, level: Level) -> Option<Unit> {
        let ars = self.key(line, level)?;
        let is_first = self.hierarchy.remember(level, ars, line, &mut self.faults);
        if line.length() < NAME.0 {
            return None; // is a truncated line
        }
        let official_name = self.words(line, NAME)?;
        if official_name.is_empty() {
            let (de, en) = ("Der Name fehlt", "the name is missing");
            self.faults.push(line.fault(NAME.0, "missing_name", de, en));
            return None;
        }
        let seat = Some(self.words(line, SEAT)?.to_owned()).filter(|seat| !seat.is_empty());
        let (name, suffix) = match official_name.split_once(',') {
            Some((name, suffix)) if !name.trim().is_empty() => (name.trim(), Some(suffix.trim().to_owned())),
            _ => (official_name, None),
        };
        let (official_name, name) = (official_name.to_owned(), name.to_owned());
        is_first.then_some(Unit { level, line: line.number, ars, official_name, name, suffix, seat })
    }

    fn key(&mut self, line: &Line<'_>, level: Level) -> Option<Ars> {
        const WHAT: What = what("Regionalschlüssel", "regional key");
        let digits = match level {
            Level::Municipality => 8,
            _ => level.key_length().min(5),
        };
        let last = KEY.0 + digits - 1;
        if line.length() < last || level >= Level::Association && line.length() < ASSOCIATION.1 {
            return None; // is a truncated line
        }
        let key = line.digits((KEY.0, last), WHAT, &mut self.faults)?;
        self.rest_is_empty(line, level, last);
        let full = match level {
            Level::Association | Level::Municipality => {
                let association =
                    line.digits(ASSOCIATION, what("Gemeindeverband", "association"), &mut self.faults)?;
                let (district, municipality) = key.split_at_checked(Level::District.key_length())?;
                format!("{district}{association}{municipality:0<3}")
            }
            _ => format!("{key:0<12}"),
        };
        let place = |error| Fault::of(line.number, KEY.0, &error);
        full.parse().map_err(|error| self.faults.push(place(error))).ok()
    }

    /// Behind the digits of its level a key has blanks (or zeros): anything else belongs to another level.
    fn rest_is_empty(&mut self, line: &Line<'_>, level: Level, last: usize) {
        let end = if level >= Level::Association { KEY.1 } else { ASSOCIATION.1 };
        let rest = if last < end { line.raw(last + 1, end) } else { "" };
        if let Some(at) = rest.chars().position(|c| c != ' ' && c != '0') {
            let de = format!("Der Schlüssel ist länger, als Satzart {} es vorsieht", level.record_type());
            let en = format!("the key is longer than record type {} has it", level.record_type());
            self.faults.push(line.fault(last + 1 + at, "key_too_long", de, en));
        }
    }

    /// Free text; `None` and a fault if it holds what no register writes (control characters, undecodable bytes).
    fn words<'a>(&mut self, line: &Line<'a>, (from, to): (usize, usize)) -> Option<&'a str> {
        let wrong = |c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER;
        if let Some(at) = line.raw(from, to).chars().position(wrong) {
            let (de, en) = ("Das Zeichen ist nicht lesbar", "the character is unreadable");
            self.faults.push(line.fault(from + at, "unreadable_character", de, en));
            return None;
        }
        Some(line.text(from, to))
    }

    fn with_code(&mut self, line: &Line<'_>, level: Level, unit: Option<Unit>) {
        let code = line.number(CODE, what("Textkennzeichen", "text code"), &mut self.faults);
        let code = code.and_then(|code| u8::try_from(code).ok());
        if level == Level::Municipality {
            return self.municipality(line, unit, code);
        }
        let (Some(unit), Some(code)) = (unit, code) else { return };
        match level {
            Level::District => self.districts.push(District { unit, kind: DistrictKind::from_code(code) }),
            _ => self.associations.push(Association { unit, kind: AssociationKind::from_code(code) }),
        }
    }

    fn municipality(&mut self, line: &Line<'_>, unit: Option<Unit>, code: Option<u8>) {
        let faults = &mut self.faults;
        let area = line.number(AREA, what("Fläche", "area"), faults);
        let total = line.number(POPULATION, what("Bevölkerung", "population"), faults);
        let male = line.number(MALE, what("Bevölkerung männlich", "male population"), faults);
        if total.zip(male).is_some_and(|(total, male)| male > total) {
            let (de, en) = ("Mehr Männer als Einwohner", "more men than inhabitants");
            faults.push(line.fault(MALE.0, "male_exceeds_population", de, en));
        }
        let postal_code = match line.text(POSTAL_CODE.0, POSTAL_CODE.1) {
            "" => Some(None),
            _ => line.digits(POSTAL_CODE, what("Postleitzahl", "postal code"), faults).map(Some),
        };
        let numbers = area.zip(total).zip(male);
        let (Some(unit), Some(code), Some(((area, total), male)), Some(postal_code)) =
            (unit, code, numbers, postal_code)
        else {
            return;
        };
        self.municipalities.push(Municipality {
            unit,
            kind: MunicipalityKind::from_code(code),
            area_hectares: area,
            population: total,
            population_male: male,
            postal_code: postal_code.map(str::to_owned),
            several_postal_codes: !line.text(SEVERAL_CODES.0, SEVERAL_CODES.1).is_empty(),
        });
    }

    /// Files before 2009 give municipalities no Gemeindeverband; names may begin in its place.
    fn is_old_layout(&self, line: &Line<'_>) -> bool {
        let year = line.raw(3, 6).parse::<i32>();
        line.raw(1, 2) == "60"
            && year.is_ok_and(|year| (1950..FIRST_YEAR).contains(&year))
            && line.raw(ASSOCIATION.0, ASSOCIATION.1).chars().filter(char::is_ascii_digit).count() < 4
    }

    fn finish(mut self) -> (Option<Register>, Faults) {
        if self.counts.is_empty() && self.faults.is_empty() {
            self.faults.push(Fault::new(1, 1, "empty_file", "Die Datei ist leer", "the file is empty"));
        }
        self.hierarchy.check(&mut self.faults);
        let state = self.state();
        self.faults.sort();
        let register = state.map(|state| Register {
            state,
            lands: self.lands,
            government_districts: self.government_districts,
            regions: self.regions,
            districts: self.districts,
            associations: self.associations,
            municipalities: self.municipalities,
            counts: self.counts,
        });
        (register, self.faults)
    }

    /// The date most records have; those that differ are faults.
    fn state(&mut self) -> Option<NaiveDate> {
        let (state, _) = self.states.iter().max_by_key(|(_, count)| **count)?;
        for (line, date) in self.dated.iter().filter(|(_, date)| date != state) {
            let de = format!("Gebietsstand {date} weicht vom Gebietsstand der Datei {state} ab");
            let en = format!("territorial status {date} differs from that of the file, {state}");
            self.faults.push(Fault::new(*line, DATE.0, "state_mismatch", de, en));
        }
        Some(*state)
    }
}

fn is_truncated(line: &Line<'_>, level: Level) -> bool {
    let last = match level {
        Level::Land | Level::GovernmentDistrict | Level::Region => NAME.0,
        Level::District | Level::Association => CODE.1,
        Level::Municipality => MALE.1,
    };
    line.length() < last
}

fn old_layout(line: &Line<'_>) -> Faults {
    let de =
        "Satzaufbau vor 2009: Der Schlüssel hat keinen Gemeindeverband; bitte eine Datei ab 2009 verwenden";
    let en = "record layout before 2009: keys have no association; please use a file from 2009 on";
    let mut faults = Faults::default();
    faults.push(line.fault(ASSOCIATION.0, "layout_before_2009", de, en));
    faults
}
