//! The light, stored as the instants at which it changes by the passing of time alone.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::template::Template;

use super::course::{Course, Step};
use super::days::{Calendars, earliest_within, local_date, local_midnight, plus};
use super::facts::Facts;
use super::forecast::Forecast;
use super::plan::Plan;
use super::reasons::Reason;

/// Colour of a rollout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RolloutLightColor)]
pub enum Light {
    /// Not started, deferred, or ended otherwise than live.
    Grey,
    Green,
    Yellow,
    Red,
}

/// The light at any moment, as long as no new fact is recorded. In SQL: grey while `grey and (grey_until is null or
/// now < grey_until)`, else red from `red_from`, else yellow from `yellow_from`, else green.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = RolloutLightSchedule)]
pub struct LightSchedule {
    pub grey: Option<Grey>,
    pub yellow_from: Option<Turn>,
    pub red_from: Option<Turn>,
}

/// Grey, and until when; for good when `until` is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutLightGrey)]
pub struct Grey {
    pub until: Option<DateTime<Utc>>,
    pub reason: Reason,
}

/// The instant of a change and the rule that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutLightTurn)]
pub struct Turn {
    pub at: DateTime<Utc>,
    pub reason: Reason,
}

impl LightSchedule {
    /// The light at `now` with its reason; green needs none.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> (Light, Option<&Reason>) {
        if let Some(grey) = self.grey.as_ref().filter(|grey| grey.until.is_none_or(|until| now < until)) {
            return (Light::Grey, Some(&grey.reason));
        }
        let reached = |turn: &Option<Turn>| turn.as_ref().is_some_and(|turn| turn.at <= now);
        if reached(&self.red_from) {
            (Light::Red, self.red_from.as_ref().map(|turn| &turn.reason))
        } else if reached(&self.yellow_from) {
            (Light::Yellow, self.yellow_from.as_ref().map(|turn| &turn.reason))
        } else {
            (Light::Green, None)
        }
    }

    /// The next instant after `now` at which the light may change.
    #[must_use]
    pub fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let grey = self.grey.as_ref().and_then(|grey| grey.until);
        let turns = [&self.yellow_from, &self.red_from].map(|turn| turn.as_ref().map(|turn| turn.at));
        [grey].into_iter().chain(turns).flatten().filter(|at| *at > now).min()
    }
}

/// The earliest day offered so far. Among equal days the first offer stays, so rules are asked in order of weight.
#[derive(Default)]
struct Earliest(Option<(NaiveDate, Reason)>);

impl Earliest {
    fn offer(&mut self, day: NaiveDate, reason: impl FnOnce() -> Reason) {
        if self.0.as_ref().is_none_or(|(best, _)| day < *best) {
            self.0 = Some((day, reason()));
        }
    }

    fn turn(self) -> Option<Turn> {
        self.0.map(|(day, reason)| Turn { at: local_midnight(day), reason })
    }
}

/// Asks every rule for the day on which it begins to hold.
pub(super) struct Rules<'a, 't> {
    pub template: &'t Template,
    pub course: &'a Course<'t>,
    pub plan: &'a Plan<'a>,
    pub calendars: Calendars<'a>,
    yellow: Earliest,
    red: Earliest,
}

impl<'a, 't> Rules<'a, 't> {
    pub fn new(
        template: &'t Template,
        course: &'a Course<'t>,
        plan: &'a Plan<'a>,
        calendars: Calendars<'a>,
    ) -> Self {
        Self { template, course, plan, calendars, yellow: Earliest::default(), red: Earliest::default() }
    }

    /// Yellow and red of a running course, without regard to grey.
    pub fn schedule(mut self, facts: &Facts, forecast: Option<&Forecast>) -> LightSchedule {
        if self.course.first_open().is_none() {
            return LightSchedule::default();
        }
        self.waiting(facts);
        for step in self.course.steps.iter().filter(|step| step.counts()) {
            self.overdue(step);
        }
        if let Some(forecast) = forecast {
            self.forecast(forecast);
        }
        let (yellow_from, mut red_from) = (self.yellow.turn(), self.red.turn());
        if let Some(block) = &facts.blocked
            && red_from.as_ref().is_none_or(|red| block.since <= red.at)
        {
            red_from = Some(Turn {
                at: block.since,
                reason: Reason::Blocked { since: block.since, text: block.reason.clone() },
            });
        }
        LightSchedule { grey: None, yellow_from, red_from }
    }

    fn waiting(&mut self, facts: &Facts) {
        let Some(waiting) = facts.open_waiting() else { return };
        let (since, limit) = (local_date(waiting.from), self.template.limits.waiting(&waiting.role));
        let day = plus(self.calendars.of(&waiting.role), since, limit + 1);
        let reason = || Reason::WaitingTooLong {
            kind: waiting.kind.clone(),
            role: waiting.role.clone(),
            since,
            limit,
        };
        self.red.offer(day, reason);
    }

    fn overdue(&mut self, step: &Step<'t>) {
        let limits = &self.template.limits;
        let (due, calendar) = (self.plan.due(step), self.calendars.of(&step.milestone.role));
        // A date fixed by hand stands, so time runs on for it while the plan's clock is stopped.
        let stopped = if step.due_by_hand.is_some() { None } else { self.plan.pauses.stopped_since };
        let happens = |day: &NaiveDate| stopped.is_none_or(|stopped| *day <= stopped);
        let reason = || Reason::MilestoneOverdue {
            milestone: step.milestone.key.clone(),
            role: step.milestone.role.clone(),
            due,
            counted_until: stopped,
        };
        if let Some(day) = Some(plus(calendar, due, limits.red_overdue_working_days + 1)).filter(happens) {
            self.red.offer(day, reason);
        }
        if let Some(day) = Some(plus(calendar, due, 1)).filter(happens) {
            self.yellow.offer(day, reason);
        }
        if self.course.is_ready(step) {
            return;
        }
        let near = earliest_within(calendar, due, limits.yellow_due_within_working_days);
        if happens(&near) {
            let missing = || self.course.missing(step).map(str::to_owned).collect();
            self.yellow.offer(near, || Reason::GateNotReady {
                milestone: step.milestone.key.clone(),
                due,
                missing: missing(),
            });
        }
    }

    fn forecast(&mut self, forecast: &Forecast) {
        let calendar = self.calendars.default;
        let reason = || Reason::ForecastLate { forecast: *forecast };
        if let Some(day) =
            forecast.slips_from(calendar, self.template.limits.red_forecast_slip_working_days + 1)
        {
            self.red.offer(day, reason);
        }
        if let Some(day) = forecast.slips_from(calendar, 1) {
            self.yellow.offer(day, reason);
        }
    }
}
