use chrono::Duration;
use rand::Rng;

use super::random::{at_now, history};
use super::*;

const HISTORIES: u64 = 250;

/// Working days in `(from, to]`, counted one by one.
fn count(calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> i64 {
    from.iter_days()
        .skip(1)
        .take_while(|day| *day <= to)
        .filter(|day| calendar.is_working_day(*day))
        .count()
        .try_into()
        .unwrap()
}

/// The rules of the light as they are written, asked of the dates in force on one day.
fn by_the_rules(facts: &Facts, calendars: Calendars<'_>, now: DateTime<Utc>) -> Light {
    let steering = evaluate(&TEMPLATE, facts, calendars, now);
    let (today, limits) = (local_date(now), &TEMPLATE.limits);
    match steering.state {
        CourseState::Ended | CourseState::NotStarted | CourseState::Deferred => return Light::Grey,
        CourseState::Finished => return Light::Green,
        CourseState::Running => {}
    }
    let mut light = if facts.blocked.is_some() { Light::Red } else { Light::Green };
    if let Some(waiting) = facts.open_waiting()
        && count(calendars.of(&waiting.role), local_date(waiting.from), today) > limits.waiting(&waiting.role)
    {
        light = Light::Red;
    }
    for milestone in steering.milestones.iter().filter(|m| m.required && m.state == MilestoneState::Open) {
        let calendar = calendars.of(&TEMPLATE.milestone(&milestone.key).unwrap().role);
        let due = milestone.due.unwrap();
        let (overdue, left) = (count(calendar, due, today), count(calendar, today, due));
        let colour = match overdue {
            6.. => Light::Red,
            1..6 => Light::Yellow,
            _ if left <= 3 && !milestone.missing.is_empty() => Light::Yellow,
            _ => Light::Green,
        };
        light = light.max(colour);
    }
    if let Some(go_live) = steering.go_live.filter(|go_live| go_live.actual.is_none()) {
        let colour = match count(calendars.default, go_live.planned, go_live.forecast) {
            11.. => Light::Red,
            1..11 => Light::Yellow,
            _ => Light::Green,
        };
        light = light.max(colour);
    }
    light
}

/// Law 5: the schedule made once says for every later moment what the rules say then.
#[test]
fn the_schedule_agrees_with_the_rules_on_every_following_day() {
    let mut seen = std::collections::HashMap::new();
    for seed in 0..HISTORIES {
        let (facts, now, mut rng) = history(seed);
        let schedule = at_now(&facts, now).schedule;
        for ahead in 0..70 {
            let midnight = local_midnight(local_date(now) + Duration::days(ahead));
            for moment in [
                midnight,
                midnight + Duration::seconds(rng.random_range(0..82_000)),
                midnight - Duration::seconds(1),
            ] {
                if moment < now {
                    continue;
                }
                let expected = by_the_rules(&facts, Calendars::one(&BAVARIA), moment);
                assert_eq!(
                    schedule.at(moment).0,
                    expected,
                    "history {seed} at {now}, asked for {moment}: {schedule:#?}\n{facts:#?}"
                );
                *seen.entry(expected).or_insert(0) += 1;
            }
        }
    }
    // Otherwise the histories would not exercise the rules.
    assert!(
        [Light::Grey, Light::Green, Light::Yellow, Light::Red]
            .iter()
            .all(|light| seen.get(light) > Some(&1000)),
        "{seen:?}"
    );
}

/// The same where roles have calendars of their own. While the clock stands the shown dates move by the common calendar,
/// so those histories are left to the test above.
#[test]
fn the_schedule_agrees_with_the_rules_under_calendars_per_role() {
    let saxony = WorkCalendar::new(Land::SN, Flags::default());
    let berlin = WorkCalendar::new(Land::BE, Flags::default());
    let by_role = [("it_provider", &saxony), ("service_operator", &berlin), ("body_department", &berlin)];
    let calendars = Calendars { default: &BAVARIA, by_role: &by_role };
    for seed in 0..HISTORIES {
        let (facts, now, _) = history(seed);
        let steering = evaluate(&TEMPLATE, &facts, calendars, now);
        for ahead in (0..80).filter(|_| steering.clock_stopped_since.is_none()) {
            let moment = now + Duration::days(ahead);
            assert_eq!(
                steering.schedule.at(moment).0,
                by_the_rules(&facts, calendars, moment),
                "history {seed} at {now}, asked for {moment}"
            );
        }
    }
}

#[test]
fn the_ball_is_held_without_gap_or_overlap_and_all_time_is_counted_once() {
    for seed in 0..HISTORIES {
        let (facts, now, mut rng) = history(seed);
        let start = local_midnight(facts.start.unwrap());
        let intervals = ball_history(&TEMPLATE, &facts, now);
        if now <= start {
            assert!(intervals.is_empty());
            continue;
        }
        assert_eq!(
            (intervals.first().unwrap().from, intervals.last().unwrap().to),
            (start, now),
            "history {seed}"
        );
        assert!(intervals.windows(2).all(|pair| pair[0].to == pair[1].from), "history {seed}");
        assert!(intervals.iter().all(|interval| interval.from < interval.to), "history {seed}");
        let held: i64 =
            intervals.iter().filter(|i| i.holder.is_some()).map(|i| (i.to - i.from).num_seconds()).sum();
        let sums = accrued(&intervals, Calendars::one(&BAVARIA));
        assert_eq!(
            sums.iter().map(|sum| sum.seconds + sum.deferred_seconds).sum::<i64>(),
            held,
            "history {seed}"
        );
        for _ in 0..20 {
            let moment = start + Duration::seconds(rng.random_range(0..(now - start).num_seconds()));
            let interval = intervals.iter().find(|i| i.from <= moment && moment < i.to).unwrap();
            assert_eq!(
                interval.holder.as_ref().map(|h| h.role.clone()),
                holder_at(&facts, moment),
                "history {seed} at {moment}"
            );
        }
    }
}

/// Who held the ball at a moment, from the facts that had happened by then.
fn holder_at(facts: &Facts, moment: DateTime<Utc>) -> Option<String> {
    if facts.outcome.as_ref().is_some_and(|o| o.at <= moment && o.key.ends_course()) {
        return None;
    }
    let settled = |key: &str| {
        let entries = facts.milestones.iter().filter(|e| e.milestone == key && e.at <= moment);
        entries.max_by_key(|e| e.at).is_some_and(|e| e.what != MilestoneChange::Reopened)
    };
    let daughter = TEMPLATE
        .phases
        .iter()
        .filter(|phase| phase.level == Level::Daughter)
        .flat_map(|phase| &phase.milestones);
    let first = daughter.filter(|m| m.required).find(|m| !settled(&m.key))?;
    let waiting =
        facts.waiting.iter().find(|w| w.from <= moment && w.until.is_none_or(|until| moment < until));
    Some(waiting.map_or_else(|| first.role.clone(), |waiting| waiting.role.clone()))
}

/// The stored result stays true until `recompute_at`, apart from the light, which the schedule tells.
#[test]
fn the_stored_result_is_true_until_it_says_it_is_not() {
    for seed in 0..HISTORIES {
        let (facts, now, mut rng) = history(seed);
        let stored = at_now(&facts, now);
        let until = stored.recompute_at.unwrap_or(now + Duration::days(300));
        for _ in 0..10 {
            let moment = now + Duration::seconds(rng.random_range(0..(until - now).num_seconds()));
            let fresh = at_now(&facts, moment);
            let told_by_time = Steering {
                as_of: now,
                light: stored.light,
                accrued: stored.accrued.clone(),
                ..fresh.clone()
            };
            let over = stored.ball.is_none();
            assert_eq!(told_by_time, stored, "history {seed} at {now}, asked for {moment}");
            assert!(over || fresh.accrued == stored.accrued, "history {seed}");
            assert_eq!(fresh.light, stored.schedule.at(moment).0);
        }
    }
}

#[test]
fn a_stored_result_is_read_back_unchanged() {
    for seed in 0..50 {
        let (facts, now, _) = history(seed);
        let steering = at_now(&facts, now);
        let text = serde_json::to_string(&steering).unwrap();
        assert_eq!(serde_json::from_str::<Steering>(&text).unwrap(), steering);
    }
}
