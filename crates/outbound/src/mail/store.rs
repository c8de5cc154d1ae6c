//! Every query of this domain.
use super::entity::{digest, mail, reminder};
use super::input::MailListParams;
use super::types::{MailReason, MailState};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use dienstweg_kernel::db::{Unscoped, UnscopedWrite};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{MailId, ReminderId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder,
    QueryTrait,
};
use serde_json::Value;
use uuid::Uuid;

pub async fn mails(
    reader: &Reader,
    params: &MailListParams,
    request: &PageRequest,
) -> Result<Page<Visible<mail::Entity>>> {
    use mail::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-created_at"), &[("created_at", C::CreatedAt)])?;
    let templates = params.kind.iter().map(|template| template.word()).collect();
    let like = |part: &str| {
        let escaped = part.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        Expr::expr(Func::lower(Expr::col(C::Address)))
            .like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
    };
    reader
        .select::<mail::Entity>()
        .filter_any(C::State, params.state.clone())
        .filter_any(C::Template, templates)
        .filter_opt(params.address.as_deref(), like)
        .page(sort, request)
        .await
}

/// Writes mails down; those whose key is there already are left out. Answers how many were new.
pub async fn add(tx: &Tx, rows: Vec<mail::ActiveModel>) -> Result<u64> {
    let mut new = 0;
    for portion in rows.chunks(500) {
        let mut known = OnConflict::column(mail::Column::DedupKey);
        known.do_nothing();
        let insert = mail::Entity::insert_many(portion.to_vec()).on_conflict(known).into_query();
        new += log(tx).run(&insert).await?;
    }
    Ok(new)
}

/// To be sent, and in nobody's hands.
fn idle(now: DateTime<Utc>) -> Condition {
    use mail::Column as C;
    Condition::all()
        .add(C::State.eq(MailState::Queued))
        .add(Condition::any().add(C::LeasedUntil.is_null()).add(C::LeasedUntil.lte(now)))
}

/// Never handed to a server, which may have taken it although nobody knows.
fn unsent(now: DateTime<Utc>) -> Condition {
    idle(now).add(mail::Column::Attempts.eq(0))
}

fn claimable(now: DateTime<Utc>) -> Condition {
    idle(now).add(mail::Column::NotBefore.lte(now))
}

/// Whether something is to be sent at `now`.
pub async fn is_due(reader: &Reader, now: DateTime<Utc>) -> Result<bool> {
    reader.select::<mail::Entity>().filter(claimable(now)).exists().await
}

/// Takes up to `limit` due mails for `lease`, the longest due first.
pub async fn claim(
    tx: &Tx,
    lease: Uuid,
    limit: u64,
    until: DateTime<Utc>,
) -> Result<Vec<Visible<mail::Entity>>> {
    use mail::Column as C;
    let now = tx.ctx().now();
    let first = tx.select::<mail::Entity>().filter(claimable(now)).order(C::NotBefore, Order::Asc);
    // Another process may have claimed the same meanwhile: the row itself is asked once more.
    let update = Query::update()
        .table(mail::Entity)
        .value(C::Lease, lease)
        .value(C::LeasedUntil, until)
        .and_where(C::Id.in_subquery(first.limit(limit).into_ids()))
        .cond_where(claimable(now))
        .take();
    if log(tx).run(&update).await? == 0 {
        return Ok(Vec::new());
    }
    let claimed = tx.select::<mail::Entity>().filter(C::Lease.eq(lease));
    claimed.filter(C::State.eq(MailState::Queued)).all().await
}

/// Changes a mail that `lease` holds and gives the lease back. Answers whether it still held it.
pub async fn settle(tx: &Tx, row: &mail::Model, values: Vec<(mail::Column, Expr)>) -> Result<bool> {
    use mail::Column as C;
    let update = Query::update()
        .table(mail::Entity)
        .values(values)
        .value(C::Version, Expr::col(C::Version).add(1))
        .value(C::Lease, Option::<Uuid>::None)
        .value(C::LeasedUntil, Option::<DateTime<Utc>>::None)
        .and_where(C::Id.eq(row.id))
        .and_where(C::Lease.eq(row.lease.unwrap_or_default()))
        .take();
    Ok(log(tx).run(&update).await? == 1)
}

fn own(tx: &Tx) -> Unscoped<'_> {
    tx.unscoped("mails of a reminder belong to its sender, who is asked for before")
}

/// Mails of a reminder that nobody has begun to send, with their values.
pub async fn waiting_of(tx: &Tx, id: ReminderId) -> Result<Vec<(MailId, Value)>> {
    use mail::Column as C;
    #[derive(FromQueryResult)]
    struct Row {
        id: MailId,
        data: Value,
    }
    let select = Query::select()
        .columns([C::Id, C::Data])
        .from(mail::Entity)
        .and_where(C::ReminderId.eq(id))
        .cond_where(unsent(tx.ctx().now()))
        .take();
    let rows: Vec<Row> = own(tx).rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.data)).collect())
}

/// Drops those of these mails that nobody has begun to send. Answers the values of those that will never go out.
pub async fn withdraw(tx: &Tx, ids: Vec<MailId>) -> Result<Vec<Value>> {
    use mail::Column as C;
    #[derive(FromQueryResult)]
    struct Row {
        data: Value,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = || C::Id.is_in(ids.iter().copied());
    let update = Query::update()
        .table(mail::Entity)
        .value(C::State, MailState::Dropped)
        .value(C::Reason, MailReason::Withdrawn)
        .value(C::Version, Expr::col(C::Version).add(1))
        .and_where(named())
        .cond_where(unsent(tx.ctx().now()))
        .take();
    log(tx).run(&update).await?;
    let select = Query::select()
        .column(C::Data)
        .from(mail::Entity)
        .and_where(named())
        .and_where(C::Reason.eq(MailReason::Withdrawn))
        .take();
    let rows: Vec<Row> = own(tx).rows(&select).await?;
    Ok(rows.into_iter().map(|row| row.data).collect())
}

pub async fn add_reminder(tx: &Tx, row: reminder::ActiveModel) -> Result<()> {
    log(tx).insert_many(vec![row]).await
}

/// The text of a reminder; it is sent, as its sender wanted, to those whose rights its rollout is read with.
pub async fn reminder(reader: &Reader, id: ReminderId) -> Result<Option<reminder::Model>> {
    let select = reminder::Entity::find().filter(reminder::Column::Id.eq(id));
    reader.unscoped("the text of a reminder belongs to a mail to its reader").one(select).await
}

/// Until when the last digest reached.
pub async fn last_digest(reader: &Reader) -> Result<Option<digest::Model>> {
    let select = digest::Entity::find().order_by_desc(digest::Column::Day);
    reader.unscoped("days of digests are nobody's").one(select).await
}

/// Notes the day. Answers whether it was not noted yet.
pub async fn add_digest(tx: &Tx, day: NaiveDate, made_at: DateTime<Utc>) -> Result<bool> {
    let row = digest::ActiveModel { day: Set(day), made_at: Set(made_at) };
    let mut known = OnConflict::column(digest::Column::Day);
    known.do_nothing();
    Ok(log(tx).run(&digest::Entity::insert(row).on_conflict(known).into_query()).await? == 1)
}

/// Deletes what has been kept long enough. Answers the number of rows.
pub async fn clean(tx: &Tx, kept: Duration) -> Result<u64> {
    let before = tx.ctx().now() - kept;
    let mails = Query::delete()
        .from_table(mail::Entity)
        .and_where(mail::Column::CreatedAt.lt(before))
        .and_where(mail::Column::State.ne(MailState::Queued))
        .take();
    let reminders =
        Query::delete().from_table(reminder::Entity).and_where(reminder::Column::CreatedAt.lt(before)).take();
    let digests =
        Query::delete().from_table(digest::Entity).and_where(digest::Column::MadeAt.lt(before)).take();
    let log = log(tx);
    Ok(log.run(&mails).await? + log.run(&reminders).await? + log.run(&digests).await?)
}

fn log(tx: &Tx) -> UnscopedWrite<'_> {
    tx.unscoped_write("mails are queued for others than the caller, and logged by the worker")
}
