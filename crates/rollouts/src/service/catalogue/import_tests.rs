use super::*;
use std::path::PathBuf;

fn places(rows: &ServiceRows) -> Vec<(usize, usize, &'static str)> {
    rows.faults.kept().iter().map(|fault| (fault.line, fault.column, fault.code)).collect()
}

#[test]
fn german_phrases_name_a_level() {
    use ServiceLevel as L;
    for (phrase, expected) in [
        ("Gemeinde/Verwaltungsgemeinschaft (Meldebehörde)", Some(L::Association)),
        ("Gemeinde/VG (Standesamt)", Some(L::Association)),
        ("Landkreis/kreisfreie Stadt (untere Bauaufsicht)", Some(L::District)),
        ("Landkreise und kreisfreie Städte", Some(L::District)),
        ("Gemeinde (Steueramt)", Some(L::Municipality)),
        ("Bezirk", Some(L::Bezirk)),
        ("association", Some(L::Association)),
        ("Gemeinde/Landkreis", None),
        ("Regierungsbezirk", None),
        ("(Standesamt)", None),
    ] {
        assert_eq!(level(phrase), expected, "{phrase}");
    }
}

#[test]
fn every_fault_has_its_place_and_the_rest_is_read() {
    let file = "key;name;ozg;ebene;kategorie;leika\n\
        EWA;Wohnsitz;10124;Gemeinde/VG (Meldebehörde);EfA-Leistung;99115005060000 | 99 115 005 001 000\n\
        EWA;Noch einmal;1012;Land;Sonstiges;9911500506000\n\
        A B;;;Bezirk;;\n\
        IKFZ;Zulassung;;;;\n";
    let read_with = |known: &'static str| read(file.as_bytes(), move |key| key == known);
    let rows = read_with("");
    assert_eq!(
        places(&rows),
        [
            (3, 1, "duplicate_key"),
            (3, 17, "invalid_ozg_id"),
            (3, 22, "level_unknown"),
            (3, 27, "package_unknown"),
            (3, 37, "key_length"),
            (4, 1, "invalid_key"),
            (4, 5, "empty_cell"),
            (5, 17, "level_missing"),
        ]
    );
    assert_eq!(rows.rows[0].leika_keys.as_deref().unwrap_or_default(), ["99115005001000", "99115005060000"]);
    assert_eq!(places(&read_with("IKFZ")).len(), 7, "a service that is there has its level");
}

#[test]
fn a_file_without_levels_is_one_fault_unless_they_are_given() {
    let file = b"kuerzel,name\nEWA,Wohnsitz\nEHE,Ehe\n";
    assert_eq!(places(&read(file, |_| false)), [(1, 1, "level_missing")]);
    let rows = read(file, |_| true);
    assert!(rows.faults.is_empty());
    assert_eq!(rows.rows[0].over(None, None, None), None);
    let state = rows.rows[0].over(None, Some(ServiceLevel::District), None).unwrap();
    assert_eq!((state.level, state.package), (ServiceLevel::District, PackageCategory::Efa));
}

#[test]
fn empty_cells_leave_what_is_there_and_a_second_import_changes_nothing() {
    let first = read(b"kuerzel,name,kommunale_ebene,routing\nEWA,Wohnsitz,Bezirk,XMeld\n", |_| false);
    let before = first.rows[0].over(None, None, None).unwrap();
    let again = first.rows[0].over(Some(&before), None, None).unwrap();
    assert_eq!(before.differs_in(&again), Vec::<&str>::new());
    let second = read(b"kuerzel,name,kommunale_ebene,routing\nEWA,Wohnsitz neu,,\n", |_| true);
    let after = second.rows[0].over(Some(&before), Some(ServiceLevel::District), None).unwrap();
    assert_eq!(before.differs_in(&after), ["name"]);
}

#[test]
fn reads_the_examples_of_real_services() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/rollout/efa_dienste_beispiele.csv");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: ../shared/data/rollout/efa_dienste_beispiele.csv is absent");
        return;
    };
    let rows = read(&bytes, |_| false);
    assert_eq!(places(&rows), [(9, 37, "level_missing")]);
    let levels = |level| rows.rows.iter().filter(|row| row.level == Some(level)).count();
    assert_eq!(
        (rows.rows.len(), levels(ServiceLevel::Association), levels(ServiceLevel::District)),
        (12, 2, 9)
    );
}
