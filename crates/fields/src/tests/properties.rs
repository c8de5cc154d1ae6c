use super::*;
use dienstweg_kernel::ctx::Language;
use proptest::prelude::*;
use std::collections::HashMap;

/// JSON of all shapes, good answers among them.
fn given() -> impl Strategy<Value = Json> {
    let one = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-20i64..20).prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        "[ -~äöüß]{0,24}".prop_map(Json::from),
        "-?[0-9]{1,13}(\\.[0-9]{1,3})?".prop_map(Json::from),
        Just(json!("2026-02-28")),
        Just(json!("amt@gemeinde.de")),
        Just(json!("a")),
        Just(json!("01930f6e-dead-7000-8000-00000000beef")),
    ];
    one.clone().prop_recursive(2, 12, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            prop::collection::vec(Just(json!("b")), 0..2).prop_map(Json::from),
            inner.prop_map(|value| json!([{"inner_name": value, "inner_phone": "08121 12345"}])),
        ]
    })
}

fn answers() -> impl Strategy<Value = Map<String, Json>> {
    let keys: Vec<String> = every_kind().fields().map(|field| field.key.clone()).collect();
    prop::collection::hash_map(prop::sample::select(keys), given(), 0..8)
        .prop_map(|all| all.into_iter().collect())
}

/// For each of some fields, those its condition asks for.
fn references() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(prop::collection::vec(0usize..8, 0..3), 1..8)
}

fn chained(references: &[Vec<usize>]) -> Form {
    let fields = references.iter().enumerate().map(|(at, asks)| {
        let mut field =
            json!({"key": format!("f{at}"), "label": {"de": "F", "en": "F"}, "kind": {"type": "yes_no"}});
        let asked: Vec<Json> =
            asks.iter().map(|other| json!({"op": "answered", "field": format!("f{other}")})).collect();
        if !asked.is_empty() {
            field["when"] = json!({"op": "and", "conditions": asked});
        }
        field
    });
    serde_json::from_value(json!({
        "key": "chain", "title": {"de": "K", "en": "C"},
        "sections": [{"title": {"de": "A", "en": "A"}, "fields": fields.collect::<Vec<_>>()}],
    }))
    .unwrap()
}

/// Whether the fields can be put into an order in which each asks for earlier ones only, and for none that is not there.
fn orderly(references: &[Vec<usize>]) -> bool {
    let mut placed: HashMap<usize, ()> = HashMap::new();
    loop {
        let next = (0..references.len()).find(|at| {
            !placed.contains_key(at) && references[*at].iter().all(|one| placed.contains_key(one))
        });
        match next {
            Some(at) => placed.insert(at, ()),
            None => return placed.len() == references.len(),
        };
    }
}

proptest! {
    #[test]
    fn what_is_accepted_can_be_shown_and_read_again(given in answers()) {
        let form = every_kind();
        if let Ok(read) = form.read(&given) {
            let again = form.read(&map(read.to_json())).unwrap();
            prop_assert_eq!(&again, &read);
            let kept = map(read.to_json());
            prop_assert_eq!(&form.read_kept(kept.iter().map(|(key, value)| (key.as_str(), value))), &read);
            for field in form.fields() {
                if let Some(value) = read.get(&field.key) {
                    for language in [Language::De, Language::En] {
                        let entries = matches!(value, Value::Repeat(_));
                        prop_assert!(entries || !field.text(value, language, &|_| None).is_empty());
                        field.show(value, language, &|_| Some("N".to_owned()));
                    }
                }
            }
            form.standing(&form.asked(&read));
        }
    }

    #[test]
    fn a_form_without_faults_has_no_circles(references in references()) {
        prop_assert_eq!(chained(&references).faults(&[]).is_empty(), orderly(&references));
    }
}
