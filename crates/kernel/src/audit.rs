//! History: who changed what, when and why. Written in the commit of the change.
//!
//! Beside each clear value stands a salted commitment to it, so that values can be deleted (Art. 17 GDPR) and the
//! rest can still be shown to be unaltered.
use crate::ctx::Ctx;
use crate::db::Reader;
use crate::error::Result;
use crate::events::Fact;
use crate::guard::{Guarded, Subject, Visible, is_sealed};
use crate::ids::AuditId;
use crate::secret;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{InsertStatement, sea_value_to_json_value};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// The stored history.
pub mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: DateTimeUtc,
        pub actor: Uuid,
        pub actor_kind: String,
        pub actor_name: String,
        pub request_id: String,
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub action: String,
        pub reason: Option<String>,
        /// A list of [`super::Change`].
        pub changes: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One field that changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = HistoryChange)]
pub struct Change {
    pub field: String,
    /// `null` where there was nothing, or where the caller may not read it (`sealed`).
    #[schema(value_type = Value)]
    pub before: Value,
    #[schema(value_type = Value)]
    pub after: Value,
    #[serde(default)]
    pub sealed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(ignore)]
    commitment: Option<String>,
}

impl Change {
    fn new(ctx: &Ctx, field: &str, before: Value, after: Value, sealed: bool) -> Self {
        let salt = STANDARD_NO_PAD.encode(ctx.random::<12>());
        let commitment =
            STANDARD_NO_PAD.encode(secret::hash(format!("{salt}|{field}|{before}|{after}").as_bytes()));
        Self {
            field: field.to_owned(),
            before,
            after,
            sealed,
            salt: Some(salt),
            commitment: Some(commitment),
        }
    }

    /// As a reader gets it: without proof, and without values it may not read.
    fn shown(self, opens: bool) -> Self {
        let hidden = self.sealed && !opens;
        let (before, after) = if hidden { (Value::Null, Value::Null) } else { (self.before, self.after) };
        Self { before, after, salt: None, commitment: None, ..self }
    }
}

/// The history of a commit.
pub(crate) fn inserts(entries: Vec<entry::ActiveModel>) -> Vec<InsertStatement> {
    let insert = |portion: &[entry::ActiveModel]| entry::Entity::insert_many(portion.to_vec()).into_query();
    entries.chunks(200).map(insert).collect()
}

pub(crate) fn changes<E: Guarded>(ctx: &Ctx, before: Option<&E::Model>, after: Option<&E::Model>) -> Value {
    let skipped = |column: &E::Column| {
        let is = |other: &E::Column| other.as_column_ref() == column.as_column_ref();
        is(&E::ID) || E::VERSION.as_ref().is_some_and(is) || E::UNAUDITED.iter().any(is)
    };
    let value =
        |row: Option<&E::Model>, column: E::Column| row.map_or(Value::Null, |row| as_json(&row.get(column)));
    let changes: Vec<Change> = E::Column::iter()
        .filter(|column| !skipped(column))
        .filter_map(|column| {
            let (old, new) = (value(before, column), value(after, column));
            (old != new).then(|| Change::new(ctx, column.as_str(), old, new, is_sealed::<E>(&column)))
        })
        .collect();
    serde_json::to_value(changes).unwrap_or_default()
}

/// The columns that changed, and what the fact tells beside them.
/// Values as the interface writes them: dates and times as text, not as SQL would quote them.
fn as_json(value: &sea_orm::Value) -> Value {
    match value {
        sea_orm::Value::ChronoDate(Some(date)) => date.to_string().into(),
        sea_orm::Value::ChronoDateTimeUtc(Some(at)) => at.to_rfc3339_opts(SecondsFormat::Micros, true).into(),
        other => sea_value_to_json_value(other),
    }
}

pub(crate) fn entry(ctx: &Ctx, subject: Subject, fact: &Fact, mut changes: Value) -> entry::ActiveModel {
    let told =
        fact.all_told().map(|(field, value)| Change::new(ctx, field, Value::Null, value.clone(), false));
    let beside = fact
        .changed
        .iter()
        .map(|(name, before, after)| Change::new(ctx, name, before.clone(), after.clone(), false));
    if let Value::Array(changes) = &mut changes {
        changes.extend(beside.chain(told).filter_map(|change| serde_json::to_value(change).ok()));
    }
    entry::ActiveModel {
        id: Set(ctx.new_id::<AuditId>().0),
        at: Set(ctx.now()),
        actor: Set(ctx.actor.id.0),
        actor_kind: Set(ctx.actor.kind.as_str().to_owned()),
        actor_name: Set(ctx.actor.name.to_string()),
        request_id: Set(ctx.request_id.to_string()),
        subject_kind: Set(subject.kind.to_owned()),
        subject_id: Set(subject.id),
        action: Set(fact.name.to_owned()),
        reason: Set(fact.reason.clone()),
        changes: Set(changes),
    }
}

/// One entry of a thing's history, as its readers see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HistoryEntry)]
pub struct HistoryEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_id: Uuid,
    pub actor_name: String,
    /// What happened, such as `organisation.moved`.
    pub action: String,
    #[schema(required)]
    pub reason: Option<String>,
    pub changes: Vec<Change>,
}

impl Reader {
    /// The history of a row the caller sees and of what shares its id, newest first, older than `before` where given.
    pub async fn history<E: Guarded>(
        &self,
        row: &Visible<E>,
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<HistoryEntry>> {
        use entry::Column as C;
        let subject = E::subject(row);
        let mut select =
            entry::Entity::find().filter(C::SubjectId.eq(subject.id)).order_by_desc(C::Id).limit(limit);
        if let Some(before) = before {
            select = select.filter(C::Id.lt(before));
        }
        let rows = self.fetch(select).await?;
        // What shares the id but is of another kind has its own rule about what opens, which nobody has asked here.
        Ok(rows
            .into_iter()
            .map(|entry| (row.opens() && entry.subject_kind == subject.kind, entry))
            .map(|(opens, entry)| shown(entry, opens))
            .collect())
    }
}

fn shown(row: entry::Model, opens: bool) -> HistoryEntry {
    let changes: Vec<Change> = serde_json::from_value(row.changes).unwrap_or_default();
    HistoryEntry {
        id: row.id,
        at: row.at,
        actor_id: row.actor,
        actor_name: row.actor_name,
        action: row.action,
        reason: row.reason,
        changes: changes.into_iter().map(|change| change.shown(opens)).collect(),
    }
}
