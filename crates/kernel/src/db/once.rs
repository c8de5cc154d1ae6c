//! What arrives twice happens once: idempotency keys, claimed in the commit of the work they guard.
use super::{Db, Reader, Tx};
use crate::ctx::Ctx;
use crate::error::{Error, Result, codes};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};
use uuid::Uuid;

/// The stored keys.
pub mod idempotency {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub principal: Uuid,
        /// Method and path of the operation.
        #[sea_orm(primary_key, auto_increment = false)]
        pub route: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub body_hash: String,
        pub status: i32,
        pub location: Option<String>,
        pub subject_id: Option<Uuid>,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A key a caller chose for one piece of work (`Idempotency-Key`), with the hash of what it asked for.
#[derive(Clone, Debug)]
pub struct OnceKey {
    pub route: String,
    pub key: String,
    pub body_hash: String,
}

/// Whether the work was done now or had been done before.
#[derive(Debug)]
pub enum Done<T> {
    Now(T),
    /// The same key came with the same content: the id of what was made then.
    Before(Uuid),
}

impl Db {
    /// Runs `work` unless this caller's key has done so; `id` names what it made. Without a key it always runs. A
    /// twin that comes at the same time waits until the first one has committed.
    ///
    /// # Errors
    /// `idempotency-key-reused` where the key came with other content. Failed work leaves no trace of the key.
    pub async fn once<T>(
        &self,
        ctx: &Ctx,
        key: Option<&OnceKey>,
        id: impl Fn(&T) -> Uuid,
        work: impl AsyncFn(&Tx) -> Result<T>,
    ) -> Result<Done<T>> {
        let (done, _) = self.once_as(ctx, key, |made| (id(made), CREATED), work).await?;
        Ok(done)
    }

    /// The same for work that is answered with more than one status: `told` names what it made and the status, which a
    /// repeat gets again. Answers the status too.
    ///
    /// # Errors
    /// As [`Db::once`].
    pub async fn once_as<T>(
        &self,
        ctx: &Ctx,
        key: Option<&OnceKey>,
        told: impl Fn(&T) -> (Uuid, u16),
        work: impl AsyncFn(&Tx) -> Result<T>,
    ) -> Result<(Done<T>, u16)> {
        self.write(ctx, async |tx| {
            if let Some(key) = key
                && !claim(tx, key).await?
            {
                let (id, status) = before(tx, key).await?;
                return Ok((Done::Before(id), status));
            }
            let made = work(tx).await?;
            let (id, status) = told(&made);
            if let Some(key) = key {
                settle(tx, key, id, status).await?;
            }
            Ok((Done::Now(made), status))
        })
        .await
    }
}

const CREATED: u16 = 201;

impl Tx {
    /// Forgets keys that were claimed before that instant. Answers how many.
    pub async fn forget_keys(&self, before: DateTime<Utc>) -> Result<u64> {
        let mut delete = Query::delete();
        delete.from_table(idempotency::Entity).and_where(idempotency::Column::CreatedAt.lt(before));
        self.run(&delete).await
    }
}

async fn claim(tx: &Tx, key: &OnceKey) -> Result<bool> {
    use idempotency::Column as C;
    let row = idempotency::ActiveModel {
        principal: Set(tx.ctx().actor.id.0),
        route: Set(key.route.clone()),
        key: Set(key.key.clone()),
        body_hash: Set(key.body_hash.clone()),
        status: Set(CREATED.into()),
        location: Set(None),
        subject_id: Set(None),
        created_at: Set(tx.ctx().now()),
    };
    let mut conflict = OnConflict::columns([C::Principal, C::Route, C::Key]);
    let insert = idempotency::Entity::insert(row).on_conflict(conflict.do_nothing().clone()).into_query();
    Ok(tx.run(&insert).await? == 1)
}

async fn before(tx: &Reader, key: &OnceKey) -> Result<(Uuid, u16)> {
    let row = tx.fetch(idempotency::Entity::find().filter(same(tx, key))).await?.pop();
    match row {
        Some(row) if row.body_hash != key.body_hash => Err(Error::new(codes::IDEMPOTENCY_KEY_REUSED)),
        Some(idempotency::Model { subject_id: Some(id), status, .. }) => {
            Ok((id, u16::try_from(status).unwrap_or(CREATED)))
        }
        _ => Err(Error::new(codes::STILL_RUNNING)),
    }
}

async fn settle(tx: &Tx, key: &OnceKey, id: Uuid, status: u16) -> Result<()> {
    use idempotency::Column as C;
    let mut update = Query::update();
    update
        .table(idempotency::Entity)
        .value(C::SubjectId, id)
        .value(C::Status, i32::from(status))
        .cond_where(same(tx, key));
    tx.run(&update).await.map(|_| ())
}

fn same(reader: &Reader, key: &OnceKey) -> sea_orm::Condition {
    use idempotency::Column as C;
    sea_orm::Condition::all()
        .add(C::Principal.eq(reader.ctx().actor.id.0))
        .add(C::Route.eq(&key.route))
        .add(C::Key.eq(&key.key))
}
