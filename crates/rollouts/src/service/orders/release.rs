//! Releasing positions, in bulk. First what may be released is found and locked, then the caller creates the rollouts,
//! then the positions get them; all in one commit.
use super::follow;
use crate::entity::{order, position};
use crate::error::{FOUR_EYES, POSITION_STATE};
use crate::events;
use crate::input::PositionRollout;
use crate::policy::orders::ORDER_RELEASE;
use crate::types::{FourEyes, PositionState};
use crate::view::Releasable;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{ActorId, OrderId, PositionId};
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel};
use std::collections::{HashMap, HashSet};

/// Every tenth position needs four eyes where the policy is to take samples.
const SAMPLE: u128 = 10;

/// Locks these positions with their orders and says of each whether the caller may release it, in the order asked for.
/// One that may not be released does not hold the others.
///
/// Per position: `not-found`, `forbidden`, `stale` where it is not of the version the caller has seen, `order-position-state` where it is not ready (or not checked, where four eyes are
/// needed), `four-eyes` where the caller placed, clarified or checked it.
pub async fn positions_releasable(
    tx: &Tx,
    wanted: &[(PositionId, IfMatch)],
    four_eyes: impl Fn(&Releasable) -> FourEyes,
) -> Result<Vec<(PositionId, Result<Releasable>)>> {
    let ids: Vec<PositionId> = wanted.iter().map(|(id, _)| *id).collect();
    let (orders, positions, seen) = lock(tx, &ids).await?;
    let positions: HashMap<PositionId, position::Model> =
        positions.into_iter().map(|row| (row.id, row)).collect();
    let one = |id: PositionId, version: IfMatch| {
        let refused =
            || if seen.contains(&id) { Error::forbidden(ORDER_RELEASE) } else { Error::not_found() };
        let position = positions.get(&id).ok_or_else(refused)?;
        if matches!(version, IfMatch::Version(version) if version != position.version) {
            return Err(Error::new(codes::STALE));
        }
        let order = orders.get(&position.order_id).ok_or_else(Error::not_found)?;
        let releasable = releasable(position, order).ok_or_else(|| Error::new(POSITION_STATE))?;
        let needed = needs_second(four_eyes(&releasable), id);
        check(position, order.principal, tx.ctx().actor.id, needed)?;
        Ok(releasable)
    };
    Ok(wanted.iter().map(|(id, version)| (*id, one(*id, *version))).collect())
}

/// Orders first, in the order of their ids, then their positions; and which of them the caller sees at all.
async fn lock(
    tx: &Tx,
    ids: &[PositionId],
) -> Result<(HashMap<OrderId, order::Model>, Vec<position::Model>, HashSet<PositionId>)> {
    let rows = tx.select::<position::Entity>().filter(position::Column::Id.is_in(ids.to_vec())).all().await?;
    let of: Vec<OrderId> = rows.iter().map(|row| row.order_id).collect();
    let orders = tx.lock_all::<order::Entity>(ORDER_RELEASE, order::Column::Id.is_in(of)).await?;
    let wanted = position::Column::Id.is_in(ids.to_vec());
    let positions = tx.lock_all::<position::Entity>(ORDER_RELEASE, wanted).await?;
    let orders = orders.iter().map(|row| (row.id, (**row).clone())).collect();
    let seen = rows.iter().map(|row| row.id).collect();
    Ok((orders, positions.iter().map(|row| (**row).clone()).collect(), seen))
}

fn releasable(position: &position::Model, order: &order::Model) -> Option<Releasable> {
    Some(Releasable {
        position_id: position.id,
        order_id: order.id,
        line: position.line,
        service_id: position.service_id?,
        body_id: position.body_id?,
        covers: serde_json::from_value(position.covers.clone()).unwrap_or_default(),
        wish_date: position.wish_date,
        wish_wave: position.wish_wave.clone(),
        received_at: order.created_at,
        principal: ActorId(order.principal),
    })
}

/// Samples are taken by the id, so asking twice changes nothing.
pub(super) fn needs_second(policy: FourEyes, id: PositionId) -> bool {
    match policy {
        FourEyes::Off => false,
        FourEyes::Sample => id.0.as_u128().is_multiple_of(SAMPLE),
        FourEyes::Always => true,
    }
}

/// Whether `releaser` may release a position of an order that `principal` placed.
pub(super) fn check(
    position: &position::Model,
    principal: uuid::Uuid,
    releaser: ActorId,
    four_eyes: bool,
) -> Result<()> {
    let ready = match position.state {
        PositionState::Checked => true,
        PositionState::Ready => !four_eyes,
        _ => false,
    };
    if !ready {
        return Err(Error::new(POSITION_STATE));
    }
    let hands = [Some(principal), position.clarified_by, position.checked_by];
    if four_eyes && hands.contains(&Some(releaser.0)) {
        return Err(Error::new(FOUR_EYES));
    }
    Ok(())
}

/// Gives released positions their rollouts: new ones, or those the bodies had already.
///
/// # Errors
/// `order-position-state` where one was not open any more.
pub async fn positions_released(tx: &Tx, released: &[PositionRollout]) -> Result<()> {
    let rollouts: HashMap<PositionId, &PositionRollout> =
        released.iter().map(|one| (one.position_id, one)).collect();
    let ids: Vec<PositionId> = released.iter().map(|one| one.position_id).collect();
    let rows = tx.lock_all::<position::Entity>(ORDER_RELEASE, position::Column::Id.is_in(ids)).await?;
    if rows.len() != rollouts.len() {
        return Err(Error::not_found());
    }
    let of: Vec<OrderId> = rows.iter().map(|row| row.order_id).collect();
    for row in rows {
        let Some(one) = rollouts.get(&row.id) else { continue };
        if !matches!(row.state, PositionState::Ready | PositionState::Checked) {
            return Err(Error::new(POSITION_STATE));
        }
        let mut after = (*row).clone();
        after.state = if one.linked { PositionState::Linked } else { PositionState::Released };
        after.rollout_id = Some(one.rollout_id);
        after.released_by = Some(tx.ctx().actor.id.0);
        after.released_at = Some(tx.ctx().now());
        after.updated_at = tx.ctx().now();
        let fact = match one.linked {
            true => events::position_linked(row.id, row.line, one.rollout_id),
            false => events::position_released(row.id, row.line, one.rollout_id),
        };
        tx.update(row, after.into_active_model().reset_all(), fact).await?;
    }
    let mut positions = crate::store::orders::positions(tx, of.clone()).await?;
    for order in tx.lock_all::<order::Entity>(ORDER_RELEASE, order::Column::Id.is_in(of)).await? {
        let of_order = positions.remove(&order.id).unwrap_or_default();
        follow(tx, order, &of_order).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn who_had_a_position_in_hand_does_not_release_it_alone() {
        let at = "2026-03-02T08:15:00Z".parse().unwrap();
        let mut position =
            super::super::place::empty(PositionId(Uuid::from_u128(1)), Uuid::from_u128(2).into(), 1, at);
        let [placed, clarified, checked, other] = [3, 4, 5, 6].map(Uuid::from_u128);
        let code = |position: &position::Model, who: Uuid, four_eyes| {
            check(position, placed, ActorId(who), four_eyes).err().map(|error| error.code())
        };
        assert_eq!(code(&position, other, false), Some(POSITION_STATE));
        position.state = PositionState::Ready;
        assert_eq!(
            (code(&position, placed, false), code(&position, other, true)),
            (None, Some(POSITION_STATE))
        );
        position.state = PositionState::Checked;
        (position.clarified_by, position.checked_by) = (Some(clarified), Some(checked));
        for hand in [placed, clarified, checked] {
            assert_eq!(code(&position, hand, true), Some(FOUR_EYES));
        }
        assert_eq!(code(&position, other, true), None);
    }

    #[test]
    fn samples_depend_on_the_position_alone() {
        let id = |number: u128| PositionId(Uuid::from_u128(number));
        assert!(needs_second(FourEyes::Sample, id(20)));
        assert!(!needs_second(FourEyes::Sample, id(21)));
        assert!(needs_second(FourEyes::Always, id(21)));
        assert!(!needs_second(FourEyes::Off, id(20)));
    }
}
