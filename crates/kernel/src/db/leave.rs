//! What a commit leaves behind besides state: history, events, names and what full text finds.
use super::Reader;
use crate::audit;
use crate::ctx::Permission;
use crate::error::Result;
use crate::events;
use crate::labels::{self, Label};
use crate::search::{self, SearchDoc};
use sea_orm::sea_query::{CommonTableExpression, Expr, InsertStatement, Query, SelectStatement, WithClause};

/// Collected while the unit of work runs.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub audit: Vec<audit::entry::ActiveModel>,
    pub events: Vec<events::Pending>,
    pub labels: Vec<Label>,
    pub docs: Vec<SearchDoc>,
    /// Rows that were created: each query must find that many, or the caller's rights do not reach what it made.
    pub created: Vec<(Permission, SelectStatement, usize)>,
}

/// So many inserts go into one statement at most: a longer one is a bulk load, whose time is not spent on the way.
const TOGETHER: usize = 8;

/// Writes it: on SQLite one statement per table, on PostgreSQL all of them as one, because each is a way there and back
/// while the rows of this unit of work are locked.
pub(super) async fn leave(reader: &Reader, pending: Pending) -> Result<()> {
    let mut inserts = audit::inserts(pending.audit);
    inserts.extend(events::inserts(&pending.events, reader.is_postgres()));
    inserts.extend(labels::inserts(pending.labels));
    inserts.extend(search::inserts(pending.docs));
    if reader.is_postgres() && (2..=TOGETHER).contains(&inserts.len()) {
        reader.run(&together(inserts)).await?;
        return Ok(());
    }
    for insert in inserts {
        reader.run(&insert).await?;
    }
    Ok(())
}

fn together(inserts: Vec<InsertStatement>) -> sea_orm::sea_query::WithQuery {
    let mut with = WithClause::new();
    for (index, insert) in inserts.into_iter().enumerate() {
        with.cte(CommonTableExpression::new().table_name(format!("part{index}")).query(insert).to_owned());
    }
    with.query(Query::select().expr(Expr::val(1)).take())
}
