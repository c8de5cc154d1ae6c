//! Queries of jobs.
use super::entity::{item, job};
use super::service::{Left, Settled};
use super::types::{ItemState, JobState};
use chrono::{DateTime, Utc};
use dienstweg_kernel::db::{Unscoped, UnscopedWrite};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{JobId, JobItemId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

pub async fn jobs(
    reader: &Reader,
    states: Vec<JobState>,
    request: &PageRequest,
) -> Result<Page<Visible<job::Entity>>> {
    let sort = Sort { name: "created_at", column: job::Column::CreatedAt, descending: true };
    reader.select::<job::Entity>().filter_any(job::Column::State, states).page(sort, request).await
}

pub async fn items(
    reader: &Reader,
    job: JobId,
    states: Vec<ItemState>,
    request: &PageRequest,
) -> Result<Page<Visible<item::Entity>>> {
    let sort = Sort { name: "row", column: item::Column::Position, descending: false };
    let scoped = reader.select::<item::Entity>().filter(item::Column::JobId.eq(job));
    scoped.filter_any(item::Column::State, states).page(sort, request).await
}

fn all(reader: &Reader) -> Unscoped<'_> {
    reader.unscoped("jobs are carried out on behalf of their owners")
}

fn write(tx: &Tx) -> UnscopedWrite<'_> {
    tx.unscoped_write("jobs are carried out on behalf of their owners")
}

/// The job that has waited longest for somebody to carry it out.
pub async fn next(reader: &Reader) -> Result<Option<job::Model>> {
    let select = job::Entity::find()
        .filter(job::Column::State.is_in(JobState::BUSY))
        .order_by_asc(job::Column::CreatedAt)
        .order_by_asc(job::Column::Id);
    all(reader).one(select).await
}

/// The next items of a job in this state.
pub async fn waiting(reader: &Reader, job: JobId, state: ItemState, limit: u64) -> Result<Vec<item::Model>> {
    let select = item::Entity::find()
        .filter(item::Column::JobId.eq(job))
        .filter(item::Column::State.eq(state))
        .order_by_asc(item::Column::Position)
        .limit(limit);
    all(reader).all(select).await
}

/// The state a job is in now, which nobody changes before the commit; others may go through other items of it meanwhile.
pub async fn state_held(tx: &Tx, id: JobId) -> Result<Option<JobState>> {
    let select = job::Entity::find().filter(job::Column::Id.eq(id)).lock_shared();
    let row = all(tx).one(select).await?;
    Ok(row.map(|row| row.state))
}

/// Writes what became of items.
pub async fn settle(tx: &Tx, left: &[Left]) -> Result<()> {
    use item::Column as C;
    let case = |value: &dyn Fn(&Left) -> Expr| {
        let all = left.iter().fold(CaseStatement::new(), |case, one| case.case(C::Id.eq(one.id), value(one)));
        Expr::Case(Box::new(all))
    };
    let ids: Vec<JobItemId> = left.iter().map(|one| one.id).collect();
    let json = |value: &Option<serde_json::Value>| Expr::val(value.clone());
    let update = Query::update()
        .table(item::Entity)
        .value(C::State, case(&|one| Expr::val(one.state)))
        .value(C::Refusal, case(&|one| json(&one.refusal)))
        .value(C::Effect, case(&|one| json(&one.effect)))
        .value(C::Undo, case(&|one| json(&one.undo)))
        .and_where(C::Id.is_in(ids))
        .take();
    write(tx).run(&update).await?;
    Ok(())
}

/// Adds to what a job says of its items, unless it has gone on to another state, which counted them itself.
pub async fn add(tx: &Tx, job: JobId, state: JobState, more: &Settled) -> Result<()> {
    let update = Query::update()
        .table(job::Entity)
        .value(job::Column::Passed, Expr::col(job::Column::Passed).add(more.passed))
        .value(job::Column::Done, Expr::col(job::Column::Done).add(more.done))
        .value(job::Column::Refused, Expr::col(job::Column::Refused).add(more.refused))
        .and_where(job::Column::Id.eq(job))
        .and_where(job::Column::State.eq(state))
        .take();
    write(tx).run(&update).await?;
    Ok(())
}

/// How many items of a job are in a state.
pub async fn count(reader: &Reader, job: JobId, state: ItemState) -> Result<i32> {
    #[derive(FromQueryResult)]
    struct Row {
        total: i64,
    }
    let select = Query::select()
        .expr_as(Func::count(Expr::val(1)), "total")
        .from(item::Entity)
        .and_where(item::Column::JobId.eq(job))
        .and_where(item::Column::State.eq(state))
        .take();
    let rows: Vec<Row> = all(reader).rows(&select).await?;
    Ok(rows.first().map_or(0, |row| i32::try_from(row.total).unwrap_or(i32::MAX)))
}

/// Removes jobs begun before `before` with all their items, some at a time; answers how many.
pub async fn forget(tx: &Tx, before: DateTime<Utc>) -> Result<u64> {
    let old = job::Entity::find().filter(job::Column::CreatedAt.lt(before)).limit(10);
    let old = tx.unscoped("old jobs are removed, whoever began them").all(old).await?;
    let ids: Vec<JobId> = old.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let write = tx.unscoped_write("old jobs are removed, whoever began them");
    let items = Query::delete()
        .from_table(item::Entity)
        .and_where(item::Column::JobId.is_in(ids.iter().copied()))
        .take();
    write.run(&items).await?;
    write.run(&Query::delete().from_table(job::Entity).and_where(job::Column::Id.is_in(ids)).take()).await
}
