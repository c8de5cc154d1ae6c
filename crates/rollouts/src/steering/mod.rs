//! Steering: everything a rollout page, a list and a report show about a rollout, computed from its recorded facts.
//!
//! Pure: the template, the facts, the calendars and the moment come in, [`Steering`] goes out. What is stored of it is a
//! cache that [`evaluate`] rebuilds. The parts that change by the passing of time alone say when: the light in
//! [`LightSchedule`], the rest in [`Steering::recompute_at`].

mod backwards;
mod ball;
mod checks;
mod commands;
mod course;
mod days;
mod error;
mod facts;
mod forecast;
mod held;
mod light;
mod plan;
mod reasons;
mod result;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

pub use backwards::{days_to_go_live, slot, start_for};
pub use ball::{Accrued, BallCause, BallInterval, Holder, accrued, ball_history};
pub use checks::Case;
pub use commands::{Command, apply};
pub use course::MilestoneState;
pub use days::{Calendars, end_of, local_date, local_midnight};
pub use error::SteeringError;
pub use facts::{Block, Deferral, DueDate, Facts, MilestoneChange, MilestoneEntry, OutcomeFact, Waiting};
pub use forecast::Forecast;
pub use held::Rests;
pub(crate) use held::targets;
pub use light::{Grey, Light, LightSchedule, Turn};
pub use reasons::{Reason, Telling};
pub use result::{Ball, CourseEnd, CourseState, GoLive, MilestoneStatus, Progress, Steering};

use crate::template::Template;
use course::{Course, Step};
use days::plus;
use light::Rules;
use plan::{Pauses, Plan};

/// Computes the state of a rollout at `now`. No fact may lie after `now`.
#[must_use]
pub fn evaluate(
    template: &Template,
    facts: &Facts,
    calendars: Calendars<'_>,
    now: DateTime<Utc>,
) -> Steering {
    let course = Course::of(template, facts);
    let plan = facts.start.map(|start| Plan {
        start,
        calendar: calendars.default,
        pauses: Pauses::of(template, facts, start, calendars.default),
        anchor: course.go_live().and_then(|step| step.due_by_hand.map(|fixed| (fixed, step.target))),
    });
    let state = state(&course, facts, now);
    let over = over(&course, facts);
    // When the course is over, its dates stand as they stood on that day.
    let today = local_date(over.map_or(now, |at| at.min(now)));
    let go_live = plan.as_ref().zip(course.go_live()).map(|(plan, step)| go_live(plan, &course, step, today));
    let outlook = go_live.as_ref().and_then(|go_live| go_live.outlook.as_ref());
    let grey = grey(facts, state, now);
    let rules = plan.as_ref().filter(|_| state != CourseState::Ended);
    let schedule = rules.map_or_else(LightSchedule::default, |plan| {
        Rules::new(template, &course, plan, calendars).schedule(facts, outlook)
    });
    let schedule = LightSchedule { grey, ..schedule };
    // The history ends before its last moment, and what happened just now counts already.
    let mut history = ball_history(template, facts, now + TimeDelta::microseconds(1));
    let current = history.pop_if(|last| last.holder.is_some());
    Steering {
        as_of: now,
        state,
        phase: current_phase(template, &course, facts),
        progress: progress(&course),
        milestones: statuses(facts, plan.as_ref(), &course, today),
        end: plan.as_ref().map(|plan| end(plan, &course, over, today)),
        accrued: accrued(&history, calendars),
        ball: current.and_then(|last| last.holder.map(|holder| Ball { holder, since: last.from })),
        light: schedule.at(now).0,
        clock_stopped_since: plan
            .as_ref()
            .filter(|_| over.is_none())
            .and_then(|plan| plan.pauses.stopped_since),
        recompute_at: recompute_at(facts, state, plan.as_ref(), outlook, now),
        go_live,
        schedule,
    }
}

fn state(course: &Course<'_>, facts: &Facts, now: DateTime<Utc>) -> CourseState {
    if facts.ended().is_some() {
        CourseState::Ended
    } else if course.first_open().is_none() {
        CourseState::Finished
    } else if facts.start.is_none_or(|start| now < local_midnight(start)) {
        CourseState::NotStarted
    } else if facts.deferral_at(now).is_some() {
        CourseState::Deferred
    } else {
        CourseState::Running
    }
}

fn grey(facts: &Facts, state: CourseState, now: DateTime<Utc>) -> Option<Grey> {
    let deferral = facts.deferral_at(now);
    let deferred = |deferral: &Deferral| Grey {
        until: Some(deferral.ends_at()),
        reason: Reason::Deferred { until: deferral.until, text: deferral.reason.clone() },
    };
    match state {
        CourseState::Running | CourseState::Finished => None,
        CourseState::Deferred => deferral.map(deferred),
        CourseState::Ended => {
            facts.ended().map(|end| Grey { until: None, reason: Reason::Ended { outcome: end.key } })
        }
        CourseState::NotStarted => {
            let start = facts.start.map(local_midnight);
            // A rollout may be deferred beyond its start before it begins.
            match deferral.filter(|deferral| start.is_some_and(|start| start < deferral.ends_at())) {
                Some(deferral) => Some(deferred(deferral)),
                None => Some(Grey { until: start, reason: Reason::NotStarted { start: facts.start } }),
            }
        }
    }
}

fn current_phase(template: &Template, course: &Course<'_>, facts: &Facts) -> Option<String> {
    let step = course.first_open().filter(|_| facts.ended().is_none())?;
    template.phases.get(step.phase).map(|phase| phase.key.clone())
}

fn progress(course: &Course<'_>) -> Progress {
    let mut progress = Progress::default();
    for step in course.steps.iter().filter(|step| step.milestone.required) {
        progress.required += 1;
        progress.weight += step.milestone.weight;
        match step.state {
            MilestoneState::Open => continue,
            MilestoneState::Done => progress.done += 1,
            MilestoneState::Skipped => progress.skipped += 1,
        }
        progress.weight_settled += step.milestone.weight;
    }
    progress
}

fn statuses(
    facts: &Facts,
    plan: Option<&Plan<'_>>,
    course: &Course<'_>,
    today: NaiveDate,
) -> Vec<MilestoneStatus> {
    let rests = Rests::of(facts);
    let status = |step: &Step<'_>| {
        let ready_on = plan.and_then(|plan| held::ready_on(course, step, plan.start));
        let took = plan.zip(ready_on).and_then(|(plan, day)| held::took(&rests, plan.calendar, step, day));
        MilestoneStatus { ready_on, took, ..status(plan, course, step, today) }
    };
    course.steps.iter().map(status).collect()
}

fn status(
    plan: Option<&Plan<'_>>,
    course: &Course<'_>,
    step: &Step<'_>,
    today: NaiveDate,
) -> MilestoneStatus {
    MilestoneStatus {
        ready_on: None,
        took: None,
        key: step.milestone.key.clone(),
        phase: step.phase,
        required: step.milestone.required,
        state: step.state,
        settled_at: step.settled_at(),
        original_due: plan.map(|plan| plan.original(step.target)),
        due: plan.map(|plan| plan.shown_due(step, today)),
        due_by_hand: step.due_by_hand.is_some(),
        missing: if step.is_open() { course.missing(step).map(str::to_owned).collect() } else { Vec::new() },
    }
}

fn go_live(plan: &Plan<'_>, course: &Course<'_>, step: &Step<'_>, today: NaiveDate) -> GoLive {
    let original = plan.original(step.target);
    if let Some(at) = step.settled_at() {
        let actual = local_date(at);
        return GoLive {
            original,
            planned: plan.due(step),
            actual: Some(actual),
            forecast: actual,
            outlook: None,
        };
    }
    let outlook = Forecast::of(plan, course, step);
    GoLive {
        original,
        planned: outlook.planned_on(plan.calendar, today),
        actual: None,
        forecast: outlook.on(plan.calendar, today),
        outlook: Some(outlook),
    }
}

/// When the course was over: another outcome than live was set, or the last required milestone was settled.
fn over(course: &Course<'_>, facts: &Facts) -> Option<DateTime<Utc>> {
    let required = course.steps.iter().filter(|step| step.milestone.required);
    let finished =
        if course.first_open().is_none() { required.filter_map(Step::settled_at).max() } else { None };
    facts.ended().map(|outcome| outcome.at).or(finished)
}

fn end(plan: &Plan<'_>, course: &Course<'_>, over: Option<DateTime<Utc>>, today: NaiveDate) -> CourseEnd {
    let (planned, open_days) = (plan.end(course, over), plan.pauses.open_days(today));
    CourseEnd {
        original: plan.original(course.length),
        planned: plus(plan.calendar, planned, open_days),
        actual: over.map(local_date),
    }
}

fn recompute_at(
    facts: &Facts,
    state: CourseState,
    plan: Option<&Plan<'_>>,
    outlook: Option<&Forecast>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let plan = plan.filter(|_| !matches!(state, CourseState::Finished | CourseState::Ended))?;
    let today = local_date(now);
    let start = Some(local_midnight(plan.start)).filter(|start| *start > now);
    let deferral = facts.deferral_at(now).map(Deferral::ends_at);
    let moving = plan.pauses.stopped_since.map(|_| local_midnight(plan.calendar.add_working_days(today, 1)));
    let forecast = outlook.map(|outlook| local_midnight(outlook.moves_after(plan.calendar, today)));
    [start, deferral, moving, forecast].into_iter().flatten().min()
}

#[cfg(test)]
mod tests;
