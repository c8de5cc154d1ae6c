//! One course in a forecast: what it teaches, what is open in it, and the dates that come out.

use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use uuid::Uuid;

use super::curve::{Seen, capped};
use super::history::History;
use super::model::Model;
use super::simulate::{CAUTIOUS, EVEN, Open, Outcome, Simulation};
use super::sketch::Sketch;
use crate::steering::{CourseState, Facts, MilestoneState, MilestoneStatus, Rests, Steering};
use crate::template::Template;

/// Where and when a course is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub calendar: &'a WorkCalendar,
    pub rests: &'a Rests,
    pub today: NaiveDate,
}

impl Moment<'_> {
    /// Working days since something could be done.
    #[must_use]
    pub fn elapsed(&self, ready_on: NaiveDate) -> u16 {
        capped(self.rests.held(self.calendar, ready_on, self.today))
    }
}

/// Takes in what one course shows: what its milestones took, and how long its open ones have lasted. `party` says who owes a
/// milestone.
pub fn observe(
    history: &mut History,
    template: &Template,
    steering: &Steering,
    party: impl Fn(&str) -> Option<Uuid>,
    moment: Moment<'_>,
) {
    let runs = matches!(steering.state, CourseState::Running | CourseState::Deferred);
    for milestone in &steering.milestones {
        let mut seen = Seen::default();
        match (milestone.took, milestone.ready_on.filter(|_| runs && milestone.is_ready())) {
            (Some(days), _) => seen.add_done(days, 1),
            (None, Some(ready_on)) => seen.add_running(moment.elapsed(ready_on).into(), 1),
            (None, None) => continue,
        }
        history.add(&template.key, &milestone.key, party(&milestone.key), &seen);
    }
}

/// What is open on the way to the go-live, in the order of the model's places; nothing once it is live.
pub fn open(
    model: &mut Model<'_>,
    milestones: &[MilestoneStatus],
    party: impl Fn(&str) -> Option<Uuid>,
    moment: Moment<'_>,
) -> Vec<Open> {
    let places: Vec<(usize, &MilestoneStatus)> = (0..)
        .zip(model.nodes())
        .filter_map(|(place, node)| Some((place, milestones.iter().find(|one| one.key == node.key)?)))
        .filter(|(_, milestone)| milestone.state == MilestoneState::Open)
        .collect();
    if places.last().is_none_or(|(place, _)| place + 1 != model.nodes().len()) {
        return Vec::new();
    }
    let open = |(place, milestone): (usize, &MilestoneStatus)| Open {
        place,
        elapsed: milestone.ready_on.map(|day| moment.elapsed(day)),
        experience: model.expect(place, party(&milestone.key)),
    };
    places.into_iter().map(open).collect()
}

/// The go-live as forecast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// Half of all runs are live by then.
    pub even: NaiveDate,
    /// 85 % of all runs are.
    pub cautious: NaiveDate,
    pub sketch: Sketch,
    /// Place among the open ones of the milestone that adds most days beyond its target, where one does.
    pub blame: Option<usize>,
}

/// Plays a course that goes on from the day `from`. `fixed`: the go-live was fixed by hand and is never undercut.
pub fn predict(
    simulation: &mut Simulation,
    model: &Model<'_>,
    open: &[Open],
    seed: u64,
    (calendar, from, fixed): (&WorkCalendar, NaiveDate, Option<NaiveDate>),
) -> Option<Prediction> {
    if open.is_empty() {
        return None;
    }
    let Outcome { days, overruns } = simulation.play(model, open, seed);
    let date = |days: u16| {
        let date = calendar.add_working_days(from, days.into());
        fixed.map_or(date, |fixed| date.max(fixed))
    };
    let at = |place: usize| days.get(place).copied().map(date);
    let most = overruns.iter().enumerate().max_by_key(|(place, days)| (**days, std::cmp::Reverse(*place)));
    Some(Prediction {
        even: at(EVEN)?,
        cautious: at(CAUTIOUS)?,
        sketch: Sketch::of(&days, date),
        blame: most.filter(|(_, days)| **days > 0).map(|(place, _)| place),
    })
}

/// What is open in a course, and what comes of it.
#[derive(Debug, Clone)]
pub struct Ahead {
    pub open: Vec<Open>,
    pub made: Prediction,
}

/// The forecast of one course out of its facts; nothing where no planned go-live lies ahead. `party` says who owes a milestone.
pub fn ahead(
    (model, simulation): (&mut Model<'_>, &mut Simulation),
    (facts, steering): (&Facts, &Steering),
    party: impl Fn(&str) -> Option<Uuid>,
    (calendar, today): (&WorkCalendar, NaiveDate),
    seed: u64,
) -> Option<Ahead> {
    let planned = steering.go_live.as_ref().is_some_and(|live| live.actual.is_none());
    if !planned || steering.state == CourseState::Ended {
        return None;
    }
    let rests = Rests::of(facts);
    let open = open(model, &steering.milestones, party, Moment { calendar, rests: &rests, today });
    let deferred = facts.deferral_at(steering.as_of).map(|deferral| deferral.until);
    let from = [Some(today), facts.start, deferred].into_iter().flatten().max()?;
    let go_live = model.nodes().last().map(|node| node.key.as_str());
    let go_live = steering.milestones.iter().find(|one| Some(one.key.as_str()) == go_live);
    let fixed = go_live.filter(|one| one.due_by_hand).and_then(|one| one.due);
    let made = predict(simulation, model, &open, seed, (calendar, from, fixed))?;
    Some(Ahead { open, made })
}
