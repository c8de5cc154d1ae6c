//! Whoever leaves gives the open tickets to somebody else.
use super::changes::apply;
use crate::entity::ticket;
use crate::events;
use crate::input::TicketChange;
use crate::policy::TICKET_ASSIGN;
use crate::types::TicketState;
use dienstweg_kernel::ids::{TicketId, UserId};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::{ColumnTrait, Condition};

fn open_of(user: UserId) -> Condition {
    let over = [TicketState::Resolved, TicketState::Closed];
    Condition::all().add(ticket::Column::AssigneeId.eq(user)).add(ticket::Column::State.is_not_in(over))
}

/// The open tickets of somebody that the caller sees: how many, and some of them.
pub async fn tickets_assigned(reader: &Reader, user: UserId, some: u64) -> Result<(u64, Vec<TicketId>)> {
    let scoped = || reader.select::<ticket::Entity>().filter(open_of(user));
    let rows = scoped().limit(some).all().await?;
    Ok((scoped().count().await?, rows.iter().map(|row| row.id).collect()))
}

/// Gives the open tickets of somebody to another one, or back to their teams. Answers how many.
pub async fn tickets_hand_over(tx: &Tx, from: UserId, to: Option<UserId>) -> Result<u64> {
    let rows = tx.lock_all::<ticket::Entity>(TICKET_ASSIGN, open_of(from)).await?;
    let count = rows.len() as u64;
    for row in rows {
        let change = TicketChange { assignee: Some(to), ..TicketChange::default() };
        apply(tx, row, change, events::ticket_updated(), false).await?;
    }
    Ok(count)
}
