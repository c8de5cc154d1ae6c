//! Full text: one normaliser in Rust feeds FTS5 (SQLite) and `to_tsvector('simple', …)` (PostgreSQL), so both find
//! alike. One document per subject and audience; a caller's audiences are part of the query.
use crate::db::Reader;
use crate::guard::Subject;
use crate::text;
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict, Query, SelectStatement};
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

/// A document is cut to this many characters: PostgreSQL indexes no more than 1 MB of words in one.
const MAX_TEXT: usize = 200_000;
/// Of one that grew too long, this much of its beginning stays, which names the subject.
const KEPT_HEAD: usize = 2_000;

/// What full text finds of one subject.
#[derive(Clone, Debug)]
pub struct SearchDoc {
    pub subject: Subject,
    pub audience: &'static str,
    pub text: String,
    append: bool,
}

impl SearchDoc {
    pub fn new(subject: Subject, parts: &[&str]) -> Self {
        Self { subject, audience: EVERYONE, text: parts.join(" "), append: false }
    }

    /// For another audience than [`EVERYONE`]; see [`Reader::find_for`].
    pub fn audience(self, audience: &'static str) -> Self {
        Self { audience, ..self }
    }

    /// Adds to what is found of the subject already, instead of replacing it. Where that gets too long, the middle goes:
    /// the beginning names the subject, the end is new.
    pub fn append(self) -> Self {
        Self { append: true, ..self }
    }
}

/// What a commit leaves behind for full text.
pub(crate) fn inserts(docs: Vec<SearchDoc>) -> Vec<InsertStatement> {
    let (added, replaced): (Vec<_>, Vec<_>) = last_words(docs).into_iter().partition(|doc| doc.append);
    let mut inserts = Vec::new();
    for (docs, append) in [(replaced, false), (added, true)] {
        inserts.extend(docs.chunks(500).map(|portion| {
            let insert = search_doc::Entity::insert_many(portion.iter().map(row));
            insert.on_conflict(on_conflict(append)).into_query()
        }));
    }
    inserts
}

/// One document per subject and audience: one statement must not name a row twice.
fn last_words(docs: Vec<SearchDoc>) -> Vec<SearchDoc> {
    let mut last = std::collections::BTreeMap::<_, SearchDoc>::new();
    for doc in docs {
        match last.get_mut(&(doc.subject, doc.audience)) {
            Some(before) if doc.append => before.text = format!("{} {}", before.text, doc.text),
            _ => drop(last.insert((doc.subject, doc.audience), doc)),
        }
    }
    last.into_values().collect()
}

fn row(doc: &SearchDoc) -> search_doc::ActiveModel {
    let mut text = text::search_text(&doc.text);
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(end);
    }
    search_doc::ActiveModel {
        subject_kind: Set(doc.subject.kind.to_owned()),
        subject_id: Set(doc.subject.id),
        audience: Set(doc.audience.to_owned()),
        text: Set(text),
        ..Default::default()
    }
}

fn on_conflict(append: bool) -> OnConflict {
    use search_doc::Column as C;
    let mut conflict = OnConflict::columns([C::SubjectId, C::Audience]);
    if append {
        let both = r#""search_doc"."text" || ' ' || "excluded"."text""#;
        let tail = MAX_TEXT - KEPT_HEAD - 1;
        let cut =
            format!("substr({both}, 1, {KEPT_HEAD}) || ' ' || substr({both}, length({both}) - {tail} + 1)");
        let both = format!("CASE WHEN length({both}) > {MAX_TEXT} THEN {cut} ELSE {both} END");
        conflict.value(C::Text, Expr::cust(both));
    } else {
        conflict.update_column(C::Text);
    }
    conflict
}

impl Reader {
    /// The ids of subjects of one kind whose public text has all words of `query`, the last one by its beginning.
    /// Use it as a sub-select next to the row rule.
    pub fn find(&self, kind: &'static str, query: &str) -> SelectStatement {
        self.find_for(kind, query, &[EVERYONE])
    }

    /// The same in the documents of these audiences. Whether the caller belongs to an audience is for the row rule of
    /// the subject to say: narrow to those rows too.
    pub fn find_for(&self, kind: &'static str, query: &str, audiences: &[&'static str]) -> SelectStatement {
        let words = text::query_words(query);
        let mut select = Query::select();
        select
            .column(search_doc::Column::SubjectId)
            .from(search_doc::Entity)
            .and_where(search_doc::Column::SubjectKind.eq(kind))
            .and_where(search_doc::Column::Audience.is_in(audiences.iter().copied()));
        if self.is_postgres() {
            select.and_where(Expr::cust_with_values(
                "to_tsvector('simple', \"search_doc\".\"text\") @@ to_tsquery('simple', $1)",
                [expression(&words, " & ", " | ", ":*")],
            ));
        } else {
            let hits = Query::select()
                .column("rowid")
                .from("search_index")
                .and_where(Expr::cust_with_values(
                    "search_index MATCH ?",
                    [expression(&words, " AND ", " OR ", "*")],
                ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_document_per_subject_and_audience_holds_what_was_said_last_and_what_was_added() {
        let subject = Subject { kind: "thing", id: uuid::Uuid::nil() };
        let doc = |text: &str| SearchDoc::new(subject, &[text]);
        let texts = |docs: Vec<SearchDoc>| {
            last_words(docs).into_iter().map(|doc| (doc.text, doc.append)).collect::<Vec<_>>()
        };
        assert_eq!(texts(vec![doc("a"), doc("b"), doc("c").append()]), [("b c".to_owned(), false)]);
        assert_eq!(texts(vec![doc("a").append(), doc("b").append()]), [("a b".to_owned(), true)]);
        assert_eq!(texts(vec![doc("a").append(), doc("b")]), [("b".to_owned(), false)]);
        assert_eq!(texts(vec![doc("a"), doc("b").audience("team").append()]).len(), 2);
    }
}
