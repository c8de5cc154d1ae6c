use super::*;
use serde_json::{Map, Value as Json, json};

mod properties;

/// A form with every kind of field.
pub fn every_kind() -> Form {
    let field = |key: &str, kind: Json| json!({"key": key, "label": {"de": key, "en": key}, "kind": kind});
    let options =
        json!([{"key": "a", "label": {"de": "A", "en": "A"}}, {"key": "b", "label": {"de": "B", "en": "B"}}]);
    let mut several = field("several", json!({"type": "several", "options": options}));
    several["when"] = json!({"op": "eq", "field": "yes_no", "value": true});
    let mut inner = field("inner_phone", json!({"type": "text", "pattern": "phone"}));
    inner["required"] = json!(true);
    inner["when"] = json!({"op": "or", "conditions": [{"op": "answered", "field": "inner_name"}, {"op": "answered", "field": "line"}]});
    let repeat = json!({"type": "repeat", "fields": [field("inner_name", json!({"type": "text"})), inner]});
    serde_json::from_value(json!({
        "key": "all", "title": {"de": "Alles", "en": "Everything"},
        "sections": [{"title": {"de": "Eins", "en": "One"}, "fields": [
            field("line", json!({"type": "text", "max_length": 20})),
            field("lines", json!({"type": "long_text"})),
            field("mail", json!({"type": "text", "pattern": "email"})),
            field("integer", json!({"type": "integer", "min": 1, "max": 9})),
            field("decimal", json!({"type": "decimal", "places": 2})),
            field("money", json!({"type": "money"})),
            field("date", json!({"type": "date"})),
            field("yes_no", json!({"type": "yes_no"})),
            field("choice", json!({"type": "choice", "options": options})),
            several,
            field("person", json!({"type": "person"})),
            field("organisation", json!({"type": "organisation"})),
            field("file", json!({"type": "file"})),
            field("repeat", repeat),
        ]}],
    }))
    .unwrap()
}

fn map(json: Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

fn faults(change: impl FnOnce(&mut Json)) -> Vec<(String, &'static str)> {
    let mut form = serde_json::to_value(every_kind()).unwrap();
    change(&mut form);
    let form: Form = serde_json::from_value(form).unwrap();
    form.faults(&["organisation.name"]).into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

#[test]
fn every_fault_of_an_answer_is_named_with_its_path() {
    let form = every_kind();
    let given = json!({
        "line": "x".repeat(21), "mail": "nobody", "integer": 10, "decimal": "1.234", "money": 1.5, "date": "31.12.2026",
        "yes_no": "ja", "choice": "c", "several": ["a", "z"], "person": "Karin", "unknown": 1,
        "repeat": [{"inner_phone": "abc"}, 7],
    });
    let mut found: Vec<(String, &str)> =
        form.read(&map(given)).unwrap_err().into_iter().map(|fault| (fault.pointer, fault.code)).collect();
    found.sort();
    let expected = [
        ("/choice", "unknown_option"),
        ("/date", "wrong_type"),
        ("/decimal", "places"),
        ("/integer", "range"),
        ("/line", "length"),
        ("/mail", "pattern"),
        ("/money", "wrong_type"),
        ("/person", "wrong_type"),
        ("/repeat/0/inner_phone", "pattern"),
        ("/repeat/1", "wrong_type"),
        ("/several/1", "unknown_option"),
        ("/unknown", "unknown_field"),
        ("/yes_no", "wrong_type"),
    ];
    assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn hidden_fields_are_neither_missing_nor_shown() {
    let mut form = every_kind();
    let several = form.sections[0].fields.iter_mut().find(|field| field.key == "several").unwrap();
    several.required = true;
    let read = |json| form.read(&map(json)).unwrap();
    let hidden = read(json!({"several": ["b", "a"], "yes_no": false}));
    assert!(form.standing(&hidden).missing.is_empty());
    assert_eq!(form.asked(&hidden).to_json(), json!({"yes_no": false}));
    let asked = read(json!({"yes_no": true}));
    assert_eq!(form.standing(&asked).missing[0].pointer, "/several");
    // An entry sees the form around it.
    let entry = read(json!({"repeat": [{"inner_phone": ""}, {"inner_name": "Amt"}]}));
    let pointers: Vec<String> = form.standing(&entry).missing.into_iter().map(|one| one.pointer).collect();
    assert_eq!(pointers, ["/repeat/1/inner_phone"]);
    let around = read(json!({"line": "x", "repeat": [{}]}));
    assert_eq!(form.standing(&around).missing[0].pointer, "/repeat/0/inner_phone");
}

#[test]
fn a_definition_is_checked_with_every_place() {
    assert_eq!(faults(|_| ()), []);
    let field = |at: usize, member: &str| format!("/sections/0/fields/{at}/{member}");
    let found = faults(|form| {
        let fields = form["sections"][0]["fields"].as_array_mut().unwrap();
        fields[0]["key"] = json!("Line");
        fields[1]["label"]["en"] = json!(" ");
        fields[2]["when"] = json!({"op": "and", "conditions": []});
        fields[3]["when"] = json!({"op": "not", "condition": {"op": "answered", "field": "nobody"}});
        fields[4]["when"] = json!({"op": "in", "field": "choice", "values": ["a", "z"]});
        fields[5]["prefill"] = json!("weather");
        fields[6]["prefill"] = json!("earlier:date");
        fields[8]["kind"]["options"][1]["key"] = json!("a");
    });
    let expected = [
        (field(0, "key"), "key"),
        (field(1, "label/en"), "blank"),
        (field(8, "kind/options/1/key"), "duplicate_key"),
        (field(2, "when/conditions"), "empty"),
        (field(3, "when/condition/field"), "unknown_field"),
        (field(4, "when/values/1"), "never_answered"),
        (field(5, "prefill"), "unknown_source"),
        // The key of `line` has changed.
        (field(13, "kind/fields/1/when/conditions/1/field"), "unknown_field"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn circles_are_named_and_do_not_hang() {
    let circle = |form: &mut Json| {
        let fields = form["sections"][0]["fields"].as_array_mut().unwrap();
        fields[0]["when"] = json!({"op": "answered", "field": "lines"});
        fields[1]["when"] = json!({"op": "answered", "field": "line"});
    };
    let found = faults(circle);
    assert_eq!(
        found,
        [
            ("/sections/0/fields/0/when".to_owned(), "circle"),
            ("/sections/0/fields/1/when".to_owned(), "circle")
        ]
    );
    let mut form = serde_json::to_value(every_kind()).unwrap();
    circle(&mut form);
    let form: Form = serde_json::from_value(form).unwrap();
    let answers = form.read(&map(json!({"line": "x", "lines": "y"}))).unwrap();
    form.standing(&answers);
}

#[test]
fn versions_differ_field_by_field() {
    let older = every_kind();
    let mut newer = older.clone();
    let fields = &mut newer.sections[0].fields;
    fields.remove(0);
    fields[0].required = true;
    fields.swap(3, 4);
    let mut added = fields[0].clone();
    added.key = "added".to_owned();
    fields.push(added);
    let told: Vec<(ChangeKind, String)> =
        newer.changes_since(&older).into_iter().map(|change| (change.change, change.field)).collect();
    use ChangeKind as K;
    let expected = [
        (K::Changed, "lines"),
        (K::Moved, "money"),
        (K::Moved, "decimal"),
        (K::Added, "added"),
        (K::Removed, "line"),
    ];
    assert_eq!(told, expected.map(|(kind, key)| (kind, key.to_owned())));
    assert!(older.changes_since(&older).is_empty());
}

#[test]
fn patterns_know_right_from_wrong() {
    for (pattern, right, wrong) in [
        (Pattern::Ags, "09175112", "9175112"),
        (Pattern::Ars, "091755112112", "09175112"),
        (Pattern::PostalCode, "85570", "8557"),
        (Pattern::Url, "https://www.gemeinde.de/amt", "www.gemeinde.de"),
        (Pattern::Domain, "gemeinde-musterstadt.de", "https://gemeinde.de"),
        (Pattern::Email, "amt@gemeinde.de", "amt@gemeinde"),
        (Pattern::Phone, "+49 (8121) 123-45", "amt"),
        (Pattern::Iban, "DE89 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"),
    ] {
        assert!(pattern.fits(right), "{right}");
        assert!(!pattern.fits(wrong), "{wrong}");
    }
}
