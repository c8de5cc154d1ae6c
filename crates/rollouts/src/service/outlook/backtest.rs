//! The forecast tried on history: what it would have said at the ends of past months, and what came.
use crate::forecast::backtest::{Errors, Score};
use crate::forecast::{Ahead, History, Model, Moment, Simulation, ahead, observe, seed};
use crate::service::Book;
use crate::service::past::{Course, PastDays, PastPortion, Portion, rollouts_first_day};
use crate::steering::Rests;
use chrono::{Datelike, NaiveDate};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TemplateId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::Condition;
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// Rollouts read at once.
const PORTION: u64 = 200;

/// Errors over all days, and of each.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Backtest {
    pub forecast: Score,
    /// The plan and the delay so far (ADR 0006).
    pub plan: Score,
    pub days: Vec<BacktestDay>,
}

/// What was forecast on one day with what was known then, of rollouts that should be live by now by both ways to forecast.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BacktestDay {
    pub day: NaiveDate,
    pub forecast: Score,
    pub plan: Score,
}

/// How the forecasts of a past day came out.
#[derive(Default)]
struct Tried {
    forecast: Errors,
    plan: Errors,
}

/// Forecasts all rollouts of the caller at the ends of the months of a time, from the first rollout until now unless it is said.
/// What should have been live by now by both ways is compared, whether it is or not. Reads everything twice: once to learn, once
/// to forecast.
pub async fn backtest(
    reader: &Reader,
    (from, until): (Option<NaiveDate>, Option<NaiveDate>),
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Backtest> {
    let Some(first) = rollouts_first_day(reader).await? else { return Ok(Backtest::default()) };
    let today = reader.ctx().today();
    let (from, until) = (from.unwrap_or(first).max(first), until.unwrap_or(today).min(today));
    let ends = from.iter_days().take_while(|day| *day < until);
    let ends = ends.filter(|day| day.succ_opt().is_some_and(|next| next.day() == 1));
    let mut days: Vec<(NaiveDate, History)> = ends.map(|day| (day, History::default())).collect();
    each(reader, from, calendars, |course, book| {
        days.iter_mut().for_each(|(day, history)| learn(history, *day, course, book));
    })
    .await?;
    let mut tried: Vec<Tried> = days.iter().map(|_| Tried::default()).collect();
    let mut models: Vec<HashMap<TemplateId, Model<'_>>> = days.iter().map(|_| HashMap::new()).collect();
    let mut simulation = Simulation::default();
    each(reader, from, calendars, |course, book| {
        for (((day, history), models), tried) in days.iter().zip(&mut models).zip(&mut tried) {
            let model = models
                .entry(course.work.rollout.template_id)
                .or_insert_with(|| Model::new(&course.work.template, history));
            forecast(tried, (*day, today), (course, book), (model, &mut simulation));
        }
    })
    .await?;
    Ok(summed(&days, &tried))
}

fn summed(days: &[(NaiveDate, History)], tried: &[Tried]) -> Backtest {
    let (mut forecast, mut plan) = (Errors::default(), Errors::default());
    for one in tried {
        forecast.merge(&one.forecast);
        plan.merge(&one.plan);
    }
    let days = days.iter().zip(tried).map(|((day, _), one)| BacktestDay {
        day: *day,
        forecast: one.forecast.score(),
        plan: one.plan.score(),
    });
    Backtest { forecast: forecast.score(), plan: plan.score(), days: days.collect() }
}

async fn each(
    reader: &Reader,
    from: NaiveDate,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
    mut work: impl FnMut(&Course<'_>, &Book),
) -> Result<()> {
    let mut after: Option<RolloutId> = None;
    loop {
        let portion = PastPortion { moved: false, after, limit: PORTION };
        let since = PastDays::end_of(from);
        let mut loaded = Portion::load(reader, Condition::all(), portion, since, calendars).await?;
        let book = std::mem::take(&mut loaded.book);
        loaded.courses().for_each(|course| work(&course, &book));
        match loaded.next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}

/// Who owes a milestone. Parties are those of today.
fn party(course: &Course<'_>, key: &str) -> Option<Uuid> {
    let row = course.work.milestone(key).and_then(|at| course.work.milestones.get(at))?;
    row.party_id.map(|id| id.0)
}

fn learn(history: &mut History, day: NaiveDate, course: &Course<'_>, book: &Book) {
    let Some((facts, steering)) = course.before(book, PastDays::end_of(day)) else { return };
    let (calendar, rests) = (book.of(course.work.rollout.body_id), Rests::of(&facts));
    let moment = Moment { calendar: &calendar, rests: &rests, today: day };
    observe(history, &course.work.template, &steering, |key| party(course, key), moment);
}

fn forecast(
    tried: &mut Tried,
    (day, today): (NaiveDate, NaiveDate),
    (course, book): (&Course<'_>, &Book),
    tools: (&mut Model<'_>, &mut Simulation),
) {
    let rollout = &course.work.rollout;
    let live = rollout.live_on;
    // What came to another end will never be live: no date was right or wrong.
    if live.is_some_and(|live| live <= day) || (live.is_none() && rollout.ended_on.is_some()) {
        return;
    }
    let Some((facts, steering)) = course.before(book, PastDays::end_of(day)) else { return };
    let Some(plain) = steering.go_live.as_ref().map(|live| live.forecast) else { return };
    let calendar = book.of(rollout.body_id);
    let of = |key: &str| party(course, key);
    let seed = seed(rollout.id.0, day);
    if let Some(Ahead { made, .. }) = ahead(tools, (&facts, &steering), of, (&calendar, day), seed) {
        // Chosen by what was forecast and never by what came of it.
        if made.even.max(plain) < today {
            tried.forecast.add(&calendar, (made.even, made.cautious), live, today);
            tried.plan.add(&calendar, (plain, plain), live, today);
        }
    }
}
