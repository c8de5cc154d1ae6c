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
const EXCUSED: &[(&str, &str)] = &[
    ("api_client.name", "of a program"),
    ("event.name", "kind of event"),
    ("idempotency.body_hash", "a hash"),
    ("login_attempt.login_hash", "a hash, kept for a day"),
    ("mail.reason", "one of a closed list"),
    ("order_position.body_keys", "keys of an authority"),
    ("organisation.name", "of an authority or company"),
    ("organisation.official_name", "of an authority or company"),
    ("programme.name", "of a programme"),
    ("register_import.file_name", "of the official file"),
    ("report.name", "of a report"),
    ("role.name_de", "of a role"),
    ("role.name_en", "of a role"),
    ("rollout.body_sort", "of an authority"),
    ("form.title_de", "of a form"),
    ("form.title_en", "of a form"),
    ("saved_view.name", "of a view"),
    ("service.name", "of a service"),
    ("service.note", "about a service"),
    ("service_order.ordering_body", "keys of an authority"),
    ("subscriber_cursor.name", "of a subscriber in the code"),
    ("team.name", "of a team"),
    ("template.name_de", "of a template"),
    ("template.name_en", "of a template"),
    ("wave.body_ids", "ids of authorities"),
    ("wave.name", "of a wave"),
    ("webhook.disabled_reason", "one of a closed list"),
    ("webhook.name", "of a webhook"),
    ("webhook_delivery.event_name", "kind of event"),
    ("webhook_delivery.reason", "one of a closed list"),
];

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
