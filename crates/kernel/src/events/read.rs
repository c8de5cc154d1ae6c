//! Reading what happened, and remembering how far one has read. Events are facts for machinery (live streams,
//! webhooks, subscribers); before anything of them is shown, the row rule of the subject decides.
use super::event::{Column as C, Entity, Model};
use crate::db::{Reader, Tx};
use crate::error::Result;
use crate::guard::{Guarded, id_of};
use crate::ids::{ActorId, EventId};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LockType, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::Value;
use std::collections::HashSet;
use uuid::Uuid;

/// How far each subscriber has read.
mod cursor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "subscriber_cursor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub position: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Something that happened, with its place in the order in which all read.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// From 1, without gaps.
    pub position: i64,
    pub id: EventId,
    pub at: DateTime<Utc>,
    /// Such as `rollout.phase_changed`.
    pub name: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub actor: ActorId,
    pub request_id: String,
    /// Facts, a JSON object; no personal data, no free text.
    pub data: Value,
    /// The organisations (or actors) that lost sight of the subject by it.
    pub left: Vec<Uuid>,
}

/// What a subscriber looks for.
#[derive(Clone, Copy, Debug)]
pub enum Sought<'s> {
    /// Events of subjects of these kinds.
    Kinds(&'s [&'s str]),
    /// Events of these names.
    Names(&'s [&'s str]),
}

/// So far a subscriber may be behind without saying so, where nothing of it concerned it: saying so is a commit.
pub const UNSAID: i64 = 500;

impl From<Model> for Event {
    fn from(row: Model) -> Self {
        Self {
            position: row.position.unwrap_or_default(),
            id: EventId(row.id),
            at: row.at,
            name: row.name,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            actor: ActorId(row.actor),
            request_id: row.request_id,
            data: row.data,
            left: row.left.and_then(|left| serde_json::from_value(left).ok()).unwrap_or_default(),
        }
    }
}

impl Reader {
    /// The next events after `position`, at most `limit`, in order. Without the row rule: see the module.
    pub async fn events_after(&self, position: i64, limit: u64) -> Result<Vec<Event>> {
        let select = Entity::find().filter(C::Position.gt(position)).order_by_asc(C::Position).limit(limit);
        Ok(self.fetch(select).await?.into_iter().map(Event::from).collect())
    }

    /// The next events after `position` that a subscriber looks for, at most `limit`, in order, and up to where there are no
    /// more of them: most of what happens concerns few.
    pub async fn events_sought(
        &self,
        position: i64,
        limit: u64,
        sought: Sought<'_>,
    ) -> Result<(Vec<Event>, i64)> {
        // Before reading: what comes later is after it.
        let end = Ord::max(self.last_position().await?, position);
        let select = Entity::find()
            .filter(C::Position.gt(position))
            .filter(C::Position.lte(end))
            .filter(match sought {
                Sought::Kinds(kinds) => C::SubjectKind.is_in(kinds.iter().copied()),
                Sought::Names(names) => C::Name.is_in(names.iter().copied()),
            })
            .order_by_asc(C::Position)
            .limit(limit);
        let events: Vec<Event> = self.fetch(select).await?.into_iter().map(Event::from).collect();
        let more = events.last().filter(|_| events.len() as u64 == limit);
        let end = more.map_or(end, |last| last.position);
        Ok((events, end))
    }

    /// One event that has its position, while it is kept. Without the row rule: see the module.
    pub async fn event(&self, id: EventId) -> Result<Option<Event>> {
        let select = Entity::find().filter(C::Id.eq(id.0)).filter(C::Position.is_not_null());
        Ok(self.fetch(select).await?.pop().map(Event::from))
    }

    /// The position of the newest event, 0 where there is none.
    pub async fn last_position(&self) -> Result<i64> {
        self.number(&Query::select().expr_as(C::Position.max(), "number").from(Entity).take()).await
    }

    /// The position of the oldest event that is still kept, 0 where there is none.
    pub async fn first_position(&self) -> Result<i64> {
        self.number(&Query::select().expr_as(C::Position.min(), "number").from(Entity).take()).await
    }

    /// How far a subscriber has read; one that never read stands at 0.
    pub async fn subscriber_at(&self, name: &str) -> Result<i64> {
        Ok(self.fetch(cursor::Entity::find_by_id(name.to_owned())).await?.pop().map_or(0, |row| row.position))
    }

    /// Those of `ids` whose rows the caller may see.
    pub async fn visible_among<E: Guarded>(&self, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let rows = self.select::<E>().filter(E::ID.is_in(ids)).all().await?;
        Ok(rows.iter().map(|row| id_of::<E>(row)).collect())
    }

    async fn number(&self, select: &SelectStatement) -> Result<i64> {
        #[derive(FromQueryResult)]
        struct Number {
            number: Option<i64>,
        }
        Ok(self.fetch_as::<Number>(select).await?.pop().and_then(|row| row.number).unwrap_or_default())
    }
}

impl Tx {
    /// How far a subscriber has read, locked until this commit, so that no second process reads the same.
    pub async fn subscriber_position(&self, name: &str) -> Result<i64> {
        let first = cursor::ActiveModel { name: Set(name.to_owned()), position: Set(0) };
        let mut known = OnConflict::column(cursor::Column::Name);
        known.do_nothing();
        self.run(&cursor::Entity::insert(first).on_conflict(known).into_query()).await?;
        let mut select = cursor::Entity::find_by_id(name.to_owned());
        QuerySelect::query(&mut select).lock(LockType::Update);
        Ok(self.fetch(select).await?.pop().map_or(0, |row| row.position))
    }

    /// Says, in the commit of its effect, that the subscriber has read up to `position`.
    pub async fn subscriber_advance(&self, name: &str, position: i64) -> Result<()> {
        let update = Query::update()
            .table(cursor::Entity)
            .value(cursor::Column::Position, position)
            .and_where(cursor::Column::Name.eq(name))
            .take();
        self.run(&update).await.map(|_| ())
    }

    /// Deletes events from before `instant` that every subscriber has read. The newest one stays, because the next
    /// position follows from it. Answers how many went.
    pub async fn purge_events(&self, instant: DateTime<Utc>) -> Result<u64> {
        let last = self.last_position().await?;
        let slowest = Func::coalesce([cursor::Column::Position.min(), Expr::val(last)]);
        let read =
            self.number(&Query::select().expr_as(slowest, "number").from(cursor::Entity).take()).await?;
        let delete = Query::delete()
            .from_table(Entity)
            .and_where(Expr::col(C::At).lt(instant))
            .and_where(Expr::col(C::Position).lt(last))
            .and_where(Expr::col(C::Position).lte(read))
            .take();
        self.run(&delete).await
    }
}
