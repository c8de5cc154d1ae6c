//! Steering: everything a rollout page, a list and a report show about a rollout, computed from its recorded facts.
//!
//! Pure: the template, the facts, the calendars and the moment come in, [`Steering`] goes out. What is stored of it is a
//! cache that [`evaluate`] rebuilds. The parts that change by the passing of time alone say when: the light in
//! [`LightSchedule`], the rest in [`Steering::recompute_at`].

mod ball;
mod commands;
mod course;
mod days;
mod error;
mod facts;
mod forecast;
mod light;
mod plan;
mod reasons;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use ball::{Accrued, BallCause, BallInterval, Holder, accrued, ball_history};
pub use commands::{Case, Command, apply};
pub use course::MilestoneState;
pub use days::{Calendars, local_date, local_midnight};
pub use error::SteeringError;
pub use facts::{Block, Deferral, DueDate, Facts, MilestoneChange, MilestoneEntry, OutcomeFact, Waiting};
pub use forecast::Forecast;
pub use light::{Grey, Light, LightSchedule, Turn};
pub use reasons::{Reason, Telling};

use crate::template::Template;
use course::{Course, Step};
use days::plus;
use light::Rules;
use plan::{Pauses, Plan};

/// Where the course stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourseState {
    /// No start date, or one that lies ahead.
    NotStarted,
    Running,
    Deferred,
    /// All required milestones are done or skipped.
    Finished,
    /// Came out otherwise than live.
    Ended,
}

/// The computed state of a rollout at `as_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Steering {
    pub as_of: DateTime<Utc>,
    pub state: CourseState,
    /// Key of the phase of the first open required milestone; `None` when the course is over.
    pub phase: Option<String>,
    pub progress: Progress,
    /// All milestones of the course in template order.
    pub milestones: Vec<MilestoneStatus>,
    /// `None` without a start date, and for a mother's course.
    pub go_live: Option<GoLive>,
    /// End of the course; `None` without a start date.
    pub end: Option<CourseEnd>,
    /// Who holds the ball and since when; `None` before the start and when the course is over.
    pub ball: Option<Ball>,
    /// Time per holder until `ball.since`; add the time since then for the current holder.
    pub accrued: Vec<Accrued>,
    pub light: Light,
    pub schedule: LightSchedule,
    /// The plan's clock stands since this day because somebody is waited for.
    pub clock_stopped_since: Option<NaiveDate>,
    /// First instant at which something else than the light is out of date; `None` when only facts change it.
    pub recompute_at: Option<DateTime<Utc>>,
}

impl Steering {
    /// The open milestones of the current phase, and open ones before it, in template order: what to do next.
    pub fn next_open(&self) -> impl Iterator<Item = &MilestoneStatus> {
        let current = self.milestones.iter().find(|m| m.required && m.state == MilestoneState::Open).map(|m| m.phase);
        self.milestones.iter().filter(move |m| m.state == MilestoneState::Open && current.is_some_and(|phase| m.phase <= phase))
    }
}

/// How much is done. Weights are those of the required milestones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    pub required: u32,
    pub done: u32,
    pub skipped: u32,
    pub weight: i64,
    /// Weight of the done and skipped ones.
    pub weight_settled: i64,
}

impl Progress {
    /// Weighted share in whole percent, 100 only when everything required is settled.
    #[must_use]
    pub fn percent(&self) -> i64 {
        (self.weight_settled * 100).checked_div(self.weight).unwrap_or(0)
    }
}

/// One milestone of the course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MilestoneStatus {
    pub key: String,
    /// Index of the phase in the template.
    pub phase: usize,
    pub required: bool,
    pub state: MilestoneState,
    /// When it was done or skipped.
    pub settled_at: Option<DateTime<Utc>>,
    pub original_due: Option<NaiveDate>,
    /// Moved by pauses, or fixed by hand.
    pub due: Option<NaiveDate>,
    pub due_by_hand: bool,
    /// Keys of the gate that are still open; empty when it may be done.
    pub missing: Vec<String>,
}

impl MilestoneStatus {
    /// Open, and everything before it is there.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.state == MilestoneState::Open && self.missing.is_empty()
    }
}

/// The go-live: plan, moved plan, actual and forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoLive {
    pub original: NaiveDate,
    pub planned: NaiveDate,
    pub actual: Option<NaiveDate>,
    /// The actual day once it is live.
    pub forecast: NaiveDate,
    /// The forecast as a function of the day; `None` once it is live.
    pub outlook: Option<Forecast>,
}

/// The end of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CourseEnd {
    pub original: NaiveDate,
    pub planned: NaiveDate,
    /// When the last required milestone was settled, or the other outcome was set.
    pub actual: Option<NaiveDate>,
}

/// Who holds the ball now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ball {
    pub holder: Holder,
    pub since: DateTime<Utc>,
}

/// Computes the state of a rollout at `now`. No fact may lie after `now`.
#[must_use]
pub fn evaluate(template: &Template, facts: &Facts, calendars: Calendars<'_>, now: DateTime<Utc>) -> Steering {
    let course = Course::of(template, facts);
    let plan = facts.start.map(|start| Plan {
        start,
        calendar: calendars.default,
        pauses: Pauses::of(template, facts, start, calendars.default),
        anchor: course.go_live().and_then(|step| step.due_by_hand.map(|fixed| (fixed, step.target))),
    });
    let today = local_date(now);
    let state = state(&course, facts, now);
    let go_live = plan.as_ref().zip(course.go_live()).map(|(plan, step)| go_live(plan, &course, step, today));
    let outlook = go_live.as_ref().and_then(|go_live| go_live.outlook.as_ref());
    let grey = grey(facts, state, now);
    let rules = plan.as_ref().filter(|_| state != CourseState::Ended);
    let schedule = rules.map_or_else(LightSchedule::default, |plan| Rules::new(template, &course, plan, calendars).schedule(facts, outlook));
    let schedule = LightSchedule { grey, ..schedule };
    let mut history = ball_history(template, facts, now);
    let current = history.pop_if(|last| last.holder.is_some());
    Steering {
        as_of: now,
        state,
        phase: current_phase(template, &course, facts),
        progress: progress(&course),
        milestones: course.steps.iter().map(|step| status(plan.as_ref(), &course, step, today)).collect(),
        end: plan.as_ref().map(|plan| end(plan, &course, facts, today)),
        accrued: accrued(&history, calendars),
        ball: current.and_then(|last| last.holder.map(|holder| Ball { holder, since: last.from })),
        light: schedule.at(now).0,
        clock_stopped_since: plan.as_ref().and_then(|plan| plan.pauses.stopped_since),
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
        CourseState::Ended => facts.ended().map(|end| Grey { until: None, reason: Reason::Ended { outcome: end.key } }),
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

fn status(plan: Option<&Plan<'_>>, course: &Course<'_>, step: &Step<'_>, today: NaiveDate) -> MilestoneStatus {
    MilestoneStatus {
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
        return GoLive { original, planned: plan.due(step), actual: Some(actual), forecast: actual, outlook: None };
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

fn end(plan: &Plan<'_>, course: &Course<'_>, facts: &Facts, today: NaiveDate) -> CourseEnd {
    let required = course.steps.iter().filter(|step| step.milestone.required);
    let finished = if course.first_open().is_none() { required.filter_map(Step::settled_at).max() } else { None };
    let over = facts.ended().map(|outcome| outcome.at).or(finished);
    let planned = plan.end(course, over);
    let open_days = if over.is_some() { 0 } else { plan.pauses.open_days(today) };
    CourseEnd { original: plan.original(course.length), planned: plus(plan.calendar, planned, open_days), actual: over.map(local_date) }
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

