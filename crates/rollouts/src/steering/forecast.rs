//! The forecast of the go-live, as a function of the day.

use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::course::{Course, Step};
use super::days::{between, earliest_within, local_date, plus};
use super::plan::Plan;

/// Forecast of an open go-live. Depends on facts only, so it may be stored; its dates are asked for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutForecast)]
pub struct Forecast {
    /// The planned go-live by the plan's clock.
    pub planned: NaiveDate,
    /// Whether that date was fixed by hand, so that pauses do not move it.
    pub planned_by_hand: bool,
    /// What is left at the target pace, counted from the real beginning of the current phase.
    pub floor: NaiveDate,
    /// Working days left after the milestone that is next: nobody finishes it in the past, so never sooner than this from today.
    pub lead: i64,
    /// The day the current phase really began.
    pub phase_entered: NaiveDate,
    /// Since when the clock of the plan stands.
    pub stopped_since: Option<NaiveDate>,
}

impl Forecast {
    /// What is left of the current phase and the target days of all later phases with something left to do.
    pub(super) fn of(plan: &Plan<'_>, course: &Course<'_>, go_live: &Step<'_>) -> Self {
        let counted =
            || course.steps.iter().take_while(|step| !step.milestone.go_live).filter(|step| step.counts());
        let first = counted().next().unwrap_or(go_live);
        let longest = |phase: usize| {
            let own = if go_live.phase == phase { go_live.in_phase } else { 0 };
            counted().filter(|step| step.phase == phase).map(|step| step.in_phase).fold(own, i64::max)
        };
        let in_phase = longest(first.phase);
        let later: i64 = (first.phase + 1..=go_live.phase).map(longest).sum();
        let phase_entered = plan.pauses.clock(entered(plan, course, first.phase));
        let lead = in_phase - first.in_phase + later;
        let floor = match first.due_by_hand {
            Some(fixed) => plus(plan.calendar, fixed, lead),
            None => plus(
                plan.calendar,
                phase_entered,
                in_phase + later + plan.pauses.days(phase_entered, NaiveDate::MAX),
            ),
        };
        Self {
            planned: plan.due(go_live),
            planned_by_hand: go_live.due_by_hand.is_some(),
            floor,
            lead,
            phase_entered,
            stopped_since: plan.pauses.stopped_since,
        }
    }

    /// The planned go-live as people see it on a day: moving on while the clock stands.
    #[must_use]
    pub fn planned_on(&self, calendar: &WorkCalendar, today: NaiveDate) -> NaiveDate {
        if self.planned_by_hand {
            self.planned
        } else {
            plus(calendar, self.planned, self.stopped_days(calendar, today))
        }
    }

    /// The forecast made on a day. A date fixed by hand is never undercut: waves go live together.
    #[must_use]
    pub fn on(&self, calendar: &WorkCalendar, today: NaiveDate) -> NaiveDate {
        let date = plus(calendar, self.by_clock(calendar, today), self.stopped_days(calendar, today));
        if self.planned_by_hand { date.max(self.planned) } else { date }
    }

    /// Working days by which the forecast made on a day lies behind the plan; 0 when it does not.
    #[must_use]
    pub fn slip_on(&self, calendar: &WorkCalendar, today: NaiveDate) -> i64 {
        let date =
            if self.planned_by_hand { self.on(calendar, today) } else { self.by_clock(calendar, today) };
        between(calendar, self.planned, date)
    }

    /// The first day whose forecast is at least `slip` (≥ 1) working days behind the plan, if that day comes by the passing
    /// of time alone.
    pub(super) fn slips_from(&self, calendar: &WorkCalendar, slip: i64) -> Option<NaiveDate> {
        let target = plus(calendar, self.planned, slip);
        let reached = if self.floor >= target { self.phase_entered } else { self.reaches(calendar, target) };
        match self.stopped_since {
            Some(stopped) if reached > stopped => self.planned_by_hand.then(|| {
                plus(calendar, stopped, between(calendar, self.by_clock(calendar, stopped), target))
            }),
            _ => Some(reached),
        }
    }

    /// The first day after `today` on which the forecast is another one.
    pub(super) fn moves_after(&self, calendar: &WorkCalendar, today: NaiveDate) -> NaiveDate {
        if self.stopped_since.is_some() {
            return calendar.add_working_days(today, 1);
        }
        let next = calendar.add_working_days(self.on(calendar, today), 1);
        self.reaches(calendar, next)
    }

    /// The first day from which nobody can finish before `target`, a working day.
    fn reaches(&self, calendar: &WorkCalendar, target: NaiveDate) -> NaiveDate {
        if self.lead > 0 {
            return earliest_within(calendar, target, self.lead);
        }
        let before = calendar.add_working_days(target, -1);
        before.succ_opt().unwrap_or(before)
    }

    fn by_clock(&self, calendar: &WorkCalendar, today: NaiveDate) -> NaiveDate {
        let day = self.stopped_since.map_or(today, |stopped| today.min(stopped));
        calendar.add_working_days(day, self.lead).max(self.floor)
    }

    fn stopped_days(&self, calendar: &WorkCalendar, today: NaiveDate) -> i64 {
        self.stopped_since.map_or(0, |stopped| between(calendar, stopped, today))
    }
}

/// The day the phase really began: the start, or when the last required milestone before it was settled.
fn entered(plan: &Plan<'_>, course: &Course<'_>, phase: usize) -> NaiveDate {
    let before = course.steps.iter().filter(|step| step.phase < phase && step.milestone.required);
    before.filter_map(Step::settled_at).max().map_or(plan.start, |at| local_date(at).max(plan.start))
}
