//! Every query about signing marketplaces.
use super::SourceId;
use super::entity::{secret, source};
use super::input::SourceListParams;
use chrono::{DateTime, Utc};
use dienstweg_kernel::db::UnscopedWrite;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, Order};

pub async fn sources(
    reader: &Reader,
    params: &SourceListParams,
    request: &PageRequest,
) -> Result<Page<Visible<source::Entity>>> {
    let columns = [("created_at", source::Column::CreatedAt)];
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("created_at"), &columns)?;
    reader.select::<source::Entity>().page(sort, request).await
}

pub async fn by_key(reader: &Reader, key: &str) -> Result<Option<Visible<source::Entity>>> {
    let found = reader.select::<source::Entity>().filter(source::Column::Key.eq(key)).limit(1).all().await?;
    Ok(found.into_iter().next())
}

/// Secrets that are believed at `now`, newest first.
pub async fn secrets(
    reader: &Reader,
    id: SourceId,
    now: DateTime<Utc>,
) -> Result<Vec<Visible<secret::Entity>>> {
    use secret::Column as C;
    let valid = Condition::any().add(C::ExpiresAt.is_null()).add(C::ExpiresAt.gt(now));
    let secrets = reader.select::<secret::Entity>().filter(C::SourceId.eq(id)).filter(valid);
    secrets.order(C::CreatedAt, Order::Desc).order(C::Id, Order::Desc).all().await
}

pub async fn add_secret(tx: &Tx, row: secret::ActiveModel) -> Result<()> {
    sealed(tx).insert_many(vec![row]).await
}

/// Lets all secrets of a marketplace hold no longer than until `at`.
pub async fn end_secrets(tx: &Tx, id: SourceId, at: DateTime<Utc>) -> Result<()> {
    use secret::Column as C;
    let longer = Condition::any().add(C::ExpiresAt.is_null()).add(C::ExpiresAt.gt(at));
    let mut update = Query::update();
    update
        .table(secret::Entity)
        .value(C::ExpiresAt, at)
        .and_where(Expr::col(C::SourceId).eq(id))
        .cond_where(longer);
    sealed(tx).run(&update).await.map(|_| ())
}

/// Deletes secrets that are believed no more. Answers how many.
pub async fn clean(tx: &Tx) -> Result<u64> {
    let mut ended = Query::delete();
    ended.from_table(secret::Entity).and_where(secret::Column::ExpiresAt.lt(tx.ctx().now()));
    sealed(tx).run(&ended).await
}

fn sealed(tx: &Tx) -> UnscopedWrite<'_> {
    tx.unscoped_write("sealed secrets are beside the audited marketplace")
}
