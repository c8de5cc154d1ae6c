use super::*;
use crate::template::OutcomeKey;

/// The code of the refusal, checked to be the tag in JSON as well.
fn refused(facts: &Facts, date: &str, command: &Command) -> &'static str {
    let Err(error) = Case::new(&TEMPLATE, facts, noon(date)).check(command, noon(date)) else { return "" };
    assert_eq!(serde_json::to_value(&error).unwrap()["code"], error.code());
    error.code()
}

fn key(milestone: &str) -> String {
    milestone.to_owned()
}

fn waiting(kind: &str, role: Option<&str>, follow_up: Option<&str>) -> Command {
    Command::StartWaiting {
        kind: kind.to_owned(),
        role: role.map(str::to_owned),
        party: None,
        follow_up: follow_up.map(day),
    }
}

#[test]
fn milestones() {
    let mut facts = started();
    let complete_m = |m: &str| Command::Complete { milestone: key(m) };
    let reopen = |m: &str, reason: &str| Command::Reopen { milestone: key(m), reason: reason.to_owned() };
    let skip = |m: &str, reason: Option<&str>| Command::Skip {
        milestone: key(m),
        reason: reason.map(str::to_owned),
    };
    let d = "2026-02-10";
    assert_eq!(refused(&facts, d, &complete_m("M9.9")), "unknown_milestone");
    assert_eq!(refused(&facts, d, &complete_m("M0.1")), "unknown_milestone", "mother's milestone");
    assert_eq!(refused(&Facts { start: None, ..started() }, d, &complete_m("M1.1")), "not_scheduled");
    let gate = Case::new(&TEMPLATE, &facts, noon(d)).check_complete("M5.1", noon(d)).unwrap_err();
    let missing = ["M1.3", "M2.3", "M3.1", "M4.2"].map(key).to_vec();
    assert_eq!(gate, SteeringError::GateNotReady { milestone: key("M5.1"), missing });
    assert_eq!(refused(&facts, d, &reopen("M1.1", "Irrtum")), "not_settled");
    assert_eq!(refused(&facts, d, &skip("M5.1", Some("egal"))), "go_live_cannot_be_skipped");
    assert_eq!(refused(&facts, d, &skip("M2.2", None)), "reason_missing");
    assert_eq!(refused(&facts, d, &skip("M3.3", None)), "", "optional ones need neither gate nor reason");
    let early = Case::new(&TEMPLATE, &facts, noon("2026-02-09")).check_complete("M1.1", noon(d)).unwrap_err();
    assert_eq!(early.code(), "in_the_future");
    complete(&mut facts, d, &["M1.1"]);
    assert_eq!(refused(&facts, d, &complete_m("M1.1")), "already_settled");
    assert_eq!(refused(&facts, d, &reopen("M1.1", " ")), "reason_missing");
    assert_eq!(refused(&facts, "2026-02-09", &reopen("M1.1", "Irrtum")), "before_last_change");
    enter(&mut facts, d, skip("M1.2", Some("Freigabe lag schon vor")));
    assert_eq!(refused(&facts, d, &complete_m("M1.3")), "", "a skipped milestone opens the gate");
    let due = |m: &str, date: &str| Command::SetDue { milestone: key(m), due: Some(day(date)) };
    assert_eq!(refused(&facts, d, &due("M1.1", "2026-03-01")), "already_settled");
    assert_eq!(refused(&facts, d, &due("M1.3", "2026-02-01")), "date_too_early");
    assert_eq!(refused(&facts, d, &due("M1.3", "2026-02-02")), "");
}

#[test]
fn waiting_deferring_and_blocking() {
    let mut facts = started();
    let (d, reason) = ("2026-02-10", || "Grund".to_owned());
    assert_eq!(refused(&facts, d, &waiting("godot", None, None)), "unknown_waiting_kind");
    assert_eq!(refused(&facts, d, &waiting("body", Some("godot"), None)), "unknown_role");
    assert_eq!(refused(&facts, d, &waiting("body", None, Some(d))), "date_too_early");
    assert_eq!(refused(&facts, d, &Command::EndWaiting), "not_waiting");
    wait(&mut facts, d, "body");
    assert_eq!(refused(&facts, d, &waiting("body", None, None)), "already_waiting");
    assert_eq!(refused(&facts, "2026-02-09", &Command::EndWaiting), "before_last_change");
    enter(&mut facts, "2026-02-12", Command::EndWaiting);
    assert_eq!(refused(&facts, "2026-02-11", &waiting("body", None, None)), "before_last_change");
    let defer =
        |until: &str, reason: &str| Command::DeferUntil { until: day(until), reason: reason.to_owned() };
    assert_eq!(refused(&facts, d, &Command::Resume), "not_deferred");
    assert_eq!(refused(&facts, d, &defer(d, "Umzug")), "date_too_early");
    assert_eq!(refused(&facts, d, &defer("2026-03-01", "")), "reason_missing");
    enter(&mut facts, d, defer("2026-03-01", "Umzug"));
    assert_eq!(refused(&facts, d, &defer("2026-04-01", "Umzug")), "already_deferred");
    assert_eq!(refused(&facts, "2026-03-02", &Command::Resume), "not_deferred", "it has gone on by itself");
    enter(&mut facts, "2026-02-20", Command::Resume);
    assert_eq!(refused(&facts, d, &Command::Unblock), "not_blocked");
    assert_eq!(refused(&facts, d, &Command::Block { reason: String::new() }), "reason_missing");
    enter(&mut facts, "2026-02-20", Command::Block { reason: reason() });
    assert_eq!(refused(&facts, "2026-02-21", &Command::Block { reason: reason() }), "already_blocked");
    assert_eq!(refused(&facts, d, &Command::Unblock), "before_last_change");
    assert_eq!(refused(&facts, "2026-02-21", &Command::Unblock), "");
}

#[test]
fn outcomes() {
    let set = |outcome| Command::SetOutcome { outcome };
    let mut facts = started();
    let d = "2026-02-10";
    let open =
        Case::new(&TEMPLATE, &facts, noon(d)).check_set_outcome(OutcomeKey::Live, noon(d)).unwrap_err();
    let SteeringError::NotLiveYet { missing } = open else { panic!("{open}") };
    assert_eq!((missing.len(), missing.last().map(String::as_str)), (12, Some("M5.1")));
    let mut template = TEMPLATE.clone();
    template.outcomes.retain(|outcome| outcome.key != OutcomeKey::Replaced);
    let unknown =
        Case::new(&template, &facts, noon(d)).check_set_outcome(OutcomeKey::Replaced, noon(d)).unwrap_err();
    assert_eq!(unknown.code(), "unknown_outcome");
    let mother = Facts { level: Some(Level::Mother), ..started() };
    assert_eq!(refused(&mother, d, &set(OutcomeKey::Live)), "not_live_yet");

    let mut ended = facts.clone();
    enter(&mut ended, d, set(OutcomeKey::NotCompetent));
    assert_eq!(refused(&ended, d, &set(OutcomeKey::Cancelled)), "outcome_already_set");
    for command in [
        Command::Complete { milestone: key("M1.1") },
        waiting("body", None, None),
        Command::Resume,
        Command::Unblock,
    ] {
        assert_eq!(refused(&ended, d, &command), "rollout_ended");
    }

    complete(
        &mut facts,
        d,
        &[
            "M1.1", "M1.2", "M1.3", "M2.1", "M2.2", "M2.3", "M3.1", "M3.2", "M3.4", "M4.1", "M4.2", "M5.1",
            "M5.2",
        ],
    );
    enter(&mut facts, d, set(OutcomeKey::Live));
    let reopen = |m: &str| Command::Reopen { milestone: key(m), reason: "Eintrag verschwunden".to_owned() };
    assert_eq!(refused(&facts, d, &reopen("M3.2")), "outcome_rests_on_it");
    assert_eq!(refused(&facts, d, &reopen("M5.1")), "outcome_rests_on_it");
    assert_eq!(refused(&facts, d, &reopen("M5.2")), "", "the portal check may reopen it");
    complete(&mut facts, d, &["M6.1", "M6.2", "M6.3"]);
    assert_eq!(refused(&facts, d, &waiting("body", None, None)), "nothing_open");
    assert_eq!(refused(&facts, d, &Command::Block { reason: "Grund".to_owned() }), "nothing_open");
}

#[test]
fn moving_the_start() {
    let mut facts = started();
    let to = |date: &str, reason: &str| Command::MoveStart { start: day(date), reason: reason.to_owned() };
    let d = "2026-02-10";
    assert_eq!(refused(&facts, d, &to("2026-03-02", " ")), "reason_missing");
    assert_eq!(refused(&facts, d, &to("2046-03-02", "später")), "date_too_far");
    complete(&mut facts, "2026-02-03", &["M1.1", "M1.2"]);
    assert_eq!(refused(&facts, d, &to("2026-03-02", "später")), "", "events do not hold it");
    complete(&mut facts, "2026-02-05", &["M2.1"]);
    assert_eq!(refused(&facts, d, &to("2026-02-06", "später")), "done_before_start");
    assert_eq!(refused(&facts, d, &to("2026-02-05", "am selben Tag")), "");
    let before = at(&facts, d).go_live.unwrap();
    enter(&mut facts, d, to("2026-01-05", "hatte schon begonnen"));
    let after = at(&facts, d);
    assert!(after.go_live.unwrap().original < before.original, "the plan moves");
    assert_eq!(after.progress.done, 3, "what was done stays");
    let ended = Facts { outcome: Some(OutcomeFact { key: OutcomeKey::Cancelled, at: noon(d) }), ..facts };
    assert_eq!(refused(&ended, d, &to("2026-01-12", "egal")), "rollout_ended");
}
