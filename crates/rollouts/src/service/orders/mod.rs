//! Orders: placed, changed and cancelled by marketplaces and by hand; clarified, checked and released by position.
mod cancel;
mod content;
mod of_rollout;
mod place;
mod positions;
mod release;
mod views;

pub use cancel::{cancellation_decide, order_cancel};
pub use of_rollout::orders_told;
pub use place::order_place;
pub use positions::{position_check, position_clarify, position_reject};
pub use release::{positions_releasable, positions_released};
pub use views::{order_addresses, order_counts, order_get, order_history, order_list, order_placed};

use crate::entity::{order, position};
use crate::policy::orders::{ORDER_PLACE, ORDER_WRITE};
use crate::types::OrderState;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::Set;

/// With what right the caller places, changes and cancels orders.
fn placing(actor: &Actor) -> Result<Permission> {
    let rights = [ORDER_PLACE, ORDER_WRITE];
    rights.into_iter().find(|right| actor.has(*right)).ok_or_else(|| Error::forbidden(ORDER_WRITE))
}

/// Makes an order say what its positions now say. Its version counts their changes too, as its view shows them.
async fn follow(tx: &Tx, order: Locked<order::Entity>, positions: &[position::Model]) -> Result<()> {
    let mut change = order.change();
    change.state = Set(state_of(positions, order.cancel_requested_at.is_some()));
    change.version = Set(order.version + 1);
    change.updated_at = Set(tx.ctx().now());
    tx.derive(order, change).await.map(|_| ())
}

fn state_of(positions: &[position::Model], cancel_requested: bool) -> OrderState {
    OrderState::of(positions.iter().map(|position| position.state), cancel_requested)
}
