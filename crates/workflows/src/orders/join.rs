//! Orders for what is rolled out already: the rollouts of a wave begin without one, and get theirs when it comes.
use crate::coverage;
use crate::rollouts::{of, ticket_state};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::{Result, Tx};
use dienstweg_rollouts::service::{Happened, auto_complete, orders_told};
use dienstweg_rollouts::view::Releasable;
use dienstweg_tickets::input::TicketChange;
use dienstweg_tickets::policy::TICKET_READ;
use dienstweg_tickets::service::{TicketLock, ticket_lock, ticket_touch};
use std::collections::{BTreeSet, HashMap};

/// What milestones of an order wait for.
pub const RECEIVED: &str = "order.received";
pub const RELEASED: &str = "order.released";

/// Lets running rollouts hear of the positions that were linked to them: they cover what is asked for, and what waited for
/// an order is done, as far as the caller sees them.
pub async fn join(tx: &Tx, linked: &[(RolloutId, &Releasable)]) -> Result<()> {
    let mut locks = locked(tx, linked.iter().map(|(id, _)| *id).collect()).await?;
    let wanted = linked.iter().map(|(id, one)| (*id, one.covers.clone())).collect();
    let extended = coverage::extend(tx, wanted).await?;
    // What was changed is another version now.
    locks.extend(locked(tx, extended.into_iter().collect()).await?);
    let (now, actor) = (tx.ctx().now(), tx.ctx().actor.id);
    let seen = linked.iter().filter(|(id, _)| locks.contains_key(id));
    let happened: Vec<Happened> = seen
        .flat_map(|(rollout, one)| {
            let event = |event, at, actor| Happened { rollout: *rollout, event, at, actor };
            [event(RECEIVED, one.received_at, one.principal), event(RELEASED, now, actor)]
        })
        .collect();
    for steered in auto_complete(tx, &happened, &of).await? {
        let Some(lock) = locks.remove(&steered.id) else { continue };
        let change = TicketChange { state: Some(ticket_state(&steered)), ..TicketChange::default() };
        ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
        orders_told(tx, &steered, false).await?;
    }
    Ok(())
}

/// The tickets of rollouts, which are locked before them and by their ids as everywhere; without those the caller does not see.
async fn locked(tx: &Tx, ids: BTreeSet<RolloutId>) -> Result<HashMap<RolloutId, TicketLock>> {
    let mut locks = HashMap::new();
    for id in ids {
        match ticket_lock(tx, id.into(), TICKET_READ, IfMatch::Any).await {
            Ok(lock) => drop(locks.insert(id, lock)),
            Err(refusal) if refusal.code().status < 500 => {}
            Err(error) => return Err(error),
        }
    }
    Ok(locks)
}
