//! Positions one at a time: clarified, checked, rejected.
use super::content::enter_match;
use super::follow;
use super::views::view_of;
use crate::entity::{order, position};
use crate::error::POSITION_STATE;
use crate::events;
use crate::input::PositionMatch;
use crate::policy::orders::{ORDER_READ, ORDER_RELEASE, ORDER_WRITE};
use crate::types::PositionState;
use crate::view::OrderView;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::PositionId;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// A position that is locked together with its order.
struct Root {
    order: Locked<order::Entity>,
    position: Locked<position::Entity>,
}

async fn root(tx: &Tx, id: PositionId, permission: Permission, seen: IfMatch) -> Result<Root> {
    let order_id = tx.get::<position::Entity>(id).await?.order_id;
    let order = tx.lock::<order::Entity>(order_id, permission, IfMatch::Any).await?;
    let position = tx.lock::<position::Entity>(id, permission, seen).await?;
    Ok(Root { order, position })
}

/// Stores the changed position, and lets its order follow.
async fn store(tx: &Tx, root: Root, mut after: position::Model, fact: Fact) -> Result<OrderView> {
    after.updated_at = tx.ctx().now();
    let order_id = after.order_id;
    tx.update(root.position, after.into_active_model().reset_all(), fact).await?;
    let all = position::Entity::find().filter(position::Column::OrderId.eq(order_id));
    let positions = tx.unscoped("all positions of an order the caller changes").all(all).await?;
    follow(tx, root.order, &positions).await?;
    view_of(tx, ORDER_READ, order_id).await
}

fn expect(position: &position::Model, states: &[PositionState]) -> Result<()> {
    if states.contains(&position.state) { Ok(()) } else { Err(Error::new(POSITION_STATE)) }
}

/// Says what a position means; found by the caller for the service and body people chose. It is ready where no problem
/// is left, and must be checked again.
pub async fn position_clarify(
    tx: &Tx,
    id: PositionId,
    seen: IfMatch,
    found: &PositionMatch,
) -> Result<OrderView> {
    let root = root(tx, id, ORDER_WRITE, seen).await?;
    expect(&root.position, &[PositionState::Clarification, PositionState::Ready, PositionState::Checked])?;
    let mut after = (*root.position).clone();
    enter_match(&mut after, found);
    after.clarified_by = Some(tx.ctx().actor.id.0);
    let fact = match (after.state, found.service_id, found.body_id) {
        (PositionState::Ready, Some(service), Some(body)) => {
            events::position_clarified(id, after.line, service, body)
        }
        _ => events::position_changed(id, after.line),
    };
    store(tx, root, after, fact).await
}

/// Says that a ready position was checked.
pub async fn position_check(tx: &Tx, id: PositionId, seen: IfMatch) -> Result<OrderView> {
    let root = root(tx, id, ORDER_WRITE, seen).await?;
    expect(&root.position, &[PositionState::Ready])?;
    let mut after = (*root.position).clone();
    after.state = PositionState::Checked;
    after.checked_by = Some(tx.ctx().actor.id.0);
    after.checked_at = Some(tx.ctx().now());
    let fact = events::position_checked(id, after.line);
    store(tx, root, after, fact).await
}

/// Decides that a position gets no rollout.
pub async fn position_reject(tx: &Tx, id: PositionId, seen: IfMatch, reason: &str) -> Result<OrderView> {
    let root = root(tx, id, ORDER_RELEASE, seen).await?;
    expect(&root.position, &[PositionState::Clarification, PositionState::Ready, PositionState::Checked])?;
    let mut after = (*root.position).clone();
    after.state = PositionState::Rejected;
    after.reason = Some(reason.to_owned());
    let fact = events::position_rejected(id, after.line, reason);
    store(tx, root, after, fact).await
}
