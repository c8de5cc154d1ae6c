//! How tickets have to do with each other. Each link is shown at both of its ends.
use crate::entity::{link, ticket};
use crate::input::LinkCreate;
use crate::policy::{TICKET_WRITE, subject};
use crate::types::{LinkId, LinkKind};
use crate::view::LinkView;
use crate::{events, store};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::TicketId;
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ColumnTrait, Condition, Order, Set};

/// Links a ticket to another one that the caller sees.
///
/// # Errors
/// `not-found`, `forbidden`; `invalid` where the other one is not there or is itself; `duplicate`.
pub async fn link_add(tx: &Tx, ticket_id: TicketId, input: LinkCreate) -> Result<LinkView> {
    tx.lock::<ticket::Entity>(ticket_id, TICKET_WRITE, IfMatch::Any).await?;
    let fault = match input.ticket_id == ticket_id {
        true => Some(Fault::new(
            "/ticket_id",
            "itself",
            Text::new("Das ist derselbe Vorgang.", "This is the same ticket."),
        )),
        false if !store::reaches(tx, input.ticket_id, crate::policy::TICKET_READ).await? => {
            Some(Fault::unknown_reference("/ticket_id"))
        }
        false => None,
    };
    if let Some(fault) = fault {
        return Err(Error::invalid(vec![fault]));
    }
    let (from, to) = ends(input.kind, ticket_id, input.ticket_id);
    if find(tx, from, to, input.kind).await? {
        return Err(Error::new(codes::DUPLICATE));
    }
    let id: LinkId = tx.ctx().new_id();
    let row = link::ActiveModel {
        id: Set(id.0),
        from_id: Set(from),
        to_id: Set(to),
        kind: Set(input.kind),
        created_by: Set(tx.ctx().actor.id),
        created_at: Set(tx.ctx().now()),
    };
    let row = tx.insert::<link::Entity>(TICKET_WRITE, row, events::link_added(id, input.kind, to)).await?;
    tx.emit(subject(to), events::link_added(id, input.kind, from));
    let labels = tx.labels([input.ticket_id.0]).await?;
    Ok(view(&row, ticket_id, &labels))
}

/// What relates has no direction, so it is stored in one.
fn ends(kind: LinkKind, this: TicketId, other: TicketId) -> (TicketId, TicketId) {
    if kind == LinkKind::RelatesTo && other < this { (other, this) } else { (this, other) }
}

async fn find(reader: &Reader, from: TicketId, to: TicketId, kind: LinkKind) -> Result<bool> {
    use link::Column as C;
    let same = reader
        .select::<link::Entity>()
        .filter(C::FromId.eq(from))
        .filter(C::ToId.eq(to))
        .filter(C::Kind.eq(kind));
    same.exists().await
}

/// Takes a link away from both its ends.
///
/// # Errors
/// `not-found` where the ticket has no such link for the caller; `forbidden`.
pub async fn link_remove(tx: &Tx, ticket_id: TicketId, id: LinkId) -> Result<()> {
    tx.lock::<ticket::Entity>(ticket_id, TICKET_WRITE, IfMatch::Any).await?;
    let locked = tx.lock::<link::Entity>(id, TICKET_WRITE, IfMatch::Any).await?;
    if locked.from_id != ticket_id && locked.to_id != ticket_id {
        return Err(Error::not_found());
    }
    let (kind, from, to) = (locked.kind, locked.from_id, locked.to_id);
    tx.remove(locked, events::link_removed(id, kind, to)).await?;
    tx.emit(subject(to), events::link_removed(id, kind, from));
    Ok(())
}

/// The links of a ticket, newest first; at most 200.
pub async fn link_list(reader: &Reader, ticket_id: TicketId) -> Result<Vec<LinkView>> {
    use link::Column as C;
    store::must_see(reader, ticket_id).await?;
    let either = Condition::any().add(C::FromId.eq(ticket_id)).add(C::ToId.eq(ticket_id));
    let links = reader.select::<link::Entity>().filter(either);
    let rows = links.order(C::CreatedAt, Order::Desc).order(C::Id, Order::Desc).limit(200).all().await?;
    let labels = reader.labels(rows.iter().flat_map(|row| [row.from_id.0, row.to_id.0])).await?;
    Ok(rows.iter().map(|row| view(row, ticket_id, &labels)).collect())
}

fn view(row: &Visible<link::Entity>, seen_from: TicketId, labels: &Labels) -> LinkView {
    let first = row.from_id == seen_from;
    LinkView {
        id: row.id.into(),
        relation: row.kind.seen(first),
        ticket: labels.named(if first { row.to_id } else { row.from_id }),
        created_at: row.created_at,
    }
}
