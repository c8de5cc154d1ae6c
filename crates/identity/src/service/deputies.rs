//! Who may stand in for whom, and what becomes of that when a deputy leaves.
use super::notices::rows;
use crate::entity::user;
use crate::events;
use crate::policy::USER_WRITE;
use crate::types::UserStatus;
use chrono::NaiveDate;
use dienstweg_kernel::error::Result;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::tables::actor_grant;
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Func, JoinType, LikeExpr, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, FromQueryResult, Order};

/// Names in a list to choose a deputy from.
const COLLEAGUES: u64 = 50;

#[derive(FromQueryResult)]
struct Colleague {
    id: UserId,
    name: String,
}

/// Those one may name as deputy: active users who have a right for the same organisation, team or all as oneself.
pub async fn deputies(reader: &Reader, q: Option<&str>) -> Result<Vec<Named>> {
    let mut list = colleagues(UserId(reader.ctx().actor.id.0));
    if let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) {
        let escaped = q.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let name = Func::lower(Expr::col(user::Column::Name));
        list.and_where(Expr::expr(name).like(LikeExpr::new(format!("%{escaped}%")).escape('\\')));
    }
    let list = list.order_by(user::Column::SortKey, Order::Asc).limit(COLLEAGUES).take();
    let rows = rows::<Colleague>(reader, &list).await?;
    Ok(rows.into_iter().map(|row| Named { id: row.id.0, name: Some(row.name), key: None }).collect())
}

/// Whether a user may be the deputy of another one.
pub(super) async fn may_stand_in(reader: &Reader, of: UserId, deputy: UserId) -> Result<bool> {
    let select = colleagues(of).and_where(user::Column::Id.eq(deputy)).take();
    Ok(!rows::<Colleague>(reader, &select).await?.is_empty())
}

fn colleagues(of: UserId) -> SelectStatement {
    use actor_grant::Column as G;
    let (other, mine) = (|column: G| Expr::col(("other", column)), |column: G| Expr::col(("mine", column)));
    let shared = Query::select()
        .expr(other(G::Actor))
        .from_as(actor_grant::Entity, "other")
        .join_as(
            JoinType::InnerJoin,
            actor_grant::Entity,
            "mine",
            Condition::all()
                .add(mine(G::Actor).eq(of.0))
                .add(mine(G::ScopeKind).equals(("other", G::ScopeKind)))
                .add(mine(G::ScopeId).equals(("other", G::ScopeId))),
        )
        .take();
    Query::select()
        .columns([user::Column::Id, user::Column::Name])
        .from(user::Entity)
        .and_where(user::Column::Status.eq(UserStatus::Active))
        .and_where(user::Column::Id.ne(of))
        .and_where(user::Column::Id.in_subquery(shared))
        .take()
}

/// Absences in which somebody is the deputy and which are not over on a day.
fn stood_in_by(deputy: UserId, day: NaiveDate) -> Condition {
    use user::Column as C;
    Condition::all()
        .add(C::DeputyId.eq(deputy))
        .add(C::AbsentUntil.gte(day))
        .add(C::Status.eq(UserStatus::Active))
}

/// For whom somebody stands in on a day or later, as far as the caller sees these users.
pub async fn absences_of_deputy(reader: &Reader, deputy: UserId, day: NaiveDate) -> Result<Vec<UserId>> {
    let select = reader.select::<user::Entity>().filter(stood_in_by(deputy, day));
    Ok(select.order(user::Column::SortKey, Order::Asc).all().await?.iter().map(|row| row.id).collect())
}

/// Another one stands in from now on, for those whose deputy it may be; the absence of the others lapses, and they choose
/// anew.
pub async fn absences_hand_over(tx: &Tx, from: UserId, to: Option<UserId>) -> Result<()> {
    for row in tx.lock_all::<user::Entity>(USER_WRITE, stood_in_by(from, tx.ctx().today())).await? {
        let next = match to {
            Some(to) if may_stand_in(tx, row.id, to).await? => Some(to),
            _ => None,
        };
        let mut change = row.change();
        change.deputy_id = Set(next);
        if next.is_none() {
            // An absence is kept for its deputy alone.
            (change.absent_from, change.absent_until) = (Set(None), Set(None));
        }
        change.updated_at = Set(tx.ctx().now());
        tx.update(row, change, Fact::new(events::USER_UPDATED)).await?;
    }
    Ok(())
}
