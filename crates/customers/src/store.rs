//! Every query of this domain that is more than one line.
use crate::entity::{organisation, person, place};
use crate::input::{OrganisationListParams, PersonListParams};
use crate::types::OrganisationKind;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::{scope_closure, subtree};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::found;
use dienstweg_kernel::{Reader, Result, Tx, text};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryTrait, Set};
use std::collections::HashMap;
use uuid::Uuid;

pub const ORGANISATION_SORTS: &[(&str, organisation::Column)] = &[
    ("name", organisation::Column::SortKey),
    ("updated_at", organisation::Column::UpdatedAt),
    ("population", organisation::Column::Population),
];

pub const PERSON_SORTS: &[(&str, person::Column)] =
    &[("name", person::Column::SortKey), ("updated_at", person::Column::UpdatedAt)];

pub async fn organisations(
    reader: &Reader,
    params: &OrganisationListParams,
    request: &PageRequest,
) -> Result<Page<Visible<organisation::Entity>>> {
    use OrganisationKind as K;
    use organisation::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), ORGANISATION_SORTS)?;
    let mut scoped = reader
        .select::<organisation::Entity>()
        .filter_any(C::Kind, params.kind.clone())
        .filter_opt(params.parent, |parent| C::ParentId.eq(parent))
        .filter_opt(params.below, |top| C::Id.in_subquery(subtree([top])))
        .filter_opt(params.key.as_deref(), |key| by_key(key).into());
    if params.roots == Some(true) {
        scoped = scoped.filter(C::ParentId.is_null());
    }
    if params.in_force.unwrap_or(true) {
        scoped = scoped.filter(in_force(reader));
    }
    if let (Some(live), Some(covered)) = (params.live, params.covered.clone()) {
        let among = if live { C::Id.in_subquery(covered) } else { C::Id.not_in_subquery(covered) };
        scoped = scoped.filter(C::Kind.is_in([K::Municipality, K::IndependentCity])).filter(among);
    }
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        scoped = scoped.filter(found(C::Id, reader.find("organisation", q)));
    }
    scoped.page(sort, request).await
}

/// Not ended yet on the caller's present day.
pub fn in_force(reader: &Reader) -> Condition {
    use organisation::Column as C;
    Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(reader.ctx().today()))
}

/// Any key an organisation is known by. A 12-digit ARS is that of a municipality or, cut, of what stands above it.
pub fn by_key(key: &str) -> Condition {
    use organisation::Column as C;
    let key = key.trim();
    // An ARS may come cut to the level it means: Land, government district, district, association.
    let cut = matches!(key.len(), 2 | 3 | 5 | 9) && key.bytes().all(|byte| byte.is_ascii_digit());
    Condition::any()
        .add(C::Ags.eq(key))
        .add(C::Ars.eq(key))
        .add(C::FictiveAgs.eq(key))
        .add(C::OwnKey.eq(key))
        .add_option(cut.then(|| C::Ars.eq(format!("{key:0<12}"))))
}

/// The ancestors of an organisation with their distance, itself at 0.
pub async fn ancestors(reader: &Reader, node: OrganisationId) -> Result<Vec<(Uuid, i32)>> {
    use scope_closure::Column as C;
    let rows = reader
        .unscoped("the path of an organisation the caller sees")
        .all(scope_closure::Entity::find().filter(C::Node.eq(node.0)))
        .await?;
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.ancestor, row.depth)).collect();
    rows.sort_by_key(|(_, depth)| std::cmp::Reverse(*depth));
    Ok(rows)
}

#[derive(FromQueryResult)]
struct Children {
    parent_id: OrganisationId,
    children: i64,
}

/// How many visible organisations in force stand directly below each of these.
pub async fn child_counts(
    reader: &Reader,
    parents: Vec<OrganisationId>,
) -> Result<HashMap<OrganisationId, i64>> {
    use organisation::Column as C;
    if parents.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Children> = reader
        .select::<organisation::Entity>()
        .filter(C::ParentId.is_in(parents))
        .filter(in_force(reader))
        .summarise(&[C::ParentId], [(Func::count(Expr::val(1)).into(), "children")])
        .await?;
    Ok(rows.into_iter().map(|row| (row.parent_id, row.children)).collect())
}

pub async fn persons(
    reader: &Reader,
    params: &PersonListParams,
    request: &PageRequest,
) -> Result<Page<Visible<person::Entity>>> {
    use crate::entity::function;
    use person::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), PERSON_SORTS)?;
    let mut scoped = reader.select::<person::Entity>().filter(C::ValidTo.is_null());
    if params.organisation.is_some() || !params.function.is_empty() {
        let functions = reader
            .select::<function::Entity>()
            .filter(function::Column::ValidTo.is_null())
            .filter_opt(params.organisation, |id| function::Column::OrganisationId.eq(id))
            .filter_any(function::Column::Function, params.function.clone());
        scoped = scoped.filter(C::Id.in_subquery(functions.into_column(function::Column::PersonId)));
    }
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        for word in text::search_form(q).split(' ') {
            scoped = scoped.filter(C::SearchForm.contains(word));
        }
    }
    scoped.page(sort, request).await
}

/// Records that an organisation stands below `parent` from `day` on, and no longer where it stood before.
pub async fn place_change(tx: &Tx, id: OrganisationId, parent: Option<OrganisationId>) -> Result<()> {
    let today = tx.ctx().today();
    let end = place::Entity::update_many()
        .col_expr(place::Column::ValidTo, Expr::val(today))
        .filter(place::Column::OrganisationId.eq(id))
        .filter(place::Column::ValidTo.is_null())
        .into_query();
    let begin = place::Entity::insert(place_row(tx, id, parent, Some(today))).into_query();
    let write = tx.unscoped_write("places follow the tree");
    write.run(&end).await?;
    write.run(&begin).await.map(|_| ())
}

pub fn place_row(
    tx: &Tx,
    id: OrganisationId,
    parent: Option<OrganisationId>,
    from: Option<chrono::NaiveDate>,
) -> place::ActiveModel {
    place::ActiveModel {
        id: Set(tx.ctx().new_id::<dienstweg_kernel::ids::EventId>().0),
        organisation_id: Set(id),
        parent_id: Set(parent),
        valid_from: Set(from),
        valid_to: Set(None),
    }
}

/// The closure of a new leaf: the ancestors of its parent, one further away, and itself.
pub async fn closure_add_leaf(tx: &Tx, node: OrganisationId, parent: Option<OrganisationId>) -> Result<()> {
    let mut rows = vec![closure_row(node.0, node.0, 0)];
    if let Some(parent) = parent {
        let above = ancestors(tx, parent).await?;
        rows.extend(above.into_iter().map(|(ancestor, depth)| closure_row(ancestor, node.0, depth + 1)));
    }
    tx.unscoped_write("the closure follows the tree").insert_many(rows).await
}

pub fn closure_row(ancestor: Uuid, node: Uuid, depth: i32) -> scope_closure::ActiveModel {
    scope_closure::ActiveModel { ancestor: Set(ancestor), node: Set(node), depth: Set(depth) }
}

/// Moves a whole subtree below another parent: only pairs of old or new ancestors with nodes of the subtree change.
pub async fn closure_move(tx: &Tx, top: OrganisationId, parent: Option<OrganisationId>) -> Result<()> {
    use scope_closure::Column as C;
    let below = tx
        .unscoped("the subtree that moves")
        .all(scope_closure::Entity::find().filter(C::Ancestor.eq(top.0)))
        .await?;
    let inside = subtree([top]);
    let cut = scope_closure::Entity::delete_many()
        .filter(C::Node.in_subquery(inside.clone()))
        .filter(Expr::col(C::Ancestor).not_in_subquery(inside))
        .into_query();
    let write = tx.unscoped_write("the closure follows the tree");
    write.run(&cut).await?;
    let Some(parent) = parent else { return Ok(()) };
    let above = ancestors(tx, parent).await?;
    let rows = above
        .iter()
        .flat_map(|(ancestor, up)| {
            below.iter().map(move |row| closure_row(*ancestor, row.node, up + 1 + row.depth))
        })
        .collect();
    write.insert_many(rows).await
}

/// Organisations of the register that are in force or not, in these Länder (first two digits of the key).
pub async fn register_organisations(
    tx: &Reader,
    lands: &[String],
) -> Result<Vec<Visible<organisation::Entity>>> {
    use organisation::Column as C;
    let mut any = Condition::any();
    for land in lands {
        any = any.add(C::RegisterKey.starts_with(land));
    }
    tx.select::<organisation::Entity>().filter(C::RegisterKey.is_not_null()).filter(any).all().await
}

/// Only what a statement needs to be written elsewhere.
pub fn ids_of(rows: &[Visible<organisation::Entity>]) -> Vec<OrganisationId> {
    rows.iter().map(|row| row.id).collect()
}
