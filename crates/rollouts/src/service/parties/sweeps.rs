//! Rollouts follow the directory in portions: each entry leaves a sweep over its scope for the day on which it begins,
//! ends or changes. A portion says how far it came in the commit of what it changed; looking twice changes nothing.
use super::compare::differences;
use crate::entity::{milestone, party, party_entry, party_sweep, rollout};
use crate::steering::CourseState;
use crate::store;
use crate::store::parties::Follower;
use crate::types::SweepKind;
use crate::types::rollout::word;
use chrono::{Duration, NaiveDate};
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{Expr, Func, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QueryTrait, Select,
    Set,
};
use std::collections::{BTreeSet, HashMap};

/// Rollouts looked at in one commit.
const LOOK: u64 = 500;
/// Rollouts changed in one commit: on SQLite nobody else writes meanwhile, so that it must be short.
const CHANGE: usize = 25;
/// A cause that concerns more rollouts than these is not told to anybody rollout by rollout.
const MANY: i32 = 20;
/// How long it is remembered that a sweep was done.
const KEPT: Duration = Duration::days(30);

type Row = party_sweep::ActiveModel;

/// Sweeps that let rollouts follow an entry as it stands now; those made for it before are forgotten.
pub async fn plan(tx: &Tx, entries: &[party_entry::Model]) -> Result<()> {
    forget(tx, entries.iter().map(|row| row.id)).await?;
    let today = tx.ctx().today();
    let never = |row: &&party_entry::Model| row.valid_from > today && row.valid_to == Some(row.valid_from);
    let rows = entries.iter().filter(|row| !never(row)).flat_map(|row| {
        let begins = Ord::max(row.valid_from, today);
        let ends = row.valid_to.map(|end| Ord::max(end, today));
        // What is over before it begins to act is looked at once.
        let days: BTreeSet<NaiveDate> = match ends {
            Some(end) if end <= begins => BTreeSet::from([end]),
            _ => [Some(begins), ends].into_iter().flatten().collect(),
        };
        days.into_iter().map(|day| of_entry(tx, row, day))
    });
    insert(tx, rows.collect()).await
}

fn of_entry(tx: &Tx, row: &party_entry::Model, day: NaiveDate) -> Row {
    Row {
        entry_id: Set(Some(row.id)),
        role: Set(Some(row.role.clone())),
        body_id: Set(row.body_id),
        service_id: Set(row.service_id),
        programme_id: Set(row.programme_id),
        ..blank(tx, SweepKind::Follow, day)
    }
}

fn blank(tx: &Tx, kind: SweepKind, day: NaiveDate) -> Row {
    Row {
        id: Set(tx.ctx().new_id()),
        kind: Set(kind),
        entry_id: Set(None),
        role: Set(None),
        body_id: Set(None),
        service_id: Set(None),
        programme_id: Set(None),
        from_person: Set(None),
        to_person: Set(None),
        due_on: Set(day),
        cursor: Set(None),
        done: Set(0),
        total: Set(None),
        changed: Set(0),
        started_by: Set(tx.ctx().actor.id),
        created_at: Set(tx.ctx().now()),
        finished_at: Set(None),
    }
}

async fn insert(tx: &Tx, rows: Vec<Row>) -> Result<()> {
    tx.unscoped_write("rollouts will follow the party directory").insert_many(rows).await
}

/// Forgets what is still to be done for entries.
async fn forget(tx: &Tx, entries: impl Iterator<Item = PartyEntryId>) -> Result<()> {
    use party_sweep::Column as S;
    let delete = party_sweep::Entity::delete_many()
        .filter(S::EntryId.is_in(entries))
        .filter(S::FinishedAt.is_null())
        .into_query();
    tx.unscoped_write("sweeps of entries the caller maintains").run(&delete).await.map(|_| ())
}

/// What was set by hand for a person goes to another one from a day on.
pub async fn plan_handover(tx: &Tx, (from, to): (PersonId, PersonId), day: NaiveDate) -> Result<()> {
    let row =
        Row { from_person: Set(Some(from)), to_person: Set(Some(to)), ..blank(tx, SweepKind::Handover, day) };
    insert(tx, vec![row]).await
}

/// These bodies stand elsewhere in the tree: what holds above them may be different.
pub async fn sweeps_of_moved(tx: &Tx, bodies: &[OrganisationId]) -> Result<()> {
    let today = tx.ctx().today();
    let sweep =
        |body: &OrganisationId| Row { body_id: Set(Some(*body)), ..blank(tx, SweepKind::Follow, today) };
    insert(tx, bodies.iter().map(sweep).collect()).await
}

/// What is still to be done for each of these entries: the next thing.
pub async fn open(
    reader: &Reader,
    entries: &[PartyEntryId],
) -> Result<HashMap<PartyEntryId, party_sweep::Model>> {
    use party_sweep::Column as S;
    if entries.is_empty() {
        return Ok(HashMap::new());
    }
    let select = party_sweep::Entity::find()
        .filter(S::EntryId.is_in(entries.iter().copied()))
        .filter(S::FinishedAt.is_null())
        .order_by_desc(S::DueOn);
    let rows = reader.unscoped("how far an entry the caller sees is followed").all(select).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.entry_id?, row))).collect())
}

/// Whether there is anything to do today.
pub async fn sweeps_due(reader: &Reader) -> Result<bool> {
    let due = due(reader.ctx().today());
    Ok(reader.unscoped("rollouts follow the directory, whoever asks").one(due).await?.is_some())
}

fn due(today: NaiveDate) -> Select<party_sweep::Entity> {
    use party_sweep::Column as S;
    party_sweep::Entity::find()
        .filter(S::FinishedAt.is_null())
        .filter(S::DueOn.lte(today))
        .order_by_asc(S::Done)
        .order_by_asc(S::Id)
}

/// A part of a sweep.
#[derive(Debug)]
pub struct Portion {
    sweep: party_sweep::Model,
    /// The last rollout that was looked at; nothing where there is none left.
    last: Option<RolloutId>,
    looked: usize,
    /// Rollouts that may change, by their ids.
    pub changing: Vec<RolloutId>,
    /// Where they follow the directory, in which role; all where none is said.
    pub role: Option<String>,
    /// Where they go from one person to another.
    pub persons: Option<(PersonId, PersonId)>,
    pub many: bool,
}

/// What is to be done next. Small sweeps do not wait for large ones.
pub async fn sweep_portion(tx: &Tx) -> Result<Option<Portion>> {
    let next = due(tx.ctx().today());
    let Some(mut sweep) = tx.unscoped("rollouts follow the directory, whoever asks").one(next).await? else {
        return Ok(None);
    };
    let scope = scope(&sweep);
    if sweep.total.is_none() {
        sweep.total = Some(total(tx, &scope).await?);
    }
    let look = if sweep.kind == SweepKind::Follow { LOOK } else { CHANGE as u64 };
    let followers = followers(tx, scope, sweep.cursor, look).await?;
    let mut changing = match sweep.kind {
        SweepKind::Follow => {
            let differences = differences(tx, &followers, sweep.role.as_deref()).await?;
            differences.store_quietly(tx).await?;
            differences.moved
        }
        SweepKind::Handover => followers.iter().map(|one| one.id).collect(),
    };
    changing.truncate(CHANGE);
    // Where there was more to change than goes into one commit, the next one begins behind the last.
    let last = match changing.last() {
        Some(last) if changing.len() == CHANGE => Some(*last),
        _ => followers.last().map(|one| one.id),
    };
    let looked = followers.iter().filter(|one| Some(one.id) <= last).count();
    let persons = sweep.from_person.zip(sweep.to_person);
    let many = sweep.total.is_some_and(|total| total > MANY);
    Ok(Some(Portion { last, looked, changing, role: sweep.role.clone(), persons, many, sweep }))
}

/// The rollouts a sweep is about.
fn scope(sweep: &party_sweep::Model) -> Condition {
    use rollout::Column as C;
    let person = sweep.from_person.map(|person| {
        let roles = Query::select()
            .column(party::Column::RolloutId)
            .from(party::Entity)
            .and_where(party::Column::PersonId.eq(person))
            .and_where(party::Column::Fixed.eq(true))
            .take();
        let owed = Query::select()
            .column(milestone::Column::RolloutId)
            .from(milestone::Entity)
            .and_where(milestone::Column::PersonId.eq(person))
            .and_where(milestone::Column::PartyFixed.eq(true))
            .and_where(store::steer::unsettled())
            .take();
        Condition::any().add(C::Id.in_subquery(roles)).add(C::Id.in_subquery(owed))
    });
    Condition::all()
        .add(C::State.ne(word(CourseState::Ended)))
        .add_option(sweep.body_id.map(|top| C::BodyId.in_subquery(subtree([top]))))
        .add_option(sweep.service_id.map(|id| C::ServiceId.eq(id)))
        .add_option(sweep.programme_id.map(|id| C::ProgrammeId.eq(id)))
        .add_option(person)
}

async fn total(tx: &Tx, scope: &Condition) -> Result<i32> {
    #[derive(FromQueryResult)]
    struct Count {
        number: i64,
    }
    let select = Query::select()
        .expr_as(Func::count(Expr::val(1)), "number")
        .from(rollout::Entity)
        .cond_where(scope.clone())
        .take();
    let rows: Vec<Count> = tx.unscoped("rollouts follow the directory, whoever asks").rows(&select).await?;
    Ok(rows.first().map_or(0, |row| i32::try_from(row.number).unwrap_or(i32::MAX)))
}

async fn followers(tx: &Tx, scope: Condition, after: Option<RolloutId>, limit: u64) -> Result<Vec<Follower>> {
    use rollout::Column as C;
    let select = Query::select()
        .columns([C::Id, C::BodyId, C::ServiceId, C::ProgrammeId, C::TemplateId])
        .from(rollout::Entity)
        .cond_where(scope.add_option(after.map(|after| C::Id.gt(after))))
        .order_by(C::Id, Order::Asc)
        .limit(limit)
        .take();
    tx.unscoped("rollouts follow the directory, whoever asks").rows(&select).await
}

/// Says how far a sweep came. Answers how many rollouts were looked at, and one more where the sweep is done.
pub async fn sweep_portion_done(tx: &Tx, portion: Portion, changed: usize) -> Result<u64> {
    use party_sweep::Column as S;
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let finished = portion.last.is_none();
    let cursor = portion.last.or(portion.sweep.cursor);
    let update = Query::update()
        .table(party_sweep::Entity)
        .value(S::Cursor, cursor)
        .value(S::Total, portion.sweep.total)
        .value(S::Done, portion.sweep.done.saturating_add(number(portion.looked)))
        .value(S::Changed, portion.sweep.changed.saturating_add(number(changed)))
        .value(S::FinishedAt, finished.then(|| tx.ctx().now()))
        .and_where(S::Id.eq(portion.sweep.id))
        .take();
    let write = tx.unscoped_write("how far rollouts have followed the directory");
    write.run(&update).await?;
    if finished {
        let old = party_sweep::Entity::delete_many().filter(S::FinishedAt.lt(tx.ctx().now() - KEPT));
        write.run(&old.into_query()).await?;
    }
    Ok(portion.looked as u64 + u64::from(finished))
}
