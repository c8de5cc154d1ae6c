use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::*;

fn standard() -> Value {
    serde_json::from_str(EFA_STANDARD).unwrap()
}

/// Codes and pointers of the faults after one change to the standard template.
fn faults(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut template = standard();
    change(&mut template);
    match parse(&template.to_string()) {
        Ok(_) => Vec::new(),
        Err(Faults(list)) => list.into_iter().map(|fault| (fault.pointer, fault.code)).collect(),
    }
}

#[test]
fn the_standard_template_is_valid_and_survives_writing_and_reading() {
    let template = parse(EFA_STANDARD).unwrap();
    assert_eq!((template.phases.len(), template.milestones().count()), (7, 21));
    assert_eq!(template.completed_by("order.received").map(|m| m.key.as_str()).collect::<Vec<_>>(), ["M1.1"]);
    assert_eq!(template.completed_by("order.released").map(|m| m.key.as_str()).collect::<Vec<_>>(), ["M1.2"]);
    assert!(template.milestone("M5.1").unwrap().go_live);
    assert_eq!(parse(&serde_json::to_string(&template).unwrap()).unwrap(), template);
}

/// The collected process facts name the same milestones with the same obligation and the same start values.
#[test]
fn the_standard_template_agrees_with_the_collected_process() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/rollout/phase_template_efa.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: the shared data folder is absent");
        return;
    };
    let source: Value = serde_json::from_str(&text).unwrap();
    let mut expected = BTreeSet::new();
    for phase in source["phasen"].as_array().unwrap() {
        for milestone in phase["meilensteine"].as_array().unwrap() {
            let required = !milestone["optional"].as_bool().unwrap_or(false);
            expected.insert((
                milestone["schluessel"].as_str().unwrap().to_owned(),
                required,
                phase["soll_arbeitstage"].as_i64().unwrap(),
            ));
        }
    }
    let template = parse(EFA_STANDARD).unwrap();
    let ours: BTreeSet<_> = template
        .milestones()
        .map(|(phase, m)| (m.key.clone(), m.required, template.phases[phase].target_working_days))
        .collect();
    assert_eq!(ours, expected);
}

#[test]
fn every_rule_is_reported_with_its_place() {
    let cases: Vec<(&str, &str, Value, &str)> = vec![
        ("/version", "/version", json!(0), "version_below_one"),
        ("/name/en", "/name/en", json!(" "), "blank"),
        ("/parties/1/key", "/parties/1/key", json!("body_digital"), "duplicate_key"),
        ("/phases/1/key", "/phases/1/key", json!("interest"), "duplicate_key"),
        ("/phases/6/milestones/1/key", "/phases/6/milestones/1/key", json!("M0.1"), "duplicate_key"),
        ("/waiting_kinds/1/key", "/waiting_kinds/1/key", json!("body"), "duplicate_key"),
        ("/outcomes/1/key", "/outcomes/1/key", json!("live"), "duplicate_key"),
        ("/outcomes/0/key", "/outcomes", json!("cancelled"), "live_outcome_missing"),
        ("/phases", "/phases", json!([]), "no_phase"),
        ("/phases/2/target_working_days", "/phases/2/target_working_days", json!(-1), "days_out_of_range"),
        ("/phases/3/level", "/phases/3/level", json!("mother"), "mother_after_daughter"),
        ("/phases/3/milestones/0/weight", "/phases/3/milestones/0/weight", json!(0), "weight_below_one"),
        (
            "/phases/3/milestones/0/offset_working_days",
            "/phases/3/milestones/0/offset_working_days",
            json!(21),
            "offset_outside_phase",
        ),
        (
            "/phases/1/milestones/0/auto_complete_on",
            "/phases/1/milestones/0/auto_complete_on",
            json!("Order"),
            "event_malformed",
        ),
        ("/phases/3/milestones/0/role", "/phases/3/milestones/0/role", json!("nobody"), "unknown_role"),
        ("/waiting_kinds/0/role", "/waiting_kinds/0/role", json!("nobody"), "unknown_role"),
        ("/limits/waiting_by_role", "/limits/waiting_by_role/a~1b", json!({"a/b": 3}), "unknown_role"),
        ("/phases/3/milestones/1/gate/0", "/phases/3/milestones/1/gate/0", json!("M9.9"), "gate_unknown"),
        ("/phases/3/milestones/1/gate/0", "/phases/3/milestones/1/gate/0", json!("M3.2"), "gate_on_itself"),
        ("/phases/3/milestones/1/gate/0", "/phases/3/milestones/1/gate/0", json!("M4.2"), "gate_later"),
        (
            "/phases/3/milestones/1/gate/0",
            "/phases/3/milestones/1/gate/0",
            json!("M0.1"),
            "gate_crosses_levels",
        ),
        ("/phases/3/milestones/3/gate/0", "/phases/3/milestones/3/gate/1", json!("M2.2"), "gate_twice"),
        ("/phases/5/milestones/0/go_live", "/phases", json!(false), "go_live_missing"),
        ("/phases/5/milestones/1/go_live", "/phases/5/milestones/1/go_live", json!(true), "go_live_twice"),
        (
            "/phases/5/milestones/0/required",
            "/phases/5/milestones/0/go_live",
            json!(false),
            "go_live_not_required_daughter",
        ),
    ];
    for (change, pointer, value, code) in cases {
        let found = faults(|template| {
            let (parent, last) = change.rsplit_once('/').unwrap();
            match template.pointer_mut(parent).unwrap() {
                Value::Object(map) => drop(map.insert(last.to_owned(), value)),
                Value::Array(list) => list[last.parse::<usize>().unwrap()] = value,
                _ => panic!("{change}"),
            }
        });
        assert!(
            found.contains(&(pointer.to_owned(), code)),
            "{change}: expected {code} at {pointer}, found {found:?}"
        );
    }
}

#[test]
fn all_faults_come_at_once() {
    let found = faults(|template| {
        template["phases"][2]["target_working_days"] = json!(-1);
        template["phases"][4]["milestones"][0]["role"] = json!("nobody");
        template["phases"][1]["milestones"][0]["gate"] = json!(["M1.3"]);
        for milestone in template["phases"][0]["milestones"].as_array_mut().unwrap() {
            milestone["required"] = json!(false);
        }
    });
    let codes: BTreeSet<_> = found.iter().map(|(_, code)| *code).collect();
    assert_eq!(
        codes,
        BTreeSet::from([
            "days_out_of_range",
            "unknown_role",
            "gate_cycle",
            "no_required_milestone",
            "offset_outside_phase"
        ])
    );
}

#[test]
fn what_is_no_template_is_refused_with_one_fault() {
    let Err(Faults(list)) = parse(r#"{"key": "x", "colour": 1}"#) else { panic!("accepted") };
    assert_eq!(list.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["not_readable"]);
}
