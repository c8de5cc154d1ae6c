//! Full text: one normaliser in Rust feeds FTS5 (SQLite) and `to_tsvector('simple', …)` (PostgreSQL), so both find
//! alike. One document per subject and audience; a caller's audiences are part of the query.
use crate::db::Reader;
use crate::error::Result;
use crate::guard::Subject;
use crate::text;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryTrait};

/// The stored documents.
pub mod search_doc {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_doc")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub audience: String,
        /// Normalised words, separated by blanks.
        pub text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The audience of what everyone who sees the subject may find.
pub const EVERYONE: &str = "everyone";

/// What full text finds of one subject.
#[derive(Clone, Debug)]
pub struct SearchDoc {
    pub subject: Subject,
    pub audience: &'static str,
    pub text: String,
}

impl SearchDoc {
    pub fn new(subject: Subject, parts: &[&str]) -> Self {
        Self { subject, audience: EVERYONE, text: parts.join(" ") }
    }
}

pub(crate) async fn write(reader: &Reader, docs: Vec<SearchDoc>) -> Result<()> {
    use search_doc::Column as C;
    let mut last = std::collections::BTreeMap::new();
    for doc in docs {
        last.insert((doc.subject, doc.audience), doc.text);
    }
    let rows: Vec<_> = last
        .into_iter()
        .map(|((subject, audience), text)| search_doc::ActiveModel {
            subject_kind: Set(subject.kind.to_owned()),
            subject_id: Set(subject.id),
            audience: Set(audience.to_owned()),
            text: Set(text::search_text(&text)),
            ..Default::default()
        })
        .collect();
    for portion in rows.chunks(500) {
        let mut conflict = OnConflict::columns([C::SubjectId, C::Audience]);
        conflict.update_column(C::Text);
        reader.run(&search_doc::Entity::insert_many(portion.to_vec()).on_conflict(conflict).into_query()).await?;
    }
    Ok(())
}

impl Reader {
    /// The ids of subjects of one kind whose public text has all words of `query`, the last one by its beginning.
    /// Use it as a sub-select next to the row rule.
    pub fn find(&self, kind: &'static str, query: &str) -> SelectStatement {
        let words = text::query_words(query);
        let mut select = Query::select();
        select
            .column(search_doc::Column::SubjectId)
            .from(search_doc::Entity)
            .and_where(search_doc::Column::SubjectKind.eq(kind))
            .and_where(search_doc::Column::Audience.eq(EVERYONE));
        if self.is_postgres() {
            select.and_where(Expr::cust_with_values(
                "to_tsvector('simple', \"search_doc\".\"text\") @@ to_tsquery('simple', $1)",
                [expression(&words, " & ", " | ", ":*")],
            ));
        } else {
            let hits = Query::select()
                .column("rowid")
                .from("search_index")
                .and_where(Expr::cust_with_values("search_index MATCH ?", [expression(&words, " AND ", " OR ", "*")]))
                .take();
            select.and_where(Expr::col(search_doc::Column::Id).in_subquery(hits));
        }
        select
    }
}

/// Every word must occur, in one of its spellings; the last one may be only begun. Words are letters and digits after
/// normalising, so nothing in them can be read as an operator.
fn expression(words: &[Vec<String>], and: &str, or: &str, prefix: &str) -> String {
    if words.is_empty() {
        // Matches no document: no word is made of this letter alone.
        return "ø".to_owned();
    }
    let last = words.len() - 1;
    let term = |index: usize, spellings: &Vec<String>| {
        let end = if index == last { prefix } else { "" };
        let spellings: Vec<String> = spellings.iter().map(|word| format!("{word}{end}")).collect();
        format!("({})", spellings.join(or))
    };
    words.iter().enumerate().map(|(index, spellings)| term(index, spellings)).collect::<Vec<_>>().join(and)
}

/// A subject id column that matches the found ids.
pub fn found(column: impl ColumnTrait, ids: SelectStatement) -> Expr {
    Expr::col(column.as_column_ref()).in_subquery(ids)
}

