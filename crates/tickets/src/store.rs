//! Every query of this domain that is more than one line.
use crate::entity::{article, attachment, number, ticket, watcher};
use crate::input::TicketListParams;
use crate::policy::{self, ARTICLE_INTERNAL, ARTICLE_WRITE, TICKET_ASSIGN, TICKET_READ, TICKET_WRITE};
use crate::types::Audience;
use crate::{SUBJECT, WATCHER};
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::db::{Scoped, UnscopedWrite, Whole};
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::{involvement, subtree};
use dienstweg_kernel::ids::{TicketId, UserId};
use dienstweg_kernel::labels::label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::{EVERYONE, found};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryTrait, Set};
use std::collections::HashMap;
use uuid::Uuid;

pub const TICKET_SORTS: &[(&str, ticket::Column)] = &[
    ("updated_at", ticket::Column::UpdatedAt),
    ("number", ticket::Column::SortKey),
    ("created_at", ticket::Column::CreatedAt),
];

pub async fn tickets(
    reader: &Reader,
    params: &TicketListParams,
    request: &PageRequest,
) -> Result<Page<(Visible<ticket::Entity>, Rights)>> {
    use ticket::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-updated_at"), TICKET_SORTS)?;
    let mut scoped = reader
        .select::<ticket::Entity>()
        .filter_any(C::TicketType, params.ticket_type.clone())
        .filter_any(C::State, params.state.clone())
        .filter_any(C::AssigneeId, params.assignee.clone())
        .filter_any(C::TeamId, params.team.clone())
        .filter_any(C::ParentId, params.parent.clone())
        .filter_opt(params.updated_after, |instant| C::UpdatedAt.gt(instant));
    if !params.organisation.is_empty() {
        scoped = scoped.filter(C::OrganisationId.in_subquery(subtree(params.organisation.iter().copied())));
    }
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        scoped = scoped.filter(matching(reader, q));
    }
    let mut page = with_rights(reader, scoped).page_whole(sort, request).await?;
    let rows = std::mem::take(&mut page.items).into_iter().map(|found| (rights(&found), found.row));
    let rows = rows.map(|(rights, row)| (row, rights)).collect();
    Ok(page.with_items(rows))
}

/// Ids of tickets that the caller sees and whose text, as far as the caller may read it, has the words.
pub fn matching_ids(reader: &Reader, q: &str) -> SelectStatement {
    reader.select::<ticket::Entity>().filter(matching(reader, q)).into_ids()
}

/// Found by what the caller may read: restricted documents count only on tickets of whose audience the caller is.
fn matching(reader: &Reader, q: &str) -> Condition {
    use ticket::Column as C;
    let actor = &reader.ctx().actor;
    let mut open = vec![EVERYONE];
    let mut any = Condition::any();
    for (audience, rows) in
        [(Audience::Body, policy::body_rows(actor)), (Audience::Team, policy::team_rows(actor))]
    {
        if rows.is_empty() {
            open.push(audience.search());
        } else {
            let hits = found(C::Id, reader.find_for(SUBJECT, q, &[audience.search()]));
            any = any.add(Condition::all().add(rows).add(hits));
        }
    }
    any.add(found(C::Id, reader.find_for(SUBJECT, q, &open)))
}

/// What the caller may do to one ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub update: bool,
    pub assign: bool,
    pub transition: bool,
    pub write: bool,
    pub attach: bool,
    pub body: bool,
    pub team: bool,
    pub watches: bool,
}

type Tickets<'r> = Scoped<'r, ticket::Entity>;

/// Reads with each ticket what the caller may do to it.
fn with_rights<'r>(reader: &Reader, tickets: Tickets<'r>) -> Tickets<'r> {
    let actor = &reader.ctx().actor.row_by_row();
    let watched = Query::select()
        .column(watcher::Column::TicketId)
        .from(watcher::Entity)
        .and_where(watcher::Column::UserId.eq(actor.id.0))
        .take();
    tickets
        .reach("may_update", TICKET_WRITE)
        .reach("may_assign", TICKET_ASSIGN)
        .reach("may_write", ARTICLE_WRITE)
        .flag("of_body", policy::body_rows(actor))
        .flag("of_team", policy::team_rows(actor))
        .flag("watches", Condition::all().add(ticket::Column::Id.in_subquery(watched)))
}

fn rights(whole: &Whole<ticket::Entity>) -> Rights {
    Rights {
        update: whole.flag("may_update"),
        assign: whole.flag("may_assign"),
        transition: whole.flag("may_update"),
        write: whole.flag("may_write"),
        attach: whole.flag("may_write"),
        body: whole.flag("of_body"),
        team: whole.flag("of_team"),
        watches: whole.flag("watches"),
    }
}

/// The same without asking the database, where every right of the caller is on all tickets or none; says nothing about
/// watching.
pub fn rights_everywhere(actor: &Actor) -> Option<Rights> {
    let has = |permission| match actor.extent(permission) {
        Some(Extent::Scoped) => None,
        extent => Some(extent.is_some()),
    };
    let team = has(ARTICLE_INTERNAL)?;
    Some(Rights {
        update: has(TICKET_WRITE)?,
        assign: has(TICKET_ASSIGN)?,
        transition: has(TICKET_WRITE)?,
        write: has(ARTICLE_WRITE)?,
        attach: has(ARTICLE_WRITE)?,
        body: has(TICKET_READ)? || team,
        team,
        watches: false,
    })
}

/// A ticket with what the caller may do to it.
///
/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn ticket(reader: &Reader, id: TicketId) -> Result<(Visible<ticket::Entity>, Rights)> {
    let found = reader.select::<ticket::Entity>().filter(ticket::Column::Id.eq(id));
    let found = with_rights(reader, found).whole().await?;
    let rights = rights(&found);
    Ok((found.row, rights))
}

/// The rights on one ticket; none where the caller does not see it.
pub async fn rights_on(reader: &Reader, id: TicketId) -> Result<Rights> {
    let found = reader.select::<ticket::Entity>().filter(ticket::Column::Id.eq(id)).limit(1);
    Ok(with_rights(reader, found).wholes().await?.first().map(rights).unwrap_or_default())
}

/// Takes `count` numbers in one statement and answers the first. Nobody waits for whom took some before, so a unit of
/// work that comes to nothing leaves a gap.
pub async fn numbers_take(tx: &Tx, prefix: &str, year: i32, count: i64) -> Result<i64> {
    take(&tx.unscoped_write_apart("ticket numbers belong to nobody"), prefix, year, count).await
}

/// The same without gaps: the row of these numbers stays locked to the end of the transaction, so what is read after the
/// taking (of none, if need be) is one's own.
pub async fn numbers_hold(tx: &Tx, prefix: &str, year: i32, count: i64) -> Result<i64> {
    take(&tx.unscoped_write("ticket numbers belong to nobody"), prefix, year, count).await
}

async fn take(write: &UnscopedWrite<'_>, prefix: &str, year: i32, count: i64) -> Result<i64> {
    use number::Column as C;
    #[derive(FromQueryResult)]
    struct Taken {
        next: i64,
    }
    let row = number::ActiveModel { prefix: Set(prefix.to_owned()), year: Set(year), next: Set(count + 1) };
    let mut conflict = OnConflict::columns([C::Prefix, C::Year]);
    conflict.value(C::Next, Expr::col((number::Entity, C::Next)).add(count));
    let mut take = number::Entity::insert(row).on_conflict(conflict).into_query();
    take.returning_col(C::Next);
    let taken = write.returning::<Taken>(&take).await?;
    taken
        .first()
        .map(|row| row.next - count)
        .ok_or_else(|| Error::internal("a ticket number that was just taken is gone"))
}

/// One thing that an input names: where, of which kind, which.
pub type Reference = (&'static str, &'static str, Uuid);

/// Names of what an input refers to; a fault for each that is not of its kind.
pub async fn referred(
    tx: &Tx,
    references: &[Reference],
    faults: &mut Vec<Fault>,
) -> Result<HashMap<Uuid, label::Model>> {
    if references.is_empty() {
        return Ok(HashMap::new());
    }
    let named =
        label::Entity::find().filter(label::Column::Id.is_in(references.iter().map(|(_, _, id)| *id)));
    let rows = tx.unscoped("whether a referred organisation, user or team is there").all(named).await?;
    let labels: HashMap<Uuid, label::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    for (pointer, kind, id) in references {
        if labels.get(id).is_none_or(|label| label.kind != *kind) {
            faults.push(Fault::unknown_reference(*pointer));
        }
    }
    Ok(labels)
}

/// How many attachments a ticket has, visible or not.
pub async fn attachment_count(tx: &Tx, ticket_id: TicketId) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let query = Query::select()
        .expr_as(Func::count(Expr::val(1)), "count")
        .from(attachment::Entity)
        .and_where(attachment::Column::TicketId.eq(ticket_id))
        .take();
    let rows =
        tx.unscoped("the limit of attachments counts those of every audience").rows::<Count>(&query).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// What was said and attached for all parties, oldest first: the latest hundreds of a long conversation.
pub async fn open_texts(tx: &Tx, ticket_id: TicketId) -> Result<Vec<String>> {
    use {article::Column as A, attachment::Column as F};
    let articles = tx
        .select::<article::Entity>()
        .filter(A::TicketId.eq(ticket_id))
        .filter(A::Audience.eq(Audience::All));
    let articles = articles.order(A::CreatedAt, Order::Desc).limit(200).all().await?;
    let files = tx
        .select::<attachment::Entity>()
        .filter(F::TicketId.eq(ticket_id))
        .filter(F::Audience.eq(Audience::All));
    let names = files.all().await?.into_iter().map(|file| file.name.clone());
    Ok(names.chain(articles.into_iter().rev().map(|article| article.text.clone())).collect())
}

/// Whether the caller reaches the ticket with this permission.
pub async fn reaches(reader: &Reader, id: TicketId, permission: Permission) -> Result<bool> {
    reader.select_with::<ticket::Entity>(permission).filter(ticket::Column::Id.eq(id)).exists().await
}

/// The ticket must be there for the caller.
pub async fn must_see(reader: &Reader, id: TicketId) -> Result<()> {
    if reaches(reader, id, TICKET_READ).await? { Ok(()) } else { Err(Error::not_found()) }
}

#[derive(FromQueryResult)]
struct Watching {
    ticket: TicketId,
    user: UserId,
}

/// Rows of involvement of a role, tied to the watcher they follow from.
fn goes_with() -> Condition {
    use involvement::Column as I;
    use watcher::Column as W;
    Condition::all()
        .add(I::SubjectKind.eq(SUBJECT))
        .add(I::Role.eq(WATCHER))
        .add(Expr::col(I::SubjectId.as_column_ref()).equals(W::TicketId.as_column_ref()))
        .add(Expr::col(I::PartyId.as_column_ref()).equals(W::UserId.as_column_ref()))
}

/// Watchers without a row of involvement.
pub async fn watchers_not_involved(reader: &Reader, limit: u64) -> Result<Vec<(TicketId, UserId)>> {
    let involved =
        Query::select().expr(Expr::val(1)).from(involvement::Entity).cond_where(goes_with()).take();
    let select = Query::select()
        .expr_as(Expr::col(watcher::Column::TicketId), "ticket")
        .expr_as(Expr::col(watcher::Column::UserId), "user")
        .from(watcher::Entity)
        .and_where(Expr::exists(involved).not())
        .limit(limit)
        .take();
    watching(reader, select).await
}

/// Rows of involvement of watchers that do not watch.
pub async fn involved_not_watching(reader: &Reader, limit: u64) -> Result<Vec<(TicketId, UserId)>> {
    use involvement::Column as I;
    let watches = Query::select().expr(Expr::val(1)).from(watcher::Entity).cond_where(goes_with()).take();
    let select = Query::select()
        .expr_as(Expr::col(I::SubjectId), "ticket")
        .expr_as(Expr::col(I::PartyId), "user")
        .from(involvement::Entity)
        .and_where(I::SubjectKind.eq(SUBJECT))
        .and_where(I::Role.eq(WATCHER))
        .and_where(Expr::exists(watches).not())
        .limit(limit)
        .take();
    watching(reader, select).await
}

async fn watching(reader: &Reader, select: SelectStatement) -> Result<Vec<(TicketId, UserId)>> {
    let all = reader.unscoped("involvement is compared with what it follows from");
    let rows: Vec<Watching> = all.rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.ticket, row.user)).collect())
}
