use super::*;
use crate::template::OutcomeKey;

const UP_TO_M3: [&str; 6] = ["M1.1", "M1.2", "M1.3", "M2.1", "M2.2", "M2.3"];

#[test]
fn the_plan_counts_working_days_of_the_phases() {
    let steering = at(&started(), "2026-02-02");
    // 10 working days for the order: 16 February. Good Friday, Easter Monday, 1 May, Ascension, Whit Monday and
    // Corpus Christi are no working days in Bavaria.
    let due = |key: &str| steering.milestones.iter().find(|m| m.key == key).unwrap().due.unwrap();
    assert_eq!(due("M1.3"), day("2026-02-16"));
    assert_eq!(due("M2.1"), day("2026-02-23"));
    assert_eq!(due("M2.2"), day("2026-03-16"));
    assert_eq!(due("M3.2"), day("2026-04-15"));
    assert_eq!(due("M4.2"), day("2026-04-29"));
    let go_live = steering.go_live.clone().unwrap();
    assert_eq!(
        (go_live.original, go_live.planned, go_live.forecast),
        (day("2026-05-07"), day("2026-05-07"), day("2026-05-07"))
    );
    assert_eq!(steering.end.unwrap().planned, day("2026-06-09"));
    assert_eq!((steering.light, steering.phase.as_deref()), (Light::Green, Some("order")));
    assert_eq!(steering.progress, Progress { required: 16, weight: 16, ..Progress::default() });
    assert_eq!(steering.milestones.len(), 19);
}

#[test]
fn an_overdue_milestone_turns_yellow_then_red_at_midnight() {
    let mut facts = started();
    complete(&mut facts, "2026-03-09", &UP_TO_M3);
    complete(&mut facts, "2026-03-10", &["M3.1"]);
    // One week early, so M3.2 is due on 15 April as planned and the forecast has some days in hand.
    let steering = at(&facts, "2026-04-21");
    assert_eq!(
        told(&steering, Lang::De),
        "gelb: M3.2 Empfangsweg eingerichtet seit 4 Arbeitstagen fällig, am Zug: IT-Dienstleister"
    );
    assert_eq!(
        told(&steering, Lang::En),
        "yellow: M3.2 Receiving channel set up overdue by 4 working days, next to act: IT provider"
    );
    // Summer time: midnight in Germany is 22:00 UTC of the day before.
    let gate = steering.schedule.yellow_from.clone().unwrap();
    assert_eq!(gate.at, "2026-04-15T22:00:00Z".parse::<DateTime<Utc>>().unwrap());
    let red = steering.schedule.red_from.clone().unwrap();
    assert_eq!(red.at, "2026-04-22T22:00:00Z".parse::<DateTime<Utc>>().unwrap());
    assert_eq!(steering.schedule.at(red.at - chrono::Duration::seconds(1)).0, Light::Yellow);
    assert_eq!(steering.schedule.at(red.at).0, Light::Red);
}

#[test]
fn a_late_phase_moves_the_forecast_and_an_early_one_gives_slack() {
    let mut facts = started();
    complete(&mut facts, "2026-03-23", &UP_TO_M3);
    let late = at(&facts, "2026-03-23");
    assert_eq!(late.go_live.as_ref().unwrap().forecast, day("2026-05-15"));
    assert_eq!(
        told(&late, Lang::De),
        "gelb: Prognose Go-Live 15.05.2026, 5 Arbeitstage nach Plan (07.05.2026), am Zug: Digitalisierungsbeauftragte der Stelle"
    );
    let mut facts = started();
    complete(&mut facts, "2026-03-09", &UP_TO_M3);
    let early = at(&facts, "2026-03-09");
    assert_eq!((early.go_live.unwrap().forecast, early.light), (day("2026-04-29"), Light::Green));
}

#[test]
fn a_pausing_wait_stops_the_plan_and_its_limit_still_runs() {
    let mut facts = started();
    complete(&mut facts, "2026-02-16", &["M1.1", "M1.2", "M1.3"]);
    wait(&mut facts, "2026-02-18", "it_provider");
    let waiting = at(&facts, "2026-02-25");
    assert_eq!(waiting.go_live.as_ref().unwrap().planned, day("2026-05-15"));
    assert_eq!(waiting.go_live.as_ref().unwrap().forecast, day("2026-05-15"));
    assert_eq!(
        (waiting.ball.as_ref().unwrap().holder.role.as_str(), waiting.light),
        ("it_provider", Light::Green)
    );
    // The IT provider may be waited for 15 working days: red on the 16th after 18 February, and nothing else happens before.
    assert_eq!(
        (waiting.schedule.yellow_from.clone(), waiting.schedule.red_from.clone().unwrap().at),
        (None, local_midnight(day("2026-03-12")))
    );
    assert_eq!(
        told(&at(&facts, "2026-03-12"), Lang::De),
        "rot: Wartet auf den IT-Dienstleister seit 16 Arbeitstagen (Grenze 15), am Zug: IT-Dienstleister"
    );
    enter(&mut facts, "2026-02-25", Command::EndWaiting);
    let after = at(&facts, "2026-03-12");
    assert_eq!(after.go_live.unwrap().planned, day("2026-05-15"));
    let provider = after.accrued.iter().find(|sum| sum.role == "it_provider").unwrap();
    assert_eq!((provider.seconds, provider.working_days), (7 * 86_400, 5));
    // What was settled before the pause keeps its date, and a phase begun after it is not lengthened by it.
    assert_eq!(after.milestones.iter().find(|m| m.key == "M1.3").unwrap().due, Some(day("2026-02-16")));
    complete(&mut facts, "2026-03-23", &["M2.1", "M2.2", "M2.3"]);
    assert_eq!(at(&facts, "2026-03-23").go_live.unwrap().forecast, day("2026-05-15"));
    // A wait that does not pause leaves the plan where it was.
    let mut facts = started();
    wait(&mut facts, "2026-02-18", "body");
    assert_eq!(at(&facts, "2026-02-25").go_live.unwrap().planned, day("2026-05-07"));
}

#[test]
fn a_deferral_is_grey_until_its_day_and_moves_the_plan_at_once() {
    let mut facts = started();
    enter(
        &mut facts,
        "2026-02-04",
        Command::DeferUntil { until: day("2026-02-18"), reason: "Umzug des Rathauses".to_owned() },
    );
    let steering = at(&facts, "2026-02-05");
    assert_eq!(told(&steering, Lang::De), "grau: zurückgestellt bis 18.02.2026 (Umzug des Rathauses)");
    assert_eq!(steering.go_live.unwrap().planned, day("2026-05-22"));
    assert_eq!(steering.recompute_at, Some(local_midnight(day("2026-02-18"))));
    assert_eq!(steering.schedule.at(local_midnight(day("2026-02-18"))).0, Light::Green);
}

#[test]
fn a_go_live_fixed_by_hand_takes_what_follows_along() {
    let mut facts = started();
    enter(
        &mut facts,
        "2026-02-03",
        Command::SetDue { milestone: "M5.1".to_owned(), due: Some(day("2026-07-01")) },
    );
    let steering = at(&facts, "2026-02-03");
    let go_live = steering.go_live.unwrap();
    assert_eq!(
        (go_live.original, go_live.planned, go_live.forecast),
        (day("2026-05-07"), day("2026-07-01"), day("2026-07-01"))
    );
    let handover = steering.milestones.iter().find(|m| m.key == "M6.3").unwrap();
    assert_eq!((handover.original_due, handover.due), (Some(day("2026-06-09")), Some(day("2026-07-29"))));
    assert_eq!(steering.end.unwrap().planned, day("2026-07-29"));
}

#[test]
fn a_missing_gate_warns_three_working_days_ahead() {
    let mut facts = started();
    complete(&mut facts, "2026-02-06", &["M1.1"]);
    let steering = at(&facts, "2026-02-11");
    let m13 = steering.next_open().find(|m| m.key == "M1.3").unwrap();
    assert_eq!((m13.missing.as_slice(), m13.is_ready()), (["M1.2".to_owned()].as_slice(), false));
    assert_eq!(
        told(&steering, Lang::De),
        "gelb: M1.3 Nachnutzungsvertrag geschlossen zum 16.02.2026 fällig, es fehlt noch: M1.2 Bestellung geprüft und freigegeben, am Zug: Rolloutmanagement"
    );
    assert_eq!(steering.schedule.yellow_from.unwrap().at, local_midnight(day("2026-02-11")));
    assert_eq!(at(&facts, "2026-02-10").light, Light::Green);
}

#[test]
fn blocked_is_red_from_its_instant_and_ended_is_grey_for_good() {
    let mut facts = started();
    enter(&mut facts, "2026-02-05", Command::Block { reason: "Haushaltssperre".to_owned() });
    assert_eq!(
        told(&at(&facts, "2026-02-05"), Lang::De),
        "rot: blockiert seit 05.02.2026: Haushaltssperre, am Zug: Digitalisierungsbeauftragte der Stelle"
    );
    enter(&mut facts, "2026-02-06", Command::SetOutcome { outcome: OutcomeKey::OwnSolution });
    let ended = at(&facts, "2026-06-01");
    assert_eq!(told(&ended, Lang::De), "grau: beendet: Eigene Lösung");
    assert_eq!(
        (ended.state, ended.ball, ended.phase, ended.recompute_at),
        (CourseState::Ended, None, None, None)
    );
}

#[test]
fn live_goes_on_into_operation_and_finishes_green() {
    let mut facts = started();
    complete(&mut facts, "2026-03-16", &UP_TO_M3);
    complete(&mut facts, "2026-04-10", &["M3.1", "M3.2", "M3.4", "M4.1", "M4.2", "M5.1"]);
    enter(&mut facts, "2026-04-10", Command::SetOutcome { outcome: OutcomeKey::Live });
    let live = at(&facts, "2026-04-10");
    assert_eq!((live.state, live.phase.as_deref()), (CourseState::Running, Some("go_live")));
    let go_live = live.go_live.unwrap();
    assert_eq!(
        (go_live.original, go_live.actual, go_live.forecast),
        (day("2026-05-07"), Some(day("2026-04-10")), day("2026-04-10"))
    );
    complete(&mut facts, "2026-05-04", &["M5.2", "M6.1", "M6.2", "M6.3"]);
    let finished = at(&facts, "2026-09-01");
    assert_eq!(
        (finished.state, finished.light, finished.progress.percent()),
        (CourseState::Finished, Light::Green, 100)
    );
    assert_eq!(finished.end.unwrap().actual, Some(day("2026-05-04")));
}

#[test]
fn without_a_start_it_is_grey_and_has_no_dates() {
    let facts = Facts { start: None, ..started() };
    let steering = at(&facts, "2026-02-05");
    assert_eq!(told(&steering, Lang::De), "grau: noch nicht eingeplant");
    assert_eq!((steering.go_live, steering.end, steering.ball), (None, None, None));
    let mother = Facts { level: Some(Level::Mother), ..started() };
    assert_eq!(at(&mother, "2026-02-05").milestones.len(), 2);
    let whole = Facts { level: None, ..started() };
    assert_eq!(at(&whole, "2026-02-05").milestones.len(), 21);
}
