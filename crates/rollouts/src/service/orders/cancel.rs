//! Cancelling orders: at once before release, by decision of people afterwards.
use super::views::view_of;
use super::{placing, state_of};
use crate::entity::{order, position};
use crate::error::ORDER_NOT_CANCELLING;
use crate::events;
use crate::input::CancellationDecision;
use crate::policy::orders::{ORDER_READ, ORDER_RELEASE};
use crate::types::PositionState;
use crate::view::OrderView;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::{OrderId, RolloutId};
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, Set};

/// Cancels what is not decided yet. Where something was released, that becomes a request people decide on. Doing it
/// twice changes nothing.
pub async fn order_cancel(tx: &Tx, id: OrderId, seen: IfMatch, reason: Option<&str>) -> Result<OrderView> {
    let permission = placing(&tx.ctx().actor)?;
    let order = tx.lock::<order::Entity>(id, permission, seen).await?;
    let positions = cancel_where(tx, permission, id, reason, PositionState::is_open).await?;
    let released = positions.iter().any(|position| position.state.is_released());
    let mut change = order.change();
    let requested = order.cancel_requested_at.or_else(|| released.then(|| tx.ctx().now()));
    let state = state_of(&positions, requested.is_some());
    let nothing_new = state == order.state && requested == order.cancel_requested_at;
    if !nothing_new {
        change.cancel_requested_at = Set(requested);
        change.cancel_reason = Set(reason.map(str::to_owned));
        change.state = Set(state);
        change.version = Set(order.version + 1);
        change.updated_at = Set(tx.ctx().now());
        let fact = if released { events::cancel_requested(reason) } else { events::order_cancelled(reason) };
        tx.update(order, change, fact).await?;
    }
    view_of(tx, permission, id).await
}

/// Cancels the positions in such a state; answers all positions of the order.
async fn cancel_where(
    tx: &Tx,
    permission: Permission,
    order: OrderId,
    reason: Option<&str>,
    applies: impl Fn(PositionState) -> bool,
) -> Result<Vec<position::Model>> {
    let rows = tx.lock_all::<position::Entity>(permission, position::Column::OrderId.eq(order)).await?;
    let mut positions = Vec::with_capacity(rows.len());
    for row in rows {
        let mut after = (*row).clone();
        if applies(row.state) {
            after.state = PositionState::Cancelled;
            after.reason = reason.map(str::to_owned);
            after.updated_at = tx.ctx().now();
            let fact = events::position_cancelled(row.id, row.line, reason);
            tx.update(row, after.clone().into_active_model().reset_all(), fact).await?;
        }
        positions.push(after);
    }
    Ok(positions)
}

/// Decides on a requested cancellation. Accepted, the released positions are cancelled; answers the rollouts that were
/// made for them, which the caller gives their outcome. Rollouts that other orders had made go on.
///
/// # Errors
/// `order-not-cancelling` where nobody asked.
pub async fn cancellation_decide(
    tx: &Tx,
    id: OrderId,
    seen: IfMatch,
    decision: CancellationDecision,
    reason: &str,
) -> Result<(OrderView, Vec<RolloutId>)> {
    let order = tx.lock::<order::Entity>(id, ORDER_RELEASE, seen).await?;
    if order.cancel_requested_at.is_none() {
        return Err(Error::new(ORDER_NOT_CANCELLING));
    }
    let accept = decision == CancellationDecision::Accept;
    let before = crate::store::orders::positions(tx, vec![id]).await?.remove(&id).unwrap_or_default();
    let made = before.iter().filter(|row| accept && row.state == PositionState::Released);
    let made: Vec<RolloutId> = made.filter_map(|row| row.rollout_id).collect();
    let applies = |state: PositionState| accept && (state.is_open() || state.is_released());
    let positions = cancel_where(tx, ORDER_RELEASE, id, Some(reason), applies).await?;
    let mut change = order.change();
    change.cancel_requested_at = Set(None);
    change.state = Set(state_of(&positions, false));
    change.updated_at = Set(tx.ctx().now());
    let fact = if accept { events::order_cancelled(Some(reason)) } else { events::cancel_refused(reason) };
    tx.update(order, change, fact).await?;
    Ok((view_of(tx, ORDER_READ, id).await?, made))
}
