//! Names of foreign things. The owner of a thing writes its label in the commit that names it; every domain may read
//! labels, so one query gives a page and one more the names on it. Who sees a thing sees the labels of what it names.
use crate::db::Reader;
use crate::error::Result;
use crate::text;
use sea_orm::sea_query::{InsertStatement, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// The stored names.
pub mod label {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "label")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub label: String,
        /// A short key people know it by: AGS, service key, number.
        pub key: Option<String>,
        /// Folded after DIN 5007, so both databases order alike.
        pub sort_key: String,
        pub sealed: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A label to be written with the commit.
#[derive(Clone, Debug)]
pub struct Label {
    pub kind: &'static str,
    pub id: Uuid,
    pub label: String,
    pub key: Option<String>,
    /// Reads "nicht sichtbar" for everyone who only sees what names it.
    pub sealed: bool,
}

impl Label {
    pub fn new(kind: &'static str, id: impl Into<Uuid>, label: impl Into<String>) -> Self {
        Self { kind, id: id.into(), label: label.into(), key: None, sealed: false }
    }

    pub fn key(mut self, key: Option<&str>) -> Self {
        self.key = key.map(str::to_owned);
        self
    }

    pub(crate) fn into_row(self) -> label::ActiveModel {
        use sea_orm::ActiveValue::Set;
        label::ActiveModel {
            id: Set(self.id),
            kind: Set(self.kind.to_owned()),
            sort_key: Set(text::sort_key(&self.label)),
            label: Set(self.label),
            key: Set(self.key),
            sealed: Set(self.sealed),
        }
    }
}

/// What a commit leaves behind: the last word on a thing counts, for one statement must not name a row twice.
pub(crate) fn inserts(labels: Vec<Label>) -> Vec<InsertStatement> {
    let mut last: Vec<Label> = Vec::with_capacity(labels.len());
    let mut seen = HashSet::new();
    for label in labels.into_iter().rev() {
        if seen.insert(label.id) {
            last.push(label);
        }
    }
    let insert = |portion: &[Label]| {
        use label::Column as C;
        let mut conflict = OnConflict::column(C::Id);
        conflict.update_columns([C::Kind, C::Label, C::Key, C::SortKey, C::Sealed]);
        let rows = portion.iter().cloned().map(Label::into_row);
        label::Entity::insert_many(rows).on_conflict(conflict).into_query()
    };
    last.chunks(500).map(insert).collect()
}

/// Something that is named inline in a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01930f6e-0000-7000-8000-000000000001", "name": "VG Aßling", "key": "091755153"}))]
pub struct Named {
    pub id: Uuid,
    /// `null` where the caller may not read the name; screens then say "nicht sichtbar".
    #[schema(required)]
    pub name: Option<String>,
    /// A short key people know it by: AGS, service key, number.
    #[schema(required)]
    pub key: Option<String>,
}

/// The labels of one page.
#[derive(Debug, Default)]
pub struct Labels(HashMap<Uuid, label::Model>);

impl Labels {
    pub fn named(&self, id: impl Into<Uuid>) -> Named {
        let id = id.into();
        let label = self.0.get(&id).filter(|label| !label.sealed);
        Named {
            id,
            name: label.map(|label| label.label.clone()),
            key: label.and_then(|label| label.key.clone()),
        }
    }

    /// Whether this names a thing of this kind, and may be seen.
    pub fn is(&self, id: impl Into<Uuid>, kind: &str) -> bool {
        self.0.get(&id.into()).is_some_and(|label| !label.sealed && label.kind == kind)
    }

    pub fn named_opt(&self, id: Option<impl Into<Uuid>>) -> Option<Named> {
        id.map(|id| self.named(id))
    }
}

impl Reader {
    /// The ids behind keys people know things by, whoever asks: who names a key gets to see what it may see of it.
    pub async fn keyed(&self, kind: &str, keys: Vec<String>) -> Result<HashMap<String, Uuid>> {
        let mut ids = HashMap::new();
        for portion in keys.chunks(500) {
            let select = label::Entity::find()
                .filter(label::Column::Kind.eq(kind))
                .filter(label::Column::Key.is_in(portion.iter().cloned()));
            let rows = self.fetch(select).await?;
            ids.extend(rows.into_iter().filter_map(|row| Some((row.key?, row.id))));
        }
        Ok(ids)
    }

    /// The labels of all these ids in one statement, whatever they name.
    pub async fn labels(&self, ids: impl IntoIterator<Item = Uuid>) -> Result<Labels> {
        let mut ids: Vec<Uuid> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let Some(last) = ids.last().copied() else { return Ok(Labels::default()) };
        // Lists of few lengths: each other length would be another statement to prepare.
        ids.resize(ids.len().next_power_of_two(), last);
        let rows = self.fetch(label::Entity::find().filter(label::Column::Id.is_in(ids))).await?;
        Ok(Labels(rows.into_iter().map(|row| (row.id, row)).collect()))
    }
}
