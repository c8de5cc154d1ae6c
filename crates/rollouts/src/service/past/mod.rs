//! How rollouts stood at the end of past days, computed from facts as they were then.
//!
//! Milestones, intervals and outcomes carry their instants. Starts, fixed dates, coverage, programmes and versions of templates
//! are changed in place, so what the history has recorded since is undone, the newest first.
mod course;
mod undo;

pub(in crate::service) use course::Course;
pub use course::{RolloutPast, Stood};

use crate::entity::{cover, rollout};
use crate::service::{Book, Work};
use crate::steering::local_midnight;
use crate::store;
use crate::template::Template;
use crate::types::RolloutKind;
use chrono::{DateTime, Days, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TemplateId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, Order};
use std::collections::HashMap;
use std::sync::Arc;
use undo::Undo;

/// Days asked for, with the day before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastDays {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl PastDays {
    /// The end of a day.
    pub(in crate::service) fn end_of(day: NaiveDate) -> DateTime<Utc> {
        local_midnight(day.checked_add_days(Days::new(1)).unwrap_or(day))
    }

    fn before(&self) -> NaiveDate {
        self.from.checked_sub_days(Days::new(1)).unwrap_or(self.from)
    }
}

/// Which rollouts, at most how many at once, and after which one.
#[derive(Clone, Copy, Debug)]
pub struct PastPortion {
    /// Only those that may stand otherwise than on the day before.
    pub moved: bool,
    pub after: Option<RolloutId>,
    pub limit: u64,
}

/// How rollouts of the caller stood on these days, in portions: where the next one begins, `None` after the last.
/// `people` is the population of each municipality.
pub async fn rollouts_past(
    reader: &Reader,
    days: PastDays,
    portion: PastPortion,
    people: &HashMap<OrganisationId, i64>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<(Vec<RolloutPast>, Option<RolloutId>)> {
    let which = if portion.moved { moved(days) } else { Condition::all() };
    let since = PastDays::end_of(days.before());
    let mut loaded = Portion::load(reader, which, portion, since, calendars).await?;
    let book = std::mem::take(&mut loaded.book);
    let past = loaded.courses().filter_map(|course| course.past(&book, days, people)).collect();
    Ok((past, loaded.next))
}

/// Some rollouts with all that is needed to see how they were.
pub(in crate::service) struct Portion {
    works: Vec<Work>,
    covers: HashMap<RolloutId, Vec<cover::Model>>,
    undo: HashMap<RolloutId, Vec<Undo>>,
    /// Those that rollouts followed before.
    templates: HashMap<TemplateId, Arc<Template>>,
    pub book: Book,
    /// Where the next one begins.
    pub next: Option<RolloutId>,
}

impl Portion {
    pub async fn load(
        reader: &Reader,
        which: Condition,
        portion: PastPortion,
        since: DateTime<Utc>,
        calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
    ) -> Result<Self> {
        use rollout::Column as C;
        let scoped = reader
            .select::<rollout::Entity>()
            .filter(C::Kind.eq(RolloutKind::Daughter))
            .filter_opt(portion.after, |after| C::Id.gt(after))
            .filter(which);
        let rows = scoped.order(C::Id, Order::Asc).limit(portion.limit).all().await?;
        let works = store::steer::load(reader, rows.iter().map(|row| (**row).clone()).collect()).await?;
        let ids: Vec<RolloutId> = works.iter().map(|work| work.rollout.id).collect();
        let undo = undo::since(reader, ids.clone(), since).await?;
        let followed = undo.values().flatten().filter_map(Undo::template);
        let templates = store::steer::templates(reader, followed).await?;
        Ok(Self {
            next: ids.last().copied().filter(|_| ids.len() as u64 == portion.limit),
            book: Book::load(reader, &works, calendars).await?,
            covers: store::cover::covers_of(reader, ids).await?,
            undo,
            templates,
            works,
        })
    }

    pub fn courses(&mut self) -> impl Iterator<Item = Course<'_>> {
        let (covers, undo, templates) = (&mut self.covers, &mut self.undo, &self.templates);
        self.works.iter().map(move |work| {
            let id = work.rollout.id;
            let covers = covers.remove(&id).unwrap_or_default();
            Course::new(work, covers, undo.remove(&id).unwrap_or_default(), templates)
        })
    }
}

/// Those in which something was done or time alone may have changed something since the days begin.
fn moved(days: PastDays) -> Condition {
    use cover::Column as V;
    use rollout::Column as C;
    let (begin, end) = (PastDays::end_of(days.before()), PastDays::end_of(days.until));
    let within = |column: C| column.gte(begin).and(column.lt(end));
    let on = |column: V| column.gte(days.from).and(column.lte(days.until));
    let covering = Query::select()
        .column(V::RolloutId)
        .from(cover::Entity)
        .cond_where(Condition::any().add(on(V::ValidFrom)).add(on(V::ValidTo)))
        .take();
    Condition::any()
        .add(C::UpdatedAt.gte(begin))
        .add(C::EvaluatedAt.gte(begin))
        .add(C::RecomputeAt.lt(end))
        .add(within(C::YellowFrom))
        .add(within(C::RedFrom))
        .add(within(C::GreyUntil))
        .add(Expr::col(C::Id.as_column_ref()).in_subquery(covering))
}

/// The day on which the first rollout of the caller came into being.
pub async fn rollouts_first_day(reader: &Reader) -> Result<Option<NaiveDate>> {
    let first =
        reader.select::<rollout::Entity>().order(rollout::Column::CreatedAt, Order::Asc).one().await?;
    Ok(first.map(|row| crate::steering::local_date(row.created_at)))
}
