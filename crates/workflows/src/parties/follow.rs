//! Letting rollouts follow the party directory, in portions, each in the commit that says how far it came.
use super::handover::account_follows;
use crate::rollouts::{of, ticket_state};
use dienstweg_customers::policy::{PERSON_CONTACT, PERSON_READ};
use dienstweg_identity::USER_WRITE;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::events::{Fact, Sought, UNSAID};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Db, Result, Tx};
use dienstweg_rollouts::policy::{ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_rollouts::service::{
    Portion, parties_apply, persons_apply, sweep_portion, sweep_portion_done, sweeps_due, sweeps_of_moved,
};
use dienstweg_tickets::input::TicketChange;
use dienstweg_tickets::policy::{TICKET_ASSIGN, TICKET_READ, TICKET_WRITE};
use dienstweg_tickets::service::{ticket_lock, ticket_touch};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Who reads on behalf of bodies that move, and how many events at a time.
const MOVES: &str = "parties.moves";
const EVENTS: u64 = 1_000;

/// Does the next portion of what is to be done today. Answers how much that was; nothing where all have followed.
pub async fn follow(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let rights = [
        ROLLOUT_READ,
        ROLLOUT_STEER,
        TICKET_READ,
        TICKET_WRITE,
        TICKET_ASSIGN,
        PERSON_READ,
        PERSON_CONTACT,
        USER_WRITE,
    ];
    let ctx = Ctx::system(Actor::system("parties", &rights), clock);
    let read = moves(db, &ctx).await?;
    if !sweeps_due(&db.read(&ctx)).await? {
        return Ok(read);
    }
    let work = async |tx: &Tx| match sweep_portion(tx).await? {
        Some(portion) => follow_portion(tx, portion).await,
        None => Ok(0),
    };
    Ok(read + db.write(&ctx, work).await?)
}

/// The tickets first, as every command to a rollout locks them, in the order of their ids.
async fn follow_portion(tx: &Tx, portion: Portion) -> Result<u64> {
    // Before the locks: a ticket of a rollout may be assigned, too, and changes with it.
    if let Some(persons) = portion.persons {
        account_follows(tx, persons).await?;
    }
    let mut locks = HashMap::new();
    for id in &portion.changing {
        locks.insert(*id, ticket_lock(tx, (*id).into(), TICKET_WRITE, IfMatch::Any).await?);
    }
    let (ids, many) = (portion.changing.clone(), portion.many);
    let steered = match portion.persons {
        Some(persons) => persons_apply(tx, ids, persons, many, &of).await?,
        None => parties_apply(tx, ids, portion.role.as_deref(), many, &of).await?,
    };
    for one in &steered {
        let Some(lock) = locks.remove(&one.id) else { continue };
        let change = TicketChange { state: Some(ticket_state(one)), ..TicketChange::default() };
        ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
    }
    sweep_portion_done(tx, portion, steered.len()).await
}

/// Bodies that stand elsewhere now have their rollouts looked at. Answers how many events it read.
async fn moves(db: &Db, ctx: &Ctx) -> Result<u64> {
    let reader = db.read(ctx);
    let from = reader.subscriber_at(MOVES).await?;
    let (events, end) = reader.events_sought(from, EVENTS, Sought::Names(&["organisation.moved"])).await?;
    if events.is_empty() && end - from < UNSAID {
        return Ok(0);
    }
    let bodies: BTreeSet<OrganisationId> =
        events.iter().map(|event| OrganisationId(event.subject_id)).collect();
    let bodies: Vec<OrganisationId> = bodies.into_iter().collect();
    let work = async |tx: &Tx| {
        if tx.subscriber_position(MOVES).await? == from {
            sweeps_of_moved(tx, &bodies).await?;
            tx.subscriber_advance(MOVES, end).await?;
        }
        Ok(())
    };
    db.write(ctx, work).await?;
    Ok(events.len() as u64)
}
