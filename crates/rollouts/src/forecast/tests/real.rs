//! Real processes of others: is experience worth more than the plan? The log of an Italian software company's help desk
//! (4TU, "Help desk log of an Italian company").

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::NaiveDateTime;

use super::*;

/// The path nearly all cases take. "Resolve" is what "Closed" waits for.
const STEPS: [&str; 3] = ["Take in charge ticket", "Resolve ticket", "Closed"];

/// When each step of a case was done for the last time.
fn cases(text: &str) -> Vec<[NaiveDate; 3]> {
    let mut cases: HashMap<&str, [Option<NaiveDate>; 3]> = HashMap::new();
    for line in text.lines().skip(1) {
        let mut columns = line.split(',');
        let (Some(case), Some(activity), _, Some(at)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let at = NaiveDateTime::parse_from_str(at, "%Y/%m/%d %H:%M:%S%.f").unwrap().date();
        if let Some(step) = STEPS.iter().position(|step| *step == activity) {
            let done = &mut cases.entry(case).or_default()[step];
            *done = (*done).max(Some(at));
        }
    }
    let whole = |dates: &[Option<NaiveDate>; 3]| {
        let [Some(taken), Some(resolved), Some(closed)] = *dates else { return None };
        (taken <= resolved && resolved <= closed).then_some([taken, resolved, closed])
    };
    let mut whole: Vec<[NaiveDate; 3]> = cases.values().filter_map(whole).collect();
    whole.sort_unstable();
    whole
}

/// Two steps, each expected to take what the first hundred cases needed in the mean: a plan that knows something.
fn template(targets: [i64; 2]) -> Template {
    let mut template = TEMPLATE.clone();
    template.phases.retain(|phase| phase.level == Level::Daughter);
    template.phases.truncate(2);
    for (phase, ((key, gate), target)) in template
        .phases
        .iter_mut()
        .zip([("resolve", None), ("close", Some("resolve"))].into_iter().zip(targets))
    {
        phase.target_working_days = target;
        phase.milestones.truncate(1);
        for milestone in &mut phase.milestones {
            milestone.key = key.to_owned();
            milestone.gate = gate.map(str::to_owned).into_iter().collect();
            milestone.offset_working_days = None;
            milestone.go_live = key == "close";
        }
    }
    template
}

#[test]
fn experience_beats_the_plan_on_a_real_process() {
    let name = "helpdesk/helpdesk_italian_event_log.csv";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: ../shared/data/{name} is absent");
        return;
    };
    let cases = cases(&text);
    let calendar = &*BAVARIA;
    let took = |case: &[NaiveDate; 3], step: usize| calendar.working_days_between(case[step], case[step + 1]);
    let mean = |step| cases.iter().take(100).map(|case| took(case, step)).sum::<i64>() / 100;
    let template = template([mean(0), mean(1)]);
    let (mut learned, mut plan) = (backtest::Errors::default(), backtest::Errors::default());
    for (number, case) in cases.iter().enumerate().skip(200).step_by(7) {
        let today = case[0];
        let mut history = History::default();
        for before in cases.iter().take(number) {
            for (step, key) in ["resolve", "close"].into_iter().enumerate() {
                let mut seen = Seen::default();
                if before[step + 1] <= today {
                    seen.add_done(took(before, step), 1);
                } else if before[step] <= today {
                    seen.add_running(calendar.working_days_between(before[step], today), 1);
                }
                history.add(&template.key, key, None, &seen);
            }
        }
        let facts = Facts { level: Some(Level::Daughter), start: Some(today), ..Facts::default() };
        let now = local_midnight(today) + chrono::Duration::hours(12);
        let steering = evaluate(&template, &facts, Calendars::one(calendar), now);
        let rests = Rests::default();
        let mut model = Model::new(&template, &history);
        let moment = Moment { calendar, rests: &rests, today };
        let open = open(&mut model, &steering.milestones, |_| None, moment);
        let predicted =
            predict(&mut Simulation::default(), &model, &open, number as u64, (calendar, today, None))
                .unwrap();
        learned.add(calendar, (predicted.even, predicted.cautious), Some(case[2]), NaiveDate::MAX);
        let naive = steering.go_live.unwrap().forecast;
        plan.add(calendar, (naive, naive), Some(case[2]), NaiveDate::MAX);
    }
    let (learned, plan) = (learned.score(), plan.score());
    println!("learned {learned:?}\nplan    {plan:?}");
    assert!(learned.forecasts > 200);
    assert!(learned.mean_absolute_error_working_days < plan.mean_absolute_error_working_days);
    assert!((0.78..=0.95).contains(&learned.live_by_cautious_date), "{learned:?}");
}
