//! Every table says how long its rows are kept, and every column that looks personal is named or excused.
use super::entities::columns;
use super::migrations::tables;
use dienstweg_testkit::on_both;
use std::collections::BTreeSet;

/// Words of names of columns in which people may stand.
const PERSONAL: [&str; 16] = [
    "name",
    "email",
    "mail",
    "phone",
    "login",
    "title",
    "given",
    "family",
    "contact",
    "note",
    "text",
    "reason",
    "user_agent",
    "address",
    "body",
    "comment",
];

/// Columns that look so and are not, each with why. May only shrink.
const EXCUSED: &[(&str, &str)] = &[];

on_both! {
    async fn every_table_has_its_note(world) {
        let noted: BTreeSet<String> = dienstweg_migrations::tables().iter().map(|table| table.name.to_owned()).collect();
        assert_eq!(tables(&world).await, noted);
    }

    async fn what_looks_personal_is_noted(world) {
        let notes = dienstweg_migrations::tables();
        let mut open = Vec::new();
        let found = columns(&world).await;
        for name in found.iter().filter(|(_, (family, _))| ["text", "json"].contains(&family.as_str())).map(|(name, _)| name) {
            let (table, column) = name.split_once('.').unwrap();
            let looks = PERSONAL.iter().any(|word| column.split('_').any(|part| part == *word) || column == *word);
            let noted = notes.iter().any(|note| note.name == table && note.personal.contains(&column));
            if looks && !noted && !EXCUSED.iter().any(|(excused, _)| excused == name) {
                open.push(name.clone());
            }
        }
        assert!(open.is_empty(), "personal or not? {open:#?}");
        for note in &notes {
            for column in note.personal {
                assert!(found.contains_key(&format!("{}.{column}", note.name)), "{} has no {column}", note.name);
            }
        }
        let stale: Vec<_> = EXCUSED.iter().filter(|(name, _)| !found.contains_key(*name)).collect();
        assert!(stale.is_empty(), "no longer there: {stale:?}");
    }
}
