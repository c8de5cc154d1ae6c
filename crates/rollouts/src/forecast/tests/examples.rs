//! Worked out by hand.

use super::*;

const KEY: &str = "efa-standard-by";

#[test]
fn without_experience_the_forecast_is_the_plan() {
    let facts = course(&[("M1.1", "2026-02-02"), ("M1.2", "2026-02-05")]);
    let plan = steering(&facts, "2026-02-09").go_live.unwrap().original;
    let forecast = forecast(&facts, &History::default(), None, "2026-02-09");
    // M2.2 is due with its phase and the rest follows from it; M1.2 came early, which helps nobody.
    assert_eq!(forecast.even, plan);
    assert_eq!((forecast.cautious, forecast.blame), (plan, None), "target days have no spread");
}

#[test]
fn four_observations_say_nothing_and_many_say_nearly_everything() {
    let facts = course(&[("M1.1", "2026-02-02"), ("M1.2", "2026-02-05")]);
    let plan = forecast(&facts, &History::default(), None, "2026-02-09").even;
    let mut few = History::default();
    few.add(KEY, "M3.2", None, &took(60, 4));
    assert_eq!(forecast(&facts, &few, None, "2026-02-09").even, plan);
    let mut many = History::default();
    many.add(KEY, "M3.2", None, &took(60, 400));
    let late = forecast(&facts, &many, None, "2026-02-09");
    assert_eq!(BAVARIA.working_days_between(plan, late.even), 40, "60 days instead of a target of 20");
    let model = Model::new(&TEMPLATE, &many);
    let blamed = late.blame.map(|place| open_keys(&facts, "2026-02-09")[place].clone());
    assert_eq!(blamed.as_deref(), Some("M3.2"));
    assert_eq!(model.nodes().last().map(|node| node.key.as_str()), Some("M5.1"));
}

fn open_keys(facts: &Facts, date: &str) -> Vec<String> {
    let history = History::default();
    let model = Model::new(&TEMPLATE, &history);
    let open = steering(facts, date).milestones;
    let is_open = |key: &str| {
        open.iter().any(|one| one.key == key && one.state == crate::steering::MilestoneState::Open)
    };
    model.nodes().iter().map(|node| node.key.clone()).filter(|key| is_open(key)).collect()
}

#[test]
fn a_party_is_judged_by_itself_as_far_as_it_is_known() {
    let (slow, new) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let mut history = History::default();
    history.add(KEY, "M3.2", None, &took(10, 100));
    history.add(KEY, "M3.2", Some(slow), &took(40, 30));
    history.add(KEY, "M3.2", Some(new), &took(40, 2));
    let expect = |party| history.of(KEY).unwrap().expect("M3.2", party, 20);
    assert_eq!((expect(Some(slow)).source, expect(Some(slow)).observations), (Source::Party, 30));
    assert_eq!(expect(Some(slow)).curve.median(), 40);
    assert_eq!((expect(Some(new)).source, expect(Some(new)).observations), (Source::Milestone, 132));
    assert_eq!(expect(None).curve.median(), 10);
    let unknown = history.of(KEY).unwrap().expect("M4.1", Some(slow), 5);
    assert_eq!((unknown.source, unknown.observations, unknown.curve.median()), (Source::Target, 0, 5));
}

#[test]
fn what_still_runs_counts_as_long_as_it_has_lasted() {
    let expect = |seen: &Seen| {
        let mut history = History::default();
        history.add(KEY, "M3.2", None, seen);
        history.of(KEY).unwrap().expect("M3.2", None, 5).curve.median()
    };
    let over = took(5, 400);
    let mut both = over.clone();
    both.add_running(30, 600);
    assert_eq!(expect(&over), 5);
    assert_eq!(expect(&both), 30, "six of ten have lasted 30 days and are not over");
}

#[test]
fn who_waits_long_is_not_about_to_be_done_just_because_the_others_were() {
    let facts = course(&[("M1.1", "2026-02-02"), ("M1.2", "2026-02-05"), ("M2.2", "2026-02-06")]);
    let mut history = History::default();
    history.add(KEY, "M3.2", None, &took(10, 50));
    history.add(KEY, "M3.2", None, &took(90, 50));
    let early = forecast(&facts, &history, None, "2026-02-09");
    let later = forecast(&facts, &history, None, "2026-03-09");
    assert!(later.even > early.even, "twenty days on it can only be one of the long ones");
    assert!(early.cautious > early.even);
}

#[test]
fn days_of_rest_belong_to_nobody() {
    let mut facts = course(&[("M1.1", "2026-02-02"), ("M1.2", "2026-02-02"), ("M2.2", "2026-03-02")]);
    let took = |facts: &Facts| {
        let all = steering(facts, "2026-03-10").milestones;
        all.iter().find(|one| one.key == "M2.2").unwrap().took
    };
    assert_eq!(took(&facts), Some(20));
    facts.deferrals.push(crate::steering::Deferral {
        from: local_midnight(day("2026-02-09")),
        until: day("2026-02-16"),
        resumed_at: None,
        reason: "Fasching".to_owned(),
    });
    assert_eq!(took(&facts), Some(15));
}

#[test]
fn together_they_are_as_late_as_their_last() {
    let today = day("2026-03-02");
    let date = |days: u64| today + chrono::Days::new(days);
    let mut joint = Joint::new(today);
    for (seed, days) in [10, 10, 10, 10, 10, 10, 10, 10, 10, 100].into_iter().enumerate() {
        joint.add(&Sketch::of(&[days; RUNS], date), seed as u64);
    }
    assert_eq!(joint.when(9), Forecasted { even: Some(date(10)), cautious: Some(date(10)) });
    assert_eq!(joint.when(10).even, Some(date(100)));
    assert_eq!(joint.by(date(9)), Forecasted { even: 0, cautious: 0 });
    assert_eq!(joint.by(date(10)), Forecasted { even: 9, cautious: 9 });
    joint.clear();
    assert_eq!((joint.rollouts(), joint.by(date(400)).even), (0, 0));
}

#[test]
fn a_sketch_is_read_as_it_was_written() {
    let runs: Vec<u16> = (0..200).collect();
    let sketch = Sketch::of(&runs, |days| BAVARIA.add_working_days(day("2026-03-02"), days.into()));
    assert_eq!(Sketch::decoded(&sketch.encoded()), sketch);
    assert_eq!(sketch.encoded().len(), 80);
}

#[test]
fn what_is_not_live_yet_counts_with_the_delay_it_has() {
    let mut errors = backtest::Errors::default();
    let today = day("2026-03-09");
    let mut add = |cautious, live| errors.add(&BAVARIA, (day("2026-03-02"), day(cautious)), live, today);
    add("2026-03-06", Some(day("2026-03-04")));
    add("2026-03-06", None);
    // Whether they are live by then says nothing before that day, whatever is known of some.
    add("2026-03-20", None);
    add("2026-03-20", Some(day("2026-03-06")));
    let score = errors.score();
    assert_eq!((score.forecasts, score.not_live_yet), (4, 2));
    assert!((score.mean_absolute_error_working_days - 4.0).abs() < 1e-9, "{score:?}");
    assert!((score.live_by_cautious_date - 0.5).abs() < 1e-9, "{score:?}");
}
