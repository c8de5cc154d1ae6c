//! Reading tables: delimiters, headers, faults and their places; the catalogue of 2019 where it is at hand.

use std::path::PathBuf;

use dienstweg_intake::keys::{Ags, Ars, LeikaKey};
use dienstweg_intake::table::{Column, Table, read_csv};
use dienstweg_intake::{Encoding, Faults, LineEnd};
use proptest::prelude::*;

const COLUMNS: [Column; 3] = [
    Column::required("kuerzel", &["Kürzel", "key"]),
    Column::required("ags", &["Gemeindeschlüssel"]),
    Column::optional("ozg_id", &[]),
];

fn read(text: &str) -> Table {
    read_csv(text.as_bytes(), &COLUMNS)
}

fn places(faults: &Faults) -> Vec<(usize, usize, &'static str)> {
    faults.kept().iter().map(|fault| (fault.line, fault.column, fault.code)).collect()
}

#[test]
fn finds_delimiter_and_columns() {
    for text in [
        "kuerzel,ags,ozg_id\nEWA,09162000,10124\n",
        "KÜRZEL;OZG-ID;Gemeindeschlüssel\r\nEWA;10124;09162000\r\n",
        "ags\tozg id\tKey\r09162000\t10124\tEWA",
        "sep=;\nkey;ags;ozg_id\n EWA ;\"09162000\";10124;;\n;;\n",
    ] {
        let table = read(text);
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows.len(), 1, "{text}");
        assert_eq!(rows[0].required("kuerzel").unwrap().text, "EWA");
        assert_eq!(rows[0].required_as::<Ags>("ags"), "09162000".parse().ok());
        assert_eq!(rows[0].optional("ozg_id").unwrap().text, "10124");
        assert!(table.has_column("ozg_id"));
        assert_eq!(places(&table.into_faults()), [], "{text}");
    }
}

#[test]
fn reads_what_a_spreadsheet_of_1998_wrote() {
    let table = read_csv(b"K\xFCrzel;ags\r\nGew\xE4sser;09162000\r\n", &COLUMNS);
    assert_eq!((table.encoding, table.line_end, table.delimiter), (Encoding::Iso88591, LineEnd::CrLf, ';'));
    assert_eq!(table.rows().next().unwrap().required("kuerzel").unwrap().text, "Gewässer");
}

#[test]
fn collects_all_faults_with_their_places() {
    let table =
        read("key,ags,farbe,KEY\n\"Gü\n te\",0916x000,rot\n,09162000,,,zu viel\nEWA\n\"a\"b,\"09162000");
    let cells: Vec<_> =
        table.rows().map(|row| (row.required("kuerzel"), row.required_as::<Ags>("ags"))).collect();
    assert_eq!(cells.len(), 4);
    assert_eq!(cells[0].0.unwrap().text, "Gü\n te");
    assert_eq!(
        places(&table.into_faults()),
        [
            (1, 9, "unknown_column"),
            (1, 15, "duplicate_column"),
            (3, 6, "key_not_digits"),
            (4, 1, "empty_cell"),
            (4, 13, "surplus_cells"),
            (5, 1, "empty_cell"),
            (6, 4, "text_after_quote"),
            (6, 6, "unclosed_quote"),
        ]
    );
}

#[test]
fn names_missing_columns_once() {
    let table = read("ozg_id\n10124\n10125\n");
    assert!(table.rows().all(|row| row.required("kuerzel").is_none()));
    let faults = table.into_faults();
    assert_eq!(places(&faults), [(1, 1, "missing_column"), (1, 1, "missing_column")]);
    assert_eq!(faults.kept()[0].message_de, "Die Spalte „kuerzel“ fehlt");
    assert_eq!(places(&read(" \n").into_faults()), [(1, 1, "empty_file")]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let table = read_csv(&bytes, &COLUMNS);
        for row in table.rows() {
            row.required_as::<Ags>("ags");
            row.optional("ozg_id");
        }
    }
}

fn data(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: ../shared/data/{name} is absent");
    }
    bytes
}

#[test]
fn every_key_of_the_catalogue_parses() {
    let Some(bytes) = data("ozg/leika_leistungen.csv") else { return };
    const NAMES: [&str; 12] = [
        "leika_schluessel",
        "urn",
        "name",
        "leika_typ",
        "instanz",
        "leistungsgruppierung",
        "leistungskennung",
        "verrichtungskennung",
        "verrichtungsdetail",
        "ozg_id",
        "ozg_leistung",
        "rechtsgrundlagen_kurz",
    ];
    let table = read_csv(&bytes, &NAMES.map(|name| Column::required(name, &[])));
    let mut keys = Vec::new();
    for row in table.rows() {
        let key = row.required_as::<LeikaKey>("leika_schluessel").unwrap();
        assert_eq!(row.required_as::<LeikaKey>("urn"), Some(key));
        let parts = [key.instance(), key.group(), key.object(), key.action(), key.action_detail()];
        assert_eq!(parts, [4, 5, 6, 7, 8].map(|at| row.required(NAMES[at]).unwrap().text));
        keys.push(key);
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 4_813);
    assert_eq!(places(&table.into_faults()), []);
}

#[test]
fn every_key_of_the_municipalities_parses() {
    let Some(bytes) = data("municipalities/bayern_gemeinden_2023-11-30.csv") else { return };
    let table = read_csv(&bytes, &[Column::required("ags", &[]), Column::required("ars", &[])]);
    let ags_of_ars = |row| {
        let row: dienstweg_intake::table::Row<'_> = row;
        (row.required_as::<Ags>("ags"), row.required_as::<Ars>("ars").map(|ars| ars.ags()))
    };
    assert_eq!(table.rows().len(), 2_228);
    assert!(table.rows().map(ags_of_ars).all(|(ags, of_ars)| ags.is_some() && ags == of_ars));
}
