//! Queries of what nobody does, and of what a person does by hand.
use crate::entity::{milestone, party, rollout};
use crate::input::RolloutListParams;
use crate::steering::CourseState;
use crate::types::rollout::word;
use dienstweg_kernel::guard::tables::scope_closure;
use dienstweg_kernel::ids::{OrganisationId, PersonId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{CommonTableExpression, Expr, ExprTrait, Func, IntoColumnRef, NullOrdering, Query};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Order};
use uuid::Uuid;

/// Rollouts that go on and in which nobody plays one of these roles, unless somebody said so by hand.
pub fn lacking(roles: &[String]) -> Condition {
    use rollout::Column as C;
    let open =
        Query::select().column(party::Column::RolloutId).from(party::Entity).cond_where(nobody(roles)).take();
    Condition::all().add(C::Id.in_subquery(open)).add(C::State.is_in(GOING_ON.map(word)))
}

fn nobody(roles: &[String]) -> Condition {
    use party::Column as P;
    Condition::all()
        .add(P::Role.is_in(roles.iter().cloned()))
        .add(P::OrganisationId.is_null())
        .add(P::Fixed.eq(false))
}

/// Ordered or running: somebody will have to act.
const GOING_ON: [CourseState; 3] = [CourseState::NotStarted, CourseState::Running, CourseState::Deferred];

/// Rollouts in which nobody plays a role, by role, district and service.
#[derive(FromQueryResult)]
pub struct Gap {
    pub role: String,
    pub district: Option<Uuid>,
    pub service_id: Option<ServiceId>,
    pub rollouts: i64,
}

/// Where a body lies, looked up once: without it both databases would seek each district above each rollout.
const LYING: &str = "lying";

/// Those groups of these roles in the rollouts a list's parameters name that have most, at most `limit`.
pub async fn gaps(
    reader: &Reader,
    roles: &[String],
    params: &RolloutListParams,
    districts: &[OrganisationId],
    limit: u64,
) -> Result<Vec<Gap>> {
    use rollout::Column as C;
    use scope_closure::Column as S;
    let district = || Expr::col((LYING, "district"));
    let lying = Query::select()
        .columns([S::Node, S::Ancestor])
        .from(scope_closure::Entity)
        .and_where(S::Ancestor.is_in(districts.iter().map(|id| id.0)))
        .take();
    let lying = CommonTableExpression::new()
        .table_name(LYING)
        .columns(["body", "district"])
        .query(lying)
        .materialized(true)
        .to_owned();
    let params = RolloutListParams { state: GOING_ON.to_vec(), ..params.clone() };
    let select = Query::select()
        .column((party::Entity, party::Column::Role))
        .expr_as(district(), "district")
        .column((rollout::Entity, C::ServiceId))
        .expr_as(Func::count(Expr::val(1)), "rollouts")
        .from(party::Entity)
        .inner_join(rollout::Entity, C::Id.into_expr().equals(party::Column::RolloutId.as_column_ref()))
        .left_join(LYING, C::BodyId.into_expr().equals((LYING, "body")))
        .cond_where(nobody(roles))
        .and_where(C::Id.in_subquery(super::lists::selected(reader, &params).into_ids()))
        .group_by_columns([
            (party::Entity, party::Column::Role).into_column_ref(),
            (LYING, "district").into_column_ref(),
            (rollout::Entity, C::ServiceId).into_column_ref(),
        ])
        .order_by_expr(Func::count(Expr::val(1)).into(), Order::Desc)
        .order_by((party::Entity, party::Column::Role), Order::Asc)
        // Databases do not agree where nothing stands.
        .order_by_with_nulls((LYING, "district"), Order::Asc, NullOrdering::Last)
        .order_by_with_nulls((rollout::Entity, C::ServiceId), Order::Asc, NullOrdering::Last)
        .limit(limit)
        .with_cte(lying)
        .take();
    reader.unscoped("rollouts the caller sees, by roles nobody plays").rows(&select).await
}

/// Which of a person's things: roles set by hand, or open milestones of their own.
#[derive(Clone, Copy)]
pub enum Held {
    Parties,
    Milestones,
}

/// How many rollouts hold something a person does by hand, and the bodies of some of them.
pub async fn held(reader: &Reader, person: PersonId, what: Held) -> Result<(i64, Vec<OrganisationId>)> {
    use rollout::Column as C;
    let those = match what {
        Held::Parties => Query::select()
            .column(party::Column::RolloutId)
            .from(party::Entity)
            .and_where(party::Column::PersonId.eq(person))
            .and_where(party::Column::Fixed.eq(true))
            .take(),
        Held::Milestones => Query::select()
            .column(milestone::Column::RolloutId)
            .from(milestone::Entity)
            .and_where(milestone::Column::PersonId.eq(person))
            .and_where(milestone::Column::PartyFixed.eq(true))
            .and_where(super::steer::unsettled())
            .take(),
    };
    let rollouts = || {
        let select = reader.select::<rollout::Entity>().filter(C::State.ne(word(CourseState::Ended)));
        select.filter(C::Id.in_subquery(those.clone()))
    };
    let count = i64::try_from(rollouts().count().await?).unwrap_or(i64::MAX);
    let some = rollouts().order(C::BodySort, Order::Asc).limit(5).all().await?;
    Ok((count, some.iter().map(|row| row.body_id).collect()))
}
