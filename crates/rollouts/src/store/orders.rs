//! Queries of orders and positions.
use crate::entity::{order, position, rollout};
use crate::input::OrderListParams;
use crate::policy::orders::ORDER_RELEASE;
use crate::types::{OrderState, PositionState};
use dienstweg_kernel::ctx::{Extent, Permission};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::{ScopeKind, actor_grant, scope_closure, subtree};
use dienstweg_kernel::ids::{OrderId, OrganisationId, RolloutId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::found;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, Func, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

pub const ORDER_SORTS: &[(&str, order::Column)] =
    &[("placed_at", order::Column::PlacedAt), ("updated_at", order::Column::UpdatedAt)];

pub async fn orders(
    reader: &Reader,
    params: &OrderListParams,
    request: &PageRequest,
) -> Result<Page<Visible<order::Entity>>> {
    use order::Column as C;
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-placed_at"), ORDER_SORTS)?;
    let mut scoped = reader
        .select::<order::Entity>()
        .filter_any(C::State, params.state.clone())
        .filter_opt(params.source.clone(), |source| C::Source.eq(source))
        .filter_opt(params.organisation, |top| C::OrganisationId.in_subquery(subtree([top])));
    if !params.position_state.is_empty() || !params.service.is_empty() {
        let mut of_position = Query::select();
        of_position.column(position::Column::OrderId).from(position::Entity);
        if !params.position_state.is_empty() {
            of_position.and_where(position::Column::State.is_in(params.position_state.clone()));
        }
        if !params.service.is_empty() {
            of_position.and_where(position::Column::ServiceId.is_in(params.service.clone()));
        }
        scoped = scoped.filter(C::Id.in_subquery(of_position));
    }
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        scoped = scoped.filter(found(C::Id, reader.find("order", q)));
    }
    scoped.page(sort, request).await
}

/// The positions of these orders, by line.
pub async fn positions(reader: &Reader, ids: Vec<OrderId>) -> Result<HashMap<OrderId, Vec<position::Model>>> {
    let select = position::Entity::find()
        .filter(position::Column::OrderId.is_in(ids))
        .order_by_asc(position::Column::Line);
    let mut grouped: HashMap<OrderId, Vec<position::Model>> = HashMap::new();
    for row in reader.unscoped("positions of orders the caller sees").all(select).await? {
        grouped.entry(row.order_id).or_default().push(row);
    }
    Ok(grouped)
}

/// The rollouts of positions: whose order it is, may know how far it is.
pub async fn rollouts(reader: &Reader, ids: Vec<RolloutId>) -> Result<HashMap<RolloutId, rollout::Model>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = rollout::Entity::find().filter(rollout::Column::Id.is_in(ids));
    let rows = reader.unscoped("how far the rollouts of orders are that the caller sees").all(select).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Those of these orders, which the caller sees, that it reaches with a permission.
pub async fn reachable(reader: &Reader, permission: Permission, ids: &[OrderId]) -> Result<HashSet<OrderId>> {
    match reader.ctx().actor.extent(permission) {
        None => Ok(HashSet::new()),
        Some(Extent::Everything) => Ok(ids.iter().copied().collect()),
        Some(Extent::Scoped) => {
            let ids = ids.to_vec();
            let rows = reader.select_with::<order::Entity>(permission).filter(order::Column::Id.is_in(ids));
            Ok(rows.all().await?.iter().map(|row| row.id).collect())
        }
    }
}

#[derive(FromQueryResult)]
struct Holder {
    actor: Uuid,
}

/// As many as a screen names.
const RELEASERS: u64 = 20;

/// Actors that may release what this body ordered; what no body is known for, those who see everything.
pub async fn releasers(reader: &Reader, organisation: Option<OrganisationId>) -> Result<Vec<Uuid>> {
    use actor_grant::Column as G;
    let kind = |kind: ScopeKind| G::ScopeKind.eq(kind.as_str());
    let mut reach = Condition::any().add(kind(ScopeKind::Everything));
    if let Some(body) = organisation {
        let above = Query::select()
            .column(scope_closure::Column::Ancestor)
            .from(scope_closure::Entity)
            .and_where(scope_closure::Column::Node.eq(body.0))
            .take();
        let of_body = Condition::all().add(kind(ScopeKind::Organisation)).add(G::ScopeId.in_subquery(above));
        reach = reach.add(of_body);
    }
    let select = Query::select()
        .distinct()
        .column(G::Actor)
        .from(actor_grant::Entity)
        .and_where(G::Permission.eq(ORDER_RELEASE.0))
        .cond_where(reach)
        .order_by(G::Actor, Order::Asc)
        .limit(RELEASERS)
        .take();
    let rows: Vec<Holder> = reader.unscoped("who may release an order the caller sees").rows(&select).await?;
    Ok(rows.into_iter().map(|row| row.actor).collect())
}

#[derive(FromQueryResult)]
pub struct ByState {
    pub state: PositionState,
    pub count: i64,
}

/// How many positions the caller sees stand where.
pub async fn position_counts(reader: &Reader) -> Result<Vec<ByState>> {
    let count = [(Func::count(Expr::val(1)).into(), "count")];
    reader.select::<position::Entity>().summarise(&[position::Column::State], count).await
}

pub async fn wishes(reader: &Reader) -> Result<(u64, u64)> {
    let changes = reader.select::<position::Entity>().filter(position::Column::ChangeRequested.eq(true));
    let cancels =
        reader.select::<order::Entity>().filter(order::Column::State.eq(OrderState::CancelRequested));
    Ok((changes.count().await?, cancels.count().await?))
}
