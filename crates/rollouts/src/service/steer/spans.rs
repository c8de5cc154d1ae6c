//! From when to when rollouts go, together: for time axes of regions and bodies.
use crate::entity::rollout;
use crate::input::RolloutListParams;
use crate::steering::CourseState;
use crate::store;
use crate::types::rollout::word;
use crate::types::{NO_DAY, RolloutKind};
use chrono::NaiveDate;
use dienstweg_kernel::guard::tables::scope_closure;
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};

/// All rollouts of one service in one region or body: the first day of any, the last days of all.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Span {
    /// The region or body.
    pub group_id: OrganisationId,
    pub service_id: Option<ServiceId>,
    pub start: Option<NaiveDate>,
    /// By the moved plan.
    pub plan: Option<NaiveDate>,
    /// Of those that are neither live nor ended.
    pub forecast: Option<NaiveDate>,
    /// The last go-live so far.
    pub actual: Option<NaiveDate>,
    pub total: i64,
    pub live: i64,
}

/// Spans of rollouts the caller sees, by the regions their bodies lie in. One statement.
pub async fn spans_of_regions(
    reader: &Reader,
    params: &RolloutListParams,
    regions: &[OrganisationId],
) -> Result<Vec<Span>> {
    use scope_closure::Column as T;
    let ancestor = Expr::col(T::Ancestor.as_column_ref());
    let body = Expr::col(rollout::Column::BodyId.as_column_ref());
    let mut select = spans(reader, params, ancestor.clone());
    let select = select
        .inner_join(scope_closure::Entity, body.equals(T::Node.as_column_ref()))
        .and_where(ancestor.is_in(regions.iter().map(|id| id.0)))
        .take();
    reader
        .unscoped("spans of rollouts the caller sees, by the regions their bodies lie in")
        .rows(&select)
        .await
}

/// The same by body, in the order of their names, at most `limit`.
pub async fn spans_of_bodies(reader: &Reader, params: &RolloutListParams, limit: u64) -> Result<Vec<Span>> {
    use rollout::Column as C;
    let body = Expr::col(C::BodyId.as_column_ref());
    let mut select = spans(reader, params, body);
    let first = Func::min(Expr::col(C::BodySort.as_column_ref()));
    let select = select
        .order_by_expr(first.into(), sea_orm::Order::Asc)
        .order_by_expr(Expr::col(C::BodyId.as_column_ref()), sea_orm::Order::Asc)
        .order_by_expr(Func::min(Expr::col(C::ServiceSort.as_column_ref())).into(), sea_orm::Order::Asc)
        .limit(limit)
        .take();
    reader.unscoped("spans of rollouts the caller sees, by body").rows(&select).await
}

fn spans(reader: &Reader, params: &RolloutListParams, group: Expr) -> SelectStatement {
    use rollout::Column as C;
    let daughters = RolloutListParams { kind: vec![RolloutKind::Daughter], ..params.clone() };
    let seen = store::lists::selected(reader, &daughters).into_ids();
    let column = |column: C| Expr::col(column.as_column_ref());
    let case = |when: Condition, then: Expr| Expr::Case(Box::new(CaseStatement::new().case(when, then)));
    let open = Condition::all()
        .add(C::LiveOn.is_null())
        .add(C::State.ne(word(CourseState::Ended)))
        .add(C::ForecastGoLive.ne(NO_DAY));
    let live = Condition::all().add(C::LiveOn.is_not_null()).add(C::State.ne(word(CourseState::Ended)));
    Query::select()
        .expr_as(group.clone(), "group_id")
        .expr_as(column(C::ServiceId), "service_id")
        .expr_as(Func::min(column(C::StartedOn)), "start")
        .expr_as(Func::max(Func::coalesce([column(C::MovedGoLive), column(C::PlanGoLive)])), "plan")
        .expr_as(Func::max(case(open, column(C::ForecastGoLive))), "forecast")
        .expr_as(Func::max(column(C::LiveOn)), "actual")
        .expr_as(Func::count(Expr::val(1)), "total")
        .expr_as(Func::count(case(live, Expr::val(1))), "live")
        .from(rollout::Entity)
        .and_where(column(C::Id).in_subquery(seen))
        .add_group_by([group, column(C::ServiceId)])
        .take()
}
