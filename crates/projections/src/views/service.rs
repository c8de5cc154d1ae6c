//! Keeping views.
use super::entity::{mark, shared, view};
use super::input::{SavedViewCreate, SavedViewListParams, SavedViewMark, SavedViewPatch};
use super::policy::SAVED_VIEW_SHARE;
use super::view::{PINNED, STANDARD, SavedViewView, named};
use crate::kept::name_fault;
use dienstweg_identity::{SAVED_VIEW_WRITE, roles_known};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::{IfMatch, Scoped, Whole};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::ids::{RoleId, SavedViewId, UserId};
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryTrait};
use std::collections::BTreeSet;

const SORTS: &[(&str, view::Column)] = &[
    ("name", view::Column::SortKey),
    ("created_at", view::Column::CreatedAt),
    ("updated_at", view::Column::UpdatedAt),
];

/// Views of one's own and those shared with a role one holds. Three statements at most.
pub async fn saved_view_list(
    reader: &Reader,
    params: &SavedViewListParams,
    request: &PageRequest,
) -> Result<Page<SavedViewView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SORTS)?;
    let actor = &reader.ctx().actor;
    let pinned = |pinned| {
        if pinned {
            is_marked(actor, mark::Column::Pinned)
        } else {
            is_marked(actor, mark::Column::Pinned).not()
        }
    };
    let scoped =
        whole(reader).filter_any(view::Column::Kind, params.kind.clone()).filter_opt(params.pinned, pinned);
    let mut page = scoped.page_whole(sort, request).await?;
    let views = views(reader, &std::mem::take(&mut page.items)).await?;
    Ok(page.with_items(views))
}

/// One view.
///
/// # Errors
/// `not-found` where the caller does not see it.
pub async fn saved_view_get(reader: &Reader, id: SavedViewId) -> Result<SavedViewView> {
    let whole = whole(reader).filter(view::Column::Id.eq(id)).whole().await?;
    views(reader, &[whole]).await?.pop().ok_or_else(Error::not_found)
}

/// Keeps a view under a name.
///
/// # Errors
/// `invalid` with all faults; `forbidden` for who shares without that right.
pub async fn saved_view_create(tx: &Tx, input: SavedViewCreate) -> Result<SavedViewView> {
    let mut faults = Vec::new();
    faults.extend(name_fault(&input.name));
    faults.extend(query_fault(&input.query));
    let roles = shareable(tx, &input.roles, &mut faults).await?;
    Error::check(faults)?;
    let now = tx.ctx().now();
    let row = view::ActiveModel {
        id: Set(tx.ctx().new_id()),
        kind: Set(input.kind),
        sort_key: Set(text::sort_key(&input.name)),
        name: Set(input.name),
        query: Set(input.query),
        owner_id: Set(tx.ctx().actor.id),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<view::Entity>(SAVED_VIEW_WRITE, row, Fact::new("saved_view.created")).await?;
    tx.label(Label::new(view::Entity::KIND, row.id, &row.name));
    share(tx, row.id, &roles).await?;
    saved_view_get(tx, row.id).await
}

/// Changes a view. Its page and owner stay.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `invalid` with all faults.
pub async fn saved_view_patch(
    tx: &Tx,
    id: SavedViewId,
    patch: SavedViewPatch,
    seen: IfMatch,
) -> Result<SavedViewView> {
    let row = tx.lock::<view::Entity>(id, SAVED_VIEW_WRITE, seen).await?;
    let (mut change, mut faults) = (row.change(), Vec::new());
    if let Some(name) = patch.name.required("/name", &mut faults) {
        faults.extend(name_fault(&name));
        tx.label(Label::new(view::Entity::KIND, id, &name));
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    if let Some(query) = patch.query.required("/query", &mut faults) {
        faults.extend(query_fault(&query));
        change.query = Set(query);
    }
    let roles = match patch.roles.required("/roles", &mut faults) {
        Some(roles) => Some(shareable(tx, &roles, &mut faults).await?),
        None => None,
    };
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    let mut fact = Fact::new("saved_view.changed");
    if let Some(roles) = &roles {
        unshare(tx, id).await?;
        share(tx, id, roles).await?;
        fact = fact.told("roles", roles.iter().collect::<Vec<_>>());
    }
    match roles {
        Some(_) => tx.touch(row, change, fact).await?,
        None => tx.update(row, change, fact).await?,
    };
    saved_view_get(tx, id).await
}

/// Forgets a view, with what it is to everybody.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`.
pub async fn saved_view_delete(tx: &Tx, id: SavedViewId, seen: IfMatch) -> Result<()> {
    let row = tx.lock::<view::Entity>(id, SAVED_VIEW_WRITE, seen).await?;
    tx.remove(row, Fact::new("saved_view.removed")).await
}

/// Says what a view is to the caller; for nobody else anything changes.
///
/// # Errors
/// `not-found` where the caller does not see it.
pub async fn saved_view_mark(tx: &Tx, id: SavedViewId, input: SavedViewMark) -> Result<SavedViewView> {
    use mark::Column as C;
    let row = tx.get::<view::Entity>(id).await?;
    let user = UserId(tx.ctx().actor.id.0);
    if input.standard {
        let alike = Query::select()
            .column(view::Column::Id)
            .from(view::Entity)
            .and_where(view::Column::Kind.eq(row.kind))
            .take();
        let step_back = Query::update()
            .table(mark::Entity)
            .value(C::Standard, false)
            .and_where(C::UserId.eq(user))
            .and_where(C::ViewId.in_subquery(alike))
            .take();
        own(tx).run(&step_back).await?;
    }
    let marked = mark::ActiveModel {
        view_id: Set(id),
        user_id: Set(user),
        pinned: Set(input.pinned),
        standard: Set(input.standard),
    };
    let mut conflict = OnConflict::columns([C::ViewId, C::UserId]);
    conflict.update_columns([C::Pinned, C::Standard]);
    own(tx).run(&mark::Entity::insert(marked).on_conflict(conflict).into_query()).await?;
    saved_view_get(tx, id).await
}

fn own(tx: &Tx) -> dienstweg_kernel::db::UnscopedWrite<'_> {
    tx.unscoped_write("what a view the caller sees is to the caller alone")
}

fn whole(reader: &Reader) -> Scoped<'_, view::Entity> {
    let actor = &reader.ctx().actor;
    let flag = |column| Condition::all().add(is_marked(actor, column));
    reader
        .select::<view::Entity>()
        .with::<shared::Entity>()
        .flag(PINNED, flag(mark::Column::Pinned))
        .flag(STANDARD, flag(mark::Column::Standard))
}

fn is_marked(actor: &Actor, column: mark::Column) -> sea_orm::sea_query::Expr {
    let marked = Query::select()
        .column(mark::Column::ViewId)
        .from(mark::Entity)
        .and_where(mark::Column::UserId.eq(actor.id.0))
        .and_where(column.eq(true))
        .take();
    view::Column::Id.in_subquery(marked)
}

async fn views(reader: &Reader, rows: &[Whole<view::Entity>]) -> Result<Vec<SavedViewView>> {
    let ids = rows.iter().map(named).collect::<Result<Vec<_>>>()?.concat();
    let labels = reader.labels(ids).await?;
    rows.iter().map(|row| SavedViewView::new(row, &labels, &reader.ctx().actor)).collect()
}

/// The roles to share with, each once, where the caller may.
async fn shareable(tx: &Tx, roles: &[RoleId], faults: &mut Vec<Fault>) -> Result<Vec<RoleId>> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    if !tx.ctx().actor.has(SAVED_VIEW_SHARE) {
        return Err(Error::forbidden(SAVED_VIEW_SHARE));
    }
    let known = roles_known(tx, roles).await?;
    let unknown = roles.iter().enumerate().filter(|(_, role)| !known.contains(role));
    faults.extend(unknown.map(|(at, _)| Fault::unknown_reference(format!("/roles/{at}"))));
    Ok(roles.iter().copied().collect::<BTreeSet<_>>().into_iter().collect())
}

async fn share(tx: &Tx, id: SavedViewId, roles: &[RoleId]) -> Result<()> {
    let rows = roles.iter().map(|role| shared::ActiveModel { view_id: Set(id), role_id: Set(*role) });
    parts(tx).insert_many(rows.collect()).await
}

async fn unshare(tx: &Tx, id: SavedViewId) -> Result<()> {
    let delete = Query::delete().from_table(shared::Entity).and_where(shared::Column::ViewId.eq(id)).take();
    parts(tx).run(&delete).await.map(|_| ())
}

fn parts(tx: &Tx) -> dienstweg_kernel::db::UnscopedWrite<'_> {
    tx.unscoped_write("roles of a view the caller has locked")
}

/// What stands after "?" in an address (RFC 3986): it becomes part of one again.
fn query_fault(query: &str) -> Option<Fault> {
    let of_address = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/?".contains(&byte);
    let message = || Text::new("Das kann nicht in einer Adresse stehen.", "This cannot stand in an address.");
    let fits = query.len() <= 4000 && query.bytes().all(of_address);
    (!fits).then(|| Fault::new("/query", "not_a_query", message()))
}
