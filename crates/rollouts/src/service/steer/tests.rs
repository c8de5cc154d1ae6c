//! Rows and facts say the same, whatever is done.
use super::command::{Doing, Told, consequences, enter};
use super::create::blank;
use super::{Book, Work};
use crate::input::{NewParty, NewRollout, Prior, PriorWhat, SteerCommand};
use crate::steering::{Command, CourseState, Facts, Light, apply, local_midnight};
use crate::store::parties::Directory;
use crate::template::{EFA_STANDARD, OutcomeKey, Template, parse};
use crate::types::rollout::word;
use crate::types::{NO_DAY, RolloutKind};
use chrono::{Duration, NaiveDate};
use dienstweg_calendar::{Flags, Land, WorkCalendar};
use dienstweg_kernel::clock::ManualClock;
use dienstweg_kernel::ctx::{Actor, Ctx, Language};
use dienstweg_kernel::ids::{ActorId, OrganisationId};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

static TEMPLATE: LazyLock<Arc<Template>> = LazyLock::new(|| Arc::new(parse(EFA_STANDARD).unwrap()));

const BODY: OrganisationId = OrganisationId(Uuid::from_u128(1));
const PROVIDER: OrganisationId = OrganisationId(Uuid::from_u128(2));

fn start() -> NaiveDate {
    "2026-02-02".parse().unwrap()
}

struct Desk {
    clock: Arc<ManualClock>,
    ctx: Ctx,
    calendar: WorkCalendar,
}

impl Desk {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(local_midnight(start()) + Duration::hours(9)));
        let ctx =
            Ctx::new(Actor::operator(), "test", Language::De, Arc::<ManualClock>::clone(&clock) as Arc<_>);
        Self { clock, ctx, calendar: WorkCalendar::new(Land::BY, Flags::default()) }
    }

    fn rollout(&self, prior: Vec<Prior>) -> Work {
        let party = |role: &str, id| NewParty { role: role.to_owned(), organisation_id: Some(id) };
        let new = NewRollout {
            id: self.ctx.new_id(),
            number: "RO-2026-000001".to_owned(),
            kind: RolloutKind::Daughter,
            body_id: BODY,
            body_sort: "vg assling".to_owned(),
            service: None,
            programme_id: None,
            template_id: self.ctx.new_id(),
            mother_id: None,
            position_id: None,
            wave_id: None,
            started_on: Some(start()),
            covered: Vec::new(),
            parties: vec![party("body_department", BODY), party("it_provider", PROVIDER)],
            prior,
        };
        let mut work = blank(&self.ctx, &new, Arc::clone(&TEMPLATE), &Directory::default());
        work.settle(&Book::default(), self.ctx.now());
        work
    }

    fn enter(&self, work: &mut Work, command: &SteerCommand) -> Result<Told, crate::steering::SteeringError> {
        let told = enter(
            work,
            command,
            &Doing { ctx: &self.ctx, now: self.ctx.now(), calendar: &self.calendar, directory: None },
        );
        work.settle(&Book::default(), self.ctx.now());
        told
    }
}

fn complete(milestone: &str) -> SteerCommand {
    SteerCommand::Complete { milestone: milestone.to_owned(), on: None }
}

/// In an order and with the parts left out in which rows and facts may differ.
fn comparable(mut facts: Facts) -> Facts {
    facts.milestones.iter_mut().for_each(|entry| entry.reason = None);
    facts.milestones.sort_by(|a, b| (&a.milestone, a.at).cmp(&(&b.milestone, b.at)));
    facts.due_dates.sort_by(|a, b| a.milestone.cmp(&b.milestone));
    facts.waiting.iter_mut().for_each(|waiting| waiting.follow_up = None);
    facts
}

fn random(rng: &mut StdRng, today: NaiveDate) -> (SteerCommand, Command) {
    let keys: Vec<&str> = TEMPLATE.milestones().map(|(_, milestone)| milestone.key.as_str()).collect();
    let milestone = (*keys.choose(rng).unwrap()).to_owned();
    let reason = "Grund".to_owned();
    let until = today + Duration::days(rng.random_range(1..20));
    use SteerCommand as S;
    match rng.random_range(0..20) {
        0..9 => (complete(&milestone), Command::Complete { milestone }),
        9 => (
            S::Reopen { milestone: milestone.clone(), reason: reason.clone() },
            Command::Reopen { milestone, reason },
        ),
        10..12 => {
            let reason = Some(reason);
            (
                S::Skip { milestone: milestone.clone(), reason: reason.clone() },
                Command::Skip { milestone, reason },
            )
        }
        12 => {
            let due = rng.random_bool(0.7).then_some(until);
            (S::SetDue { milestone: milestone.clone(), due }, Command::SetDue { milestone, due })
        }
        13..15 => {
            let kind = TEMPLATE.waiting_kinds.choose(rng).unwrap().key.clone();
            let command =
                Command::StartWaiting { kind: kind.clone(), role: None, party: None, follow_up: None };
            (
                S::StartWaiting { kind, role: None, organisation_id: None, reason: None, follow_up: None },
                command,
            )
        }
        15 => (S::EndWaiting, Command::EndWaiting),
        16 => (S::Defer { until, reason: reason.clone() }, Command::DeferUntil { until, reason }),
        17 => (S::Resume, Command::Resume),
        18 => (S::Block { reason: reason.clone() }, Command::Block { reason }),
        _ => (S::Unblock, Command::Unblock),
    }
}

#[test]
fn rows_say_what_the_facts_say_after_any_commands() {
    for seed in 0..60 {
        let mut rng = StdRng::seed_from_u64(seed);
        let desk = Desk::new();
        let mut work = desk.rollout(Vec::new());
        let mut facts = work.facts();
        for _ in 0..80 {
            desk.clock.advance(Duration::minutes(rng.random_range(1..3000)));
            let now = desk.ctx.now();
            let (command, pure) = random(&mut rng, desk.ctx.today());
            let before = work.clone();
            let accepted = desk.enter(&mut work, &command);
            let expected = apply(&TEMPLATE, &mut facts, &pure, now, now);
            assert_eq!(
                accepted.is_ok(),
                expected.is_ok(),
                "seed {seed}: {command:?}: {accepted:?} / {expected:?}"
            );
            assert_eq!(comparable(work.facts()), comparable(facts.clone()), "seed {seed}: {command:?}");
            if accepted.is_err() {
                assert_eq!(before.intervals, work.intervals);
            }
        }
    }
}

#[test]
fn what_had_happened_before_is_completed_at_its_time_but_never_in_the_future() {
    let desk = Desk::new();
    let early = desk.ctx.now() - Duration::hours(2);
    let actor = ActorId(Uuid::from_u128(7));
    let prior = |name: &str, at| Prior { what: PriorWhat::Event(name.to_owned()), at, actor };
    let late = desk.ctx.now() + Duration::days(1);
    let work = desk.rollout(vec![prior("order.received", early), prior("order.released", late)]);
    let decided: Vec<_> =
        work.milestones.iter().filter_map(|row| Some((row.key.as_str(), row.decided_at?))).collect();
    assert_eq!(decided, [("M1.1", early), ("M1.2", desk.ctx.now())]);
    assert_eq!(work.rollout.next_milestone.as_deref(), Some("M1.3"));
    assert_eq!(work.rollout.phase.as_deref(), Some("order"));
}

#[test]
fn a_role_that_changes_hands_takes_its_open_milestones_and_the_ball_with_it() {
    let desk = Desk::new();
    let mut work = desk.rollout(Vec::new());
    let other = OrganisationId(Uuid::from_u128(3));
    desk.enter(
        &mut work,
        &SteerCommand::StartWaiting {
            kind: TEMPLATE.waiting_kinds.iter().find(|kind| kind.role == "it_provider").unwrap().key.clone(),
            role: None,
            organisation_id: None,
            reason: None,
            follow_up: None,
        },
    )
    .unwrap();
    assert_eq!(work.rollout.ball_party_id, Some(PROVIDER));
    assert!(work.intervals[0].follow_up.is_some(), "the kind says when to ask again");
    let set = |role: &str| SteerCommand::SetParty {
        role: role.to_owned(),
        organisation_id: Some(other),
        person_id: None,
    };
    desk.enter(&mut work, &set("it_provider")).unwrap();
    assert_eq!(work.rollout.ball_party_id, Some(other));
    assert!(!work.involved().iter().any(|(party, _)| *party == PROVIDER));
    assert!(desk.enter(&mut work, &set("nobody")).is_err());
}

#[test]
fn consequences_tell_the_next_phase_once_and_the_go_live_once() {
    let desk = Desk::new();
    let mut work = desk.rollout(Vec::new());
    let mut names = Vec::new();
    let keys: Vec<String> = work.milestones.iter().map(|row| row.key.clone()).collect();
    for key in keys {
        let before = work.clone();
        desk.clock.advance(Duration::hours(20));
        desk.enter(&mut work, &complete(&key)).unwrap();
        let steering = work.evaluate(&Book::default(), desk.ctx.now());
        names.extend(consequences(&before, &work, &steering).into_iter().map(|fact| fact.name));
    }
    let count = |name: &str| names.iter().filter(|told| **told == name).count();
    let phases = TEMPLATE.phases.iter().filter(|phase| phase.level == RolloutKind::Daughter.level()).count();
    assert_eq!(count("rollout.phase_changed"), phases);
    assert_eq!((count("rollout.live"), count("rollout.finished")), (1, 1));
    assert_eq!(work.rollout.next_due, NO_DAY);
}

#[test]
fn another_outcome_than_live_needs_a_reason_and_ends_everything() {
    let desk = Desk::new();
    let mut work = desk.rollout(Vec::new());
    let outcome = |reason: Option<&str>| SteerCommand::SetOutcome {
        outcome: OutcomeKey::OwnSolution,
        reason: reason.map(str::to_owned),
    };
    assert!(desk.enter(&mut work, &outcome(Some(" "))).is_err());
    assert_eq!(work.rollout.outcome, None);
    desk.enter(&mut work, &outcome(Some("Eigene Lösung"))).unwrap();
    assert_eq!(work.rollout.state, word(CourseState::Ended));
    assert_eq!(work.rollout.ended_on, Some(desk.ctx.today()));
    assert_eq!(work.rollout.forecast_go_live, NO_DAY);
    assert!(work.rollout.ball_role.is_none() && work.milestones.iter().all(|row| !row.ready));
    assert_eq!(work.rollout.schedule.0.at(desk.ctx.now()).0, Light::Grey);
    assert!(desk.enter(&mut work, &complete("M1.1")).is_err());
}
