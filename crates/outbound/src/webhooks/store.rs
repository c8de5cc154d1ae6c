//! Every query of this domain.
use super::entity::{attempt, delivery, secret, webhook};
use super::input::{DeliveryListParams, WebhookListParams};
use super::types::DeliveryState;
use chrono::{DateTime, Duration, Utc};
use dienstweg_kernel::db::{Unscoped, UnscopedWrite};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{DeliveryId, WebhookId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder};
use uuid::Uuid;

type Delivery = Visible<delivery::Entity>;

pub async fn webhooks(
    reader: &Reader,
    params: &WebhookListParams,
    request: &PageRequest,
) -> Result<Page<Visible<webhook::Entity>>> {
    use webhook::Column as C;
    let columns = [("name", C::SortKey), ("created_at", C::CreatedAt), ("updated_at", C::UpdatedAt)];
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), &columns)?;
    reader
        .select::<webhook::Entity>()
        .filter_opt(params.active, |active| C::Active.eq(active))
        .page(sort, request)
        .await
}

/// Subscriptions to which something is sent.
pub async fn active_webhooks(reader: &Reader) -> Result<Vec<Visible<webhook::Entity>>> {
    use webhook::Column as C;
    reader.select::<webhook::Entity>().filter(C::Active.eq(true)).order(C::Id, Order::Asc).all().await
}

/// Secrets that sign at `now`, newest first.
pub async fn secrets(
    reader: &Reader,
    id: WebhookId,
    now: DateTime<Utc>,
) -> Result<Vec<Visible<secret::Entity>>> {
    use secret::Column as C;
    let valid = Condition::any().add(C::ExpiresAt.is_null()).add(C::ExpiresAt.gt(now));
    let secrets = reader.select::<secret::Entity>().filter(C::WebhookId.eq(id)).filter(valid);
    secrets.order(C::CreatedAt, Order::Desc).order(C::Id, Order::Desc).all().await
}

pub async fn deliveries(
    reader: &Reader,
    id: WebhookId,
    params: &DeliveryListParams,
    request: &PageRequest,
) -> Result<Page<Delivery>> {
    use delivery::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-created_at"), &[("created_at", C::CreatedAt)])?;
    let states = params.state.clone();
    reader
        .select::<delivery::Entity>()
        .filter(C::WebhookId.eq(id))
        .filter_any(C::State, states)
        .page(sort, request)
        .await
}

pub async fn attempts(reader: &Reader, delivery: &Delivery) -> Result<Vec<attempt::Model>> {
    use attempt::Column as C;
    let select =
        attempt::Entity::find().filter(C::DeliveryId.eq(delivery.id)).order_by_asc(C::At).order_by_asc(C::Id);
    parts(reader).all(select).await
}

#[derive(FromQueryResult)]
struct Due {
    webhook_id: WebhookId,
}

/// Active subscriptions that have something to be sent at `now`.
pub async fn due_webhooks(reader: &Reader, now: DateTime<Utc>) -> Result<Vec<WebhookId>> {
    let active = reader.select::<webhook::Entity>().filter(webhook::Column::Active.eq(true)).into_ids();
    let due = reader
        .select::<delivery::Entity>()
        .filter(claimable(now))
        .filter(delivery::Column::WebhookId.in_subquery(active));
    let rows: Vec<Due> = due.summarise(&[delivery::Column::WebhookId], []).await?;
    Ok(rows.into_iter().map(|row| row.webhook_id).collect())
}

/// Takes up to `limit` due deliveries of a subscription for `lease`, of each subject only the first.
pub async fn claim(
    tx: &Tx,
    id: WebhookId,
    lease: Uuid,
    limit: u64,
    until: DateTime<Utc>,
) -> Result<Vec<Delivery>> {
    use delivery::Column as C;
    let now = tx.ctx().now();
    let due = tx.select::<delivery::Entity>().filter(C::WebhookId.eq(id)).filter(claimable(now));
    let first = due.filter(Expr::exists(earlier()).not()).order(C::DueAt, Order::Asc).limit(limit).into_ids();
    // Another process may have claimed the same meanwhile: the row itself is asked once more.
    let update = Query::update()
        .table(delivery::Entity)
        .value(C::Lease, lease)
        .value(C::LeasedUntil, until)
        .and_where(C::Id.in_subquery(first))
        .cond_where(claimable(now))
        .take();
    if log(tx).run(&update).await? == 0 {
        return Ok(Vec::new());
    }
    tx.select::<delivery::Entity>()
        .filter(C::Lease.eq(lease))
        .filter(C::State.eq(DeliveryState::Pending))
        .all()
        .await
}

fn claimable(now: DateTime<Utc>) -> Condition {
    use delivery::Column as C;
    Condition::all()
        .add(C::State.eq(DeliveryState::Pending))
        .add(C::DueAt.lte(now))
        .add(Condition::any().add(C::LeasedUntil.is_null()).add(C::LeasedUntil.lte(now)))
}

/// Unfinished deliveries to the same subscription about the same subject that come before.
fn earlier() -> SelectStatement {
    use delivery::Column as C;
    let other = |column| Expr::col((Alias::new("earlier"), column));
    let this = |column| (delivery::Entity, column);
    let place = Expr::tuple([other(C::EventPosition), other(C::Id)]);
    let before = Expr::tuple([Expr::col(this(C::EventPosition)), Expr::col(this(C::Id))]);
    Query::select()
        .expr(Expr::val(1))
        .from_as(delivery::Entity, "earlier")
        .and_where(other(C::WebhookId).equals(this(C::WebhookId)))
        .and_where(other(C::SubjectId).equals(this(C::SubjectId)))
        .and_where(other(C::State).eq(DeliveryState::Pending))
        .and_where(place.lt(before))
        .take()
}

/// Changes a delivery that `lease` holds and gives the lease back. Answers whether it still held it.
pub async fn settle(
    tx: &Tx,
    id: DeliveryId,
    lease: Uuid,
    values: Vec<(delivery::Column, Expr)>,
) -> Result<bool> {
    use delivery::Column as C;
    let update = Query::update()
        .table(delivery::Entity)
        .values(values)
        .value(C::Lease, Option::<Uuid>::None)
        .value(C::LeasedUntil, Option::<DateTime<Utc>>::None)
        .and_where(C::Id.eq(id))
        .and_where(C::Lease.eq(lease))
        .take();
    Ok(log(tx).run(&update).await? == 1)
}

pub async fn add_deliveries(tx: &Tx, rows: Vec<delivery::ActiveModel>) -> Result<()> {
    log(tx).insert_many(rows).await
}

pub async fn add_attempt(tx: &Tx, row: attempt::ActiveModel) -> Result<()> {
    log(tx).insert_many(vec![row]).await
}

pub async fn add_secret(tx: &Tx, row: secret::ActiveModel) -> Result<()> {
    log(tx).insert_many(vec![row]).await
}

/// Lets all secrets of a subscription sign no longer than until `at`.
pub async fn end_secrets(tx: &Tx, id: WebhookId, at: DateTime<Utc>) -> Result<()> {
    use secret::Column as C;
    let longer = Condition::any().add(C::ExpiresAt.is_null()).add(C::ExpiresAt.gt(at));
    let update = Query::update()
        .table(secret::Entity)
        .value(C::ExpiresAt, at)
        .and_where(C::WebhookId.eq(id))
        .cond_where(longer)
        .take();
    log(tx).run(&update).await.map(|_| ())
}

/// Deletes what has been kept long enough: bodies and answers, whole deliveries with their attempts, secrets that
/// sign no more. Answers the number of rows touched.
pub async fn clean(tx: &Tx, bodies: Duration, rows: Duration) -> Result<u64> {
    use {attempt::Column as A, delivery::Column as D};
    let now = tx.ctx().now();
    let log = log(tx);
    let mut empty_bodies = Query::update();
    empty_bodies.table(delivery::Entity).value(D::Body, Option::<String>::None);
    empty_bodies.and_where(D::CreatedAt.lt(now - bodies)).and_where(D::Body.is_not_null());
    let mut empty_answers = Query::update();
    empty_answers.table(attempt::Entity).value(A::Response, Option::<String>::None);
    empty_answers.and_where(A::At.lt(now - bodies)).and_where(A::Response.is_not_null());
    let old = Query::delete().from_table(delivery::Entity).and_where(D::CreatedAt.lt(now - rows)).take();
    let ended =
        Query::delete().from_table(secret::Entity).and_where(secret::Column::ExpiresAt.lt(now)).take();
    let emptied = log.run(&empty_bodies).await? + log.run(&empty_answers).await?;
    Ok(emptied + log.run(&old).await? + log.run(&ended).await?)
}

fn log(tx: &Tx) -> UnscopedWrite<'_> {
    tx.unscoped_write("deliveries, attempts and sealed secrets are a log beside the audited subscription")
}

fn parts(reader: &Reader) -> Unscoped<'_> {
    reader.unscoped("attempts belong to a delivery the caller sees")
}
