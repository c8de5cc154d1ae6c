//! Taking days that are over, and computing them anew.
use super::entity::{change, day};
use super::figures::{Changes, Figure, Figures, Key, apply, difference};
use chrono::{Days, NaiveDate};
use dienstweg_customers::service::{calendars, people, regions};
use dienstweg_kernel::ids::{OrganisationId, SnapshotId};
use dienstweg_kernel::{Reader, Result, Tx};
use dienstweg_rollouts::service::{PastDays, PastPortion, Stood, rollouts_first_day, rollouts_past};
use sea_orm::sea_query::{Expr, Func, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryOrder, QueryTrait, Set,
};
use std::collections::{BTreeMap, HashMap};

/// Rollouts read at once.
const PORTION: u64 = 200;

/// Days that are over, with how figures changed on them.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The last day taken before.
    after: Option<NaiveDate>,
    days: PastDays,
    changes: BTreeMap<NaiveDate, Figures>,
    people: i64,
}

/// Computes the days that are over and not taken yet, also several; nothing when there are none. Only rollouts that may have
/// moved are looked at, unless the register has other people than before.
pub async fn snapshot_compute(reader: &Reader) -> Result<Option<Taken>> {
    let last = last_day(reader).await?;
    let until = reader.ctx().today() - Days::new(1);
    let from = match &last {
        Some(last) => Some(last.day + Days::new(1)),
        None => rollouts_first_day(reader).await?,
    };
    let Some(from) = from.filter(|from| *from <= until) else { return Ok(None) };
    let days = PastDays { from, until };
    let land = Land::load(reader).await?;
    let counted = land.people.values().sum();
    let mut changes: BTreeMap<NaiveDate, Figures> =
        land.changes(reader, days, last.is_some()).await?.into_days().collect();
    if let Some(last) = last.as_ref().filter(|last| last.people != counted) {
        // Who is covered has not moved, but counts otherwise: the last day is compared as a whole.
        let mut stored = figures_stored(reader, last.day).await?;
        changes.values().for_each(|moved| apply(&mut stored, moved.clone()));
        let whole = land.whole(reader, until).await?;
        apply(changes.entry(until).or_default(), difference(&stored, whole));
    }
    Ok(Some(Taken { after: last.map(|last| last.day), days, changes, people: counted }))
}

/// Stores days that were computed, unless somebody else did meanwhile. Answers how many.
pub async fn snapshot_store(tx: &Tx, taken: &Taken) -> Result<u64> {
    if last_day(tx).await?.map(|last| last.day) != taken.after {
        return Ok(0);
    }
    let write = tx.unscoped_write("daily figures follow from the facts of all rollouts");
    let rows = taken.changes.iter().flat_map(|(day, figures)| figures.iter().map(|one| row(tx, *day, one)));
    write.insert_many(rows.collect()).await?;
    let days = taken.days.from.iter_days().take_while(|day| *day <= taken.days.until);
    let marks: Vec<day::ActiveModel> = days
        .map(|day| day::ActiveModel {
            day: Set(day),
            taken_at: Set(tx.ctx().now()),
            people: Set(taken.people),
        })
        .collect();
    let number = marks.len() as u64;
    write.insert_many(marks).await?;
    Ok(number)
}

/// Forgets all days; the next run takes them anew from the facts.
pub async fn snapshots_rebuild(tx: &Tx) -> Result<()> {
    let write = tx.unscoped_write("daily figures follow from the facts of all rollouts");
    write.run(&change::Entity::delete_many().into_query()).await?;
    write.run(&day::Entity::delete_many().into_query()).await?;
    Ok(())
}

/// The figures of each of these days, computed from facts alone.
pub async fn figures_rebuilt(
    reader: &Reader,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Figures>> {
    let land = Land::load(reader).await?;
    let mut figures = land.whole(reader, from).await?;
    let mut days = BTreeMap::from([(from, figures.clone())]);
    if from < until {
        let later = PastDays { from: from + Days::new(1), until };
        let mut changes: BTreeMap<NaiveDate, Figures> =
            land.changes(reader, later, false).await?.into_days().collect();
        for day in later.from.iter_days().take_while(|day| *day <= until) {
            apply(&mut figures, changes.remove(&day).unwrap_or_default());
            days.insert(day, figures.clone());
        }
    }
    Ok(days)
}

/// What the organisations of the register say to figures.
struct Land {
    regions: HashMap<OrganisationId, OrganisationId>,
    people: HashMap<OrganisationId, i64>,
}

impl Land {
    async fn load(reader: &Reader) -> Result<Self> {
        Ok(Self { regions: regions(reader).await?, people: people(reader).await? })
    }

    /// How figures change on these days; by rollouts that may have moved alone where nothing else can have.
    async fn changes(&self, reader: &Reader, days: PastDays, moved: bool) -> Result<Changes> {
        let mut changes = Changes::default();
        self.each(reader, days, moved, |past| changes.enter(past, &self.regions)).await?;
        Ok(changes)
    }

    /// All figures of one day.
    async fn whole(&self, reader: &Reader, day: NaiveDate) -> Result<Figures> {
        let mut changes = Changes::default();
        let days = PastDays { from: day, until: day };
        self.each(reader, days, false, |past| changes.enter_whole(past, &self.regions)).await?;
        Ok(changes.total())
    }

    async fn each(
        &self,
        reader: &Reader,
        days: PastDays,
        moved: bool,
        mut enter: impl FnMut(dienstweg_rollouts::service::RolloutPast),
    ) -> Result<()> {
        let mut after = None;
        loop {
            let portion = PastPortion { moved, after, limit: PORTION };
            let (all, next) =
                rollouts_past(reader, days, portion, &self.people, &async |reader: &Reader, ids| {
                    calendars(reader, ids).await
                })
                .await?;
            all.into_iter().for_each(&mut enter);
            match next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }
}

async fn last_day(reader: &Reader) -> Result<Option<day::Model>> {
    let select = day::Entity::find().order_by_desc(day::Column::Day);
    reader.unscoped("which days were taken, whoever asks").one(select).await
}

fn row(tx: &Tx, day: NaiveDate, (key, figure): (&Key, &Figure)) -> change::ActiveModel {
    let row = change::Model {
        id: tx.ctx().new_id::<SnapshotId>(),
        day,
        region_id: key.region,
        programme_id: key.stood.programme,
        service_id: key.service,
        standing: key.stood.standing.clone(),
        phase: key.stood.phase.clone(),
        light: key.stood.light.clone(),
        ball_role: key.stood.ball_role.clone(),
        rollouts: figure.rollouts,
        people: figure.people,
    };
    row.into_active_model().reset_all()
}

/// The figures of a day as they are stored, of all regions.
pub async fn figures_stored(reader: &Reader, day: NaiveDate) -> Result<Figures> {
    use change::Column as C;
    #[derive(FromQueryResult)]
    struct Sum {
        #[sea_orm(nested)]
        of: Of,
        rollouts: i64,
        people: i64,
    }
    #[derive(FromQueryResult)]
    struct Of {
        region_id: OrganisationId,
        programme_id: Option<dienstweg_kernel::ids::ProgrammeId>,
        service_id: dienstweg_kernel::ids::ServiceId,
        standing: String,
        phase: String,
        light: String,
        ball_role: String,
    }
    let columns = [C::RegionId, C::ProgrammeId, C::ServiceId, C::Standing, C::Phase, C::Light, C::BallRole];
    let sum = |column: C| super::trend::total(Func::sum(Expr::col(column)).into());
    let select = Query::select()
        .columns(columns)
        .expr_as(sum(C::Rollouts), "rollouts")
        .expr_as(sum(C::People), "people")
        .from(change::Entity)
        .and_where(C::Day.lte(day))
        .group_by_columns(columns)
        .take();
    let rows: Vec<Sum> = reader.unscoped("all figures, to add to them").rows(&select).await?;
    let figure = |row: Sum| {
        let Of { region_id, programme_id, service_id, standing, phase, light, ball_role } = row.of;
        let stood = Stood { programme: programme_id, standing, phase, light, ball_role };
        let key = Key { region: region_id, service: service_id, stood };
        (key, Figure { rollouts: row.rollouts, people: row.people })
    };
    let figures = rows.into_iter().map(figure);
    Ok(figures.filter(|(_, figure)| *figure != Figure::default()).collect())
}
