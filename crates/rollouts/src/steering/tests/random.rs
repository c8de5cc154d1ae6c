//! Random but possible histories: commands at growing times, refused ones left out.

use chrono::{Duration, NaiveDate};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::*;
use crate::template::OutcomeKey;

pub(super) fn history(seed: u64) -> (Facts, DateTime<Utc>, StdRng) {
    let mut rng = StdRng::seed_from_u64(seed);
    let start = day("2026-01-01") + Duration::days(rng.random_range(0..400));
    let mut facts = Facts { level: Some(Level::Daughter), start: Some(start), ..Facts::default() };
    let mut now = local_midnight(start) + Duration::hours(rng.random_range(-200..100));
    for _ in 0..rng.random_range(0..60) {
        now += Duration::minutes(rng.random_range(1..6000));
        let command = command(&mut rng, &facts, now);
        let at = now - Duration::hours(*[0, 0, 0, 30].choose(&mut rng).unwrap());
        let _refused = apply(&TEMPLATE, &mut facts, &command, at, now);
    }
    (facts, now + Duration::minutes(rng.random_range(0..3000)), rng)
}

fn command(rng: &mut StdRng, facts: &Facts, now: DateTime<Utc>) -> Command {
    let keys: Vec<&str> = TEMPLATE.milestones().map(|(_, milestone)| milestone.key.as_str()).collect();
    let milestone = (*keys.choose(rng).unwrap()).to_owned();
    let reason = "Grund".to_owned();
    let later =
        |rng: &mut StdRng| -> NaiveDate { local_date(now) + Duration::days(rng.random_range(-10..60)) };
    match rng.random_range(0..100) {
        0..50 => {
            let ready = at_now(facts, now).milestones.into_iter().find(MilestoneStatus::is_ready);
            Command::Complete { milestone: ready.map_or(milestone, |ready| ready.key) }
        }
        50..60 => Command::Complete { milestone },
        60..64 => Command::Reopen { milestone, reason },
        64..68 => Command::Skip { milestone, reason: Some(reason) },
        68..76 => {
            let kind = TEMPLATE.waiting_kinds.choose(rng).unwrap().key.clone();
            Command::StartWaiting { kind, role: None, party: None, follow_up: None }
        }
        76..82 => Command::EndWaiting,
        82..86 => Command::DeferUntil { until: later(rng), reason },
        86..89 => Command::Resume,
        89..91 => Command::Block { reason },
        91..95 => Command::Unblock,
        98 => Command::MoveStart { start: later(rng), reason },
        95..98 => Command::SetDue { milestone, due: Some(later(rng)) },
        _ => Command::SetOutcome { outcome: *[OutcomeKey::Live, OutcomeKey::Cancelled].choose(rng).unwrap() },
    }
}

pub(super) fn at_now(facts: &Facts, now: DateTime<Utc>) -> Steering {
    evaluate(&TEMPLATE, facts, Calendars::one(&BAVARIA), now)
}
