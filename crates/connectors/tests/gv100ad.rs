//! The register of municipalities: fictional files for every variation and every fault, and Bavaria of 2023 where it is at hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use dienstweg_connectors::registers::gv100ad::{
    AssociationKind, DistrictKind, MunicipalityKind, Reading, Register, parse,
};
use dienstweg_intake::keys::Ars;
use dienstweg_intake::table::{Column, read_csv};
use dienstweg_intake::{Encoding, LineEnd};
use proptest::prelude::*;

/// One record as published: `key` is the digits of its level, `tail` the fields from character 125 on.
fn record(record_type: &str, key: &str, name: &str, seat: &str, code: &str, tail: &str) -> String {
    let (key, association) = match record_type {
        "50" => (key[..5].to_owned(), &key[5..]),
        "60" => (format!("{}{}", &key[..5], &key[9..]), &key[5..9]),
        _ => (key.to_owned(), ""),
    };
    let head = format!("{record_type}20231130{key:<8}{association:<4}{name:<50}{seat:<50}{code:<2}{tail}");
    format!("{head:<220}")
}

fn numbers(area: u32, total: u32, male: u32, postal_code: &str, several: &str) -> String {
    format!("    {area:011}{total:011}{male:011}    {postal_code:<5}{several:<5}")
}

/// Two Länder: one with every level there is, one that is Kreis and Gemeinde at once.
fn country() -> Vec<String> {
    let empty = numbers(126, 0, 0, "", "");
    let numbers = |several| numbers(1_333, 4_100, 2_000, "99001", several);
    vec![
        record("10", "08", "Seenland", "Körnstadt", "", ""),
        record("20", "081", "Oberseen", "Körnstadt", "", ""),
        record("30", "0811", "Mittelseen", "Körnstadt", "", ""),
        record("40", "08111", "Körnstadt, Landeshauptstadt", "Körnstadt", "42", ""),
        record("50", "081110000", "Körnstadt, Landeshauptstadt", "", "50", ""),
        record("60", "081110000000", "Körnstadt, Landeshauptstadt", "", "62", &numbers("*****")),
        record("40", "08115", "Weißenried", "Grünwörth", "44", ""),
        record("50", "081155001", "Grünwörth (VGem)", "Grünwörth", "54", ""),
        record("50", "081159450", "Öder Forst, gemfr. Gebiet", "", "59", ""),
        record("60", "081155001001", "Grünwörth, M", "", "60", &numbers("")),
        record("60", "081155001002", "Säumel", "", "64", &numbers("")),
        record("60", "081159450450", "Öder Forst, gemfr. Gebiet", "", "66", &empty),
        record("10", "04", "Hafen, Freie Stadt", "", "", ""),
        record("40", "04000", "Hafen, Freie Stadt", "", "41", ""),
        record("50", "040000000", "Hafen, Freie Stadt", "", "50", ""),
        record("60", "040000000000", "Hafen, Freie Stadt", "", "61", &numbers("*****")),
    ]
}

fn read(lines: &[String]) -> Reading {
    parse((lines.join("\n") + "\n").as_bytes())
}

fn places(reading: &Reading) -> Vec<(usize, usize, &'static str)> {
    reading.faults.kept().iter().map(|fault| (fault.line, fault.column, fault.code)).collect()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

#[test]
fn reads_every_level() {
    let reading = read(&country());
    assert_eq!(places(&reading), []);
    let register = reading.register.unwrap();
    assert_eq!(register.state.to_string(), "2023-11-30");
    assert_eq!(register.counts, BTreeMap::from([(10, 2), (20, 1), (30, 1), (40, 3), (50, 4), (60, 5)]));
    assert_eq!(register.lands[1].key(), "04");
    assert_eq!((register.regions[0].key(), register.regions[0].line), ("0811", 3));
    assert_eq!(register.districts[1].kind, DistrictKind::RuralDistrict);
    assert_eq!(register.districts[1].unit.seat.as_deref(), Some("Grünwörth"));
    assert_eq!(register.associations[1].kind, AssociationKind::AdministrativeCommunity);
    assert_eq!(register.associations[2].kind, AssociationKind::Other(59));
    let market = &register.municipalities[1];
    assert_eq!((market.unit.ars.as_str(), market.ags().as_str()), ("081155001001", "08115001"));
    assert_eq!(
        (market.unit.name.as_str(), market.unit.official_name.as_str()),
        ("Grünwörth", "Grünwörth, M")
    );
    assert_eq!((market.kind, market.unit.suffix.as_deref()), (MunicipalityKind::Market, Some("M")));
    assert_eq!((market.area_hectares, market.population, market.population_male), (1_333, 4_100, 2_000));
    assert_eq!((market.postal_code.as_deref(), market.several_postal_codes), (Some("99001"), false));
    let city = &register.municipalities[0];
    assert!(city.several_postal_codes && !city.is_unincorporated());
    let forest = &register.municipalities[3];
    assert!(forest.is_unincorporated() && forest.postal_code.is_none());
    assert_eq!(register.municipalities[4].unit.suffix.as_deref(), Some("Freie Stadt"));
}

#[test]
fn every_published_form_gives_the_same_register() {
    let lines = country();
    let expected = read(&lines).register.unwrap();
    let trimmed: Vec<_> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    let padded: Vec<_> = lines.iter().map(|line| format!("{line:<300}")).collect();
    let crlf = lines.join("\r\n");
    let utf16: Vec<u8> = format!("\u{feff}{crlf}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding, line_end) in [
        (latin1(&(crlf.clone() + "\r\n\r\n\u{1a}")), Encoding::Iso88591, LineEnd::CrLf),
        (format!("\u{feff}{crlf}").into_bytes(), Encoding::Utf8Bom, LineEnd::CrLf),
        (utf16, Encoding::Utf16Le, LineEnd::CrLf),
        ((lines.join("\n") + "\n\u{1a}").into_bytes(), Encoding::Utf8, LineEnd::Lf),
        (trimmed.join("\r").into_bytes(), Encoding::Utf8, LineEnd::Cr),
        (padded.join("\n").into_bytes(), Encoding::Utf8, LineEnd::Lf),
    ] {
        let reading = parse(&bytes);
        assert_eq!((reading.encoding, reading.line_end), (encoding, line_end));
        assert_eq!(places(&reading), []);
        assert_eq!(reading.register.as_ref(), Some(&expected));
    }
}

#[test]
fn every_fault_has_its_place() {
    type Change = fn(&mut Vec<String>);
    type Place = (usize, usize, &'static str);
    /// Writes over the characters of a line from a 1-based column on.
    fn put(lines: &mut [String], line: usize, column: usize, text: &str) {
        let mut chars: Vec<char> = lines[line - 1].chars().collect();
        chars.splice(column - 1..column - 1 + text.chars().count(), text.chars());
        lines[line - 1] = chars.into_iter().collect();
    }
    let cases: [(Change, &[Place]); 19] = [
        (|l| put(l, 3, 1, "35"), &[(3, 1, "unknown_record_type")]),
        (|l| put(l, 10, 142, "O"), &[(10, 142, "not_digits")]),
        (|l| put(l, 10, 19, "5 01"), &[(10, 20, "not_digits")]),
        (|l| put(l, 10, 168, " "), &[(10, 168, "not_digits")]),
        (|l| put(l, 10, 129, "9"), &[(10, 129, "number_too_large")]),
        (|l| put(l, 10, 23, &" ".repeat(50)), &[(10, 23, "missing_name")]),
        (|l| put(l, 11, 24, "\u{fffd}"), &[(11, 24, "unreadable_character")]),
        (|l| put(l, 11, 151, "00000009999"), &[(11, 151, "male_exceeds_population")]),
        (|l| put(l, 7, 3, "20230231"), &[(7, 3, "impossible_date")]),
        (|l| put(l, 7, 3, "20221231"), &[(7, 3, "state_mismatch")]),
        (|l| put(l, 1, 13, "1"), &[(1, 13, "key_too_long")]),
        (|l| put(l, 11, 11, "17"), &[(11, 11, "key_unknown_land")]),
        (|l| put(l, 11, 16, "001"), &[(11, 11, "duplicate_key")]),
        (|l| drop(l.remove(7)), &[(9, 11, "missing_parent")]),
        (|l| drop(l.remove(6)), &[(7, 11, "missing_parent")]),
        (|l| drop(l.remove(12)), &[(13, 11, "missing_parent")]),
        (|l| l.swap(7, 9), &[(8, 11, "out_of_hierarchy")]),
        (|l| l[9] = l[9].chars().take(155).collect(), &[(10, 156, "truncated_line")]),
        (
            |l| l[7] = l[7].chars().take(20).collect(),
            &[(8, 21, "truncated_line"), (10, 11, "missing_parent")],
        ),
    ];
    for (at, (change, expected)) in cases.into_iter().enumerate() {
        let mut lines = country();
        change(&mut lines);
        assert_eq!(places(&read(&lines)), expected, "case {at}");
    }
}

#[test]
fn duplicate_names_the_first_line() {
    let mut lines = country();
    lines.push(lines[9].clone());
    let reading = read(&lines);
    assert!(reading.faults.kept()[0].message_de.contains("Zeile 10"));
    assert_eq!(reading.register.unwrap().municipalities.len(), 5);
}

#[test]
fn collects_the_faults_of_a_whole_file() {
    let reading = parse(&b"ags;name\n09162000;Grenzach\n".repeat(2_000));
    assert_eq!((reading.faults.total(), reading.faults.kept().len()), (4_000, 1_000));
    assert!(reading.register.is_none());
    assert_eq!(places(&parse(b"\r\n\x1a")), [(1, 1, "empty_file")]);
}

#[test]
fn refuses_the_layout_before_2009() {
    let old = format!("6020041231{:<8}{:<4}{:<50}", "08115001", "", "Grünwörth, M");
    assert_eq!(places(&parse(old.as_bytes())), [(1, 19, "layout_before_2009")]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        parse(&bytes);
    }

    #[test]
    fn a_spoilt_file_never_panics(at in 0..3_000usize, spoilt in proptest::collection::vec(any::<u8>(), 0..8)) {
        let mut bytes = (country().join("\n")).into_bytes();
        let end = bytes.len().min(at + 4);
        bytes.splice(at..end, spoilt);
        parse(&bytes);
    }
}

fn data(name: &str) -> Option<Vec<u8>> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/municipalities").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: ../shared/data/municipalities/{name} is absent");
    }
    bytes
}

fn bavaria() -> Option<(Vec<u8>, Register)> {
    let bytes = data("GV100AD_301123_bayern.txt")?;
    let reading = parse(&bytes);
    assert_eq!(places(&reading), []);
    assert!(reading.register.is_some());
    reading.register.map(|register| (bytes, register))
}

#[test]
fn bavaria_in_both_encodings() {
    let Some((bytes, register)) = bavaria() else { return };
    assert_eq!(register.counts, BTreeMap::from([(10, 1), (20, 7), (40, 96), (50, 1_557), (60, 2_228)]));
    let old = latin1(&String::from_utf8(bytes).unwrap().replace('\n', "\r\n"));
    let reading = parse(&old);
    assert_eq!((reading.encoding, reading.line_end), (Encoding::Iso88591, LineEnd::CrLf));
    assert_eq!(reading.register, Some(register));
}

#[test]
fn bavarian_municipalities_are_those_of_the_list() {
    let (Some((_, register)), Some(list)) = (bavaria(), data("bayern_gemeinden_2023-11-30.csv")) else {
        return;
    };
    const NAMES: [&str; 10] = [
        "ags",
        "ars",
        "name",
        "typ_code",
        "gemeindeverband_ars9",
        "flaeche_ha",
        "einwohner",
        "einwohner_maennlich",
        "plz_mehrere",
        "ist_gemeinde",
    ];
    let columns: Vec<_> = NAMES
        .iter()
        .map(|name| Column::required(name, &[]))
        .chain([Column::optional("plz_verwaltungssitz", &[])])
        .collect();
    let table = read_csv(&list, &columns);
    let by_ars: BTreeMap<_, _> =
        register.municipalities.iter().map(|found| (found.unit.ars, found)).collect();
    assert_eq!((table.rows().len(), by_ars.len()), (2_228, 2_228));
    for row in table.rows() {
        let found = by_ars[&row.required_as::<Ars>("ars").unwrap()];
        let flag = |set: bool| u8::from(set).to_string();
        let ours = [
            found.ags().to_string(),
            found.unit.key().to_owned(),
            found.unit.official_name.clone(),
            found.kind.code().to_string(),
            found.unit.ars.association_key().to_owned(),
            found.area_hectares.to_string(),
            found.population.to_string(),
            found.population_male.to_string(),
            flag(found.several_postal_codes),
            flag(!found.is_unincorporated()),
        ];
        assert_eq!(ours, NAMES.map(|name| row.required(name).unwrap().text));
        assert_eq!(found.postal_code.as_deref(), row.optional("plz_verwaltungssitz").map(|cell| cell.text));
    }
}

#[test]
fn bavarian_communities_have_the_members_of_the_list() {
    let (Some((_, register)), Some(list)) = (bavaria(), data("bayern_verwaltungsgemeinschaften.csv")) else {
        return;
    };
    let table =
        read_csv(&list, &["ars9", "name", "sitz", "mitglieder_ags"].map(|name| Column::required(name, &[])));
    let is_community = |kind| kind == AssociationKind::AdministrativeCommunity;
    assert_eq!(register.associations.iter().filter(|found| is_community(found.kind)).count(), 311);
    let mut members: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for found in &register.municipalities {
        members.entry(found.unit.ars.association_key()).or_default().push(found.ags().to_string());
    }
    assert_eq!(table.rows().len(), 311);
    for row in table.rows() {
        let key = row.required("ars9").unwrap().text;
        let found = register.associations.iter().find(|found| found.unit.key() == key).unwrap();
        assert!(is_community(found.kind));
        assert_eq!(found.unit.official_name, row.required("name").unwrap().text);
        assert_eq!(found.unit.seat.as_deref(), row.optional("sitz").map(|cell| cell.text));
        assert_eq!(members[key].join(" "), row.required("mitglieder_ags").unwrap().text);
    }
}
