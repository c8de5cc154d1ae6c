//! What happened, for others to react to: written in the commit of the change (outbox), given a dense position
//! afterwards, read by live streams, webhooks and subscribers.
mod read;
mod stamp;

pub use read::{Event, Sought, UNSAID};

use crate::ctx::Ctx;
use crate::guard::Subject;
use crate::ids::EventId;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, Query};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The outbox.
pub mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        /// Order of writing; has gaps and, on PostgreSQL, is not the order of commits.
        #[sea_orm(primary_key)]
        pub seq: i64,
        #[sea_orm(unique)]
        pub id: Uuid,
        /// Dense order in which everyone reads; empty until the dispatcher has given it (PostgreSQL).
        #[sea_orm(unique)]
        pub position: Option<i64>,
        pub at: DateTimeUtc,
        /// Such as `rollout.phase_changed`.
        pub name: String,
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub actor: Uuid,
        pub request_id: String,
        pub data: Json,
        /// Organisations through which the subject could be seen before, where the change took it away from somebody.
        pub left: Option<Json>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One thing that happened, in the words of its domain.
#[derive(Clone, Debug)]
pub struct Fact {
    /// `subject.what_happened`, such as `organisation.moved`.
    pub name: &'static str,
    pub(crate) data: Map<String, Value>,
    pub(crate) reason: Option<String>,
    /// Keys of `data` that the history shows too.
    told: Vec<&'static str>,
    /// What changed beside the columns of the subject's row: name, before, after. History only.
    pub(crate) changed: Vec<(String, Value, Value)>,
    left: Vec<Uuid>,
}

impl Fact {
    pub fn new(name: &'static str) -> Self {
        Self { name, data: Map::new(), reason: None, told: Vec::new(), changed: Vec::new(), left: Vec::new() }
    }

    /// A fact others may want to know; no personal data, no free text.
    pub fn with(mut self, key: &str, value: impl Serialize) -> Self {
        self.data.insert(key.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    /// Like [`Fact::with`], and told in the history too, beside the columns that changed: what a reader needs for a
    /// sentence, such as which milestone it was.
    pub fn told(mut self, key: &'static str, value: impl Serialize) -> Self {
        self.told.push(key);
        self.with(key, value)
    }

    /// A change of something that is kept beside the subject's row, such as one answer of many. The history shows it
    /// like a column; it never goes into events.
    pub fn changed(mut self, name: &str, before: Value, after: Value) -> Self {
        self.changed.push((name.to_owned(), before, after));
        self
    }

    pub(crate) fn all_told(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.told.iter().filter_map(|key| Some((*key, self.data.get(*key).filter(|value| !value.is_null())?)))
    }

    /// Why, in the words of who did it. Stays in the history, never goes into events.
    pub fn reason(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    /// The organisations that lose sight of the subject by this; their readers get "gone".
    pub fn left(mut self, organisations: impl IntoIterator<Item = impl Into<Uuid>>) -> Self {
        self.left = organisations.into_iter().map(Into::into).collect();
        self
    }
}

#[derive(Debug)]
pub(crate) struct Pending {
    id: EventId,
    at: DateTime<Utc>,
    actor: Uuid,
    request_id: String,
    subject: Subject,
    fact: Fact,
}

impl Pending {
    pub(crate) fn new(ctx: &Ctx, subject: Subject, fact: Fact) -> Self {
        let request_id = ctx.request_id.to_string();
        Self { id: ctx.new_id(), at: ctx.now(), actor: ctx.actor.id.0, request_id, subject, fact }
    }

    fn values(&self, position: Expr) -> [Expr; 10] {
        let left = (!self.fact.left.is_empty()).then(|| serde_json::json!(self.fact.left));
        [
            Expr::val(self.id.0),
            position,
            Expr::val(self.at),
            Expr::val(self.fact.name),
            Expr::val(self.subject.kind),
            Expr::val(self.subject.id),
            Expr::val(self.actor),
            Expr::val(self.request_id.clone()),
            Expr::val(Value::Object(self.fact.data.clone())),
            Expr::val(left),
        ]
    }
}

/// The events of a commit. SQLite has one writer at a time, so the position is given here; on PostgreSQL commits
/// overtake each other and the dispatcher gives it afterwards.
pub(crate) fn inserts(pending: &[Pending], is_postgres: bool) -> impl Iterator<Item = InsertStatement> {
    use event::Column as C;
    pending.chunks(300).map(move |portion| {
        let mut insert = Query::insert();
        insert.into_table(event::Entity).columns([
            C::Id,
            C::Position,
            C::At,
            C::Name,
            C::SubjectKind,
            C::SubjectId,
            C::Actor,
            C::RequestId,
            C::Data,
            C::Left,
        ]);
        for (index, event) in portion.iter().enumerate() {
            let position = match is_postgres {
                true => Expr::val(Option::<i64>::None),
                false => last_position().add(i64::try_from(index).unwrap_or_default() + 1),
            };
            insert.values_panic(event.values(position));
        }
        insert
    })
}

fn last_position() -> Expr {
    let max = Query::select().expr(Expr::cust("COALESCE(MAX(position), 0)")).from(event::Entity).take();
    Expr::SubQuery(None, Box::new(max.into()))
}
