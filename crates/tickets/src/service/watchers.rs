//! Who watches a ticket.
use crate::entity::{ticket, watcher};
use crate::input::WatcherCreate;
use crate::policy::{TICKET_ASSIGN, TICKET_READ};
use crate::types::WatcherId;
use crate::view::WatcherView;
use crate::{SUBJECT, WATCHER, events, store};
use dienstweg_kernel::ctx::{ActorKind, Permission};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::involvement;
use dienstweg_kernel::ids::{TicketId, UserId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QueryTrait, Set};

/// Watches, or makes somebody else watch. Who watches already goes on watching.
///
/// # Errors
/// `not-found`; `forbidden` for others without `ticket:assign`, and for callers that are no user; `invalid` for a user
/// that is not there.
pub async fn watcher_add(tx: &Tx, ticket_id: TicketId, input: WatcherCreate) -> Result<WatcherView> {
    let user = input.user_id.map_or_else(|| myself(tx), Ok)?;
    let permission = permission_for(tx, user);
    tx.lock::<ticket::Entity>(ticket_id, permission, IfMatch::Any).await?;
    let mut faults = Vec::new();
    store::referred(tx, &[("/user_id", "user", user.0)], &mut faults).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = match find(tx, ticket_id, user).await? {
        Some(row) => row,
        None => insert(tx, ticket_id, user, permission).await?,
    };
    view(tx, vec![row]).await?.pop().ok_or_else(Error::not_found)
}

async fn insert(
    tx: &Tx,
    ticket_id: TicketId,
    user: UserId,
    permission: Permission,
) -> Result<Visible<watcher::Entity>> {
    let row = watcher::ActiveModel {
        id: Set(tx.ctx().new_id::<WatcherId>().0),
        ticket_id: Set(ticket_id),
        user_id: Set(user),
        added_by: Set(tx.ctx().actor.id),
        created_at: Set(tx.ctx().now()),
    };
    let involved = involvement::ActiveModel {
        subject_kind: Set(SUBJECT.to_owned()),
        subject_id: Set(ticket_id.0),
        party_kind: Set("user".to_owned()),
        party_id: Set(user.0),
        role: Set(WATCHER.to_owned()),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    let involve = involvement::Entity::insert(involved).on_conflict(once).into_query();
    tx.unscoped_write("watchers are involved").run(&involve).await?;
    tx.insert::<watcher::Entity>(permission, row, events::watcher_added(user)).await
}

/// Stops watching, or makes somebody else stop.
///
/// # Errors
/// `not-found` where the ticket is not there or not watched; `forbidden` for others without `ticket:assign`.
pub async fn watcher_remove(tx: &Tx, ticket_id: TicketId, user: UserId) -> Result<()> {
    use involvement::Column as I;
    let permission = permission_for(tx, user);
    tx.lock::<ticket::Entity>(ticket_id, permission, IfMatch::Any).await?;
    let found = find(tx, ticket_id, user).await?.ok_or_else(Error::not_found)?;
    let locked = tx.lock::<watcher::Entity>(found.id.into(), permission, IfMatch::Any).await?;
    tx.remove(locked, events::watcher_removed(user)).await?;
    let release = involvement::Entity::delete_many()
        .filter(I::SubjectKind.eq(SUBJECT))
        .filter(I::SubjectId.eq(ticket_id.0))
        .filter(I::PartyKind.eq("user"))
        .filter(I::PartyId.eq(user.0))
        .filter(I::Role.eq(WATCHER))
        .into_query();
    tx.unscoped_write("who stops watching is no longer involved").run(&release).await.map(|_| ())
}

/// Who watches, longest first; at most 500.
pub async fn watcher_list(reader: &Reader, ticket_id: TicketId) -> Result<Vec<WatcherView>> {
    use watcher::Column as C;
    store::must_see(reader, ticket_id).await?;
    let watchers = reader.select::<watcher::Entity>().filter(C::TicketId.eq(ticket_id));
    let rows = watchers.order(C::CreatedAt, Order::Asc).order(C::Id, Order::Asc).limit(500).all().await?;
    view(reader, rows).await
}

fn myself(reader: &Reader) -> Result<UserId> {
    let actor = &reader.ctx().actor;
    match actor.kind {
        ActorKind::User => Ok(UserId(actor.id.0)),
        _ => Err(Error::new(codes::FORBIDDEN)
            .detail("Nur Benutzer beobachten Vorgänge.", "Only users watch tickets.")),
    }
}

fn permission_for(reader: &Reader, user: UserId) -> Permission {
    if user.0 == reader.ctx().actor.id.0 { TICKET_READ } else { TICKET_ASSIGN }
}

async fn find(
    reader: &Reader,
    ticket_id: TicketId,
    user: UserId,
) -> Result<Option<Visible<watcher::Entity>>> {
    use watcher::Column as C;
    reader
        .select::<watcher::Entity>()
        .filter(C::TicketId.eq(ticket_id))
        .filter(C::UserId.eq(user))
        .one()
        .await
}

async fn view(reader: &Reader, rows: Vec<Visible<watcher::Entity>>) -> Result<Vec<WatcherView>> {
    let labels = reader.labels(rows.iter().flat_map(|row| [row.user_id.0, row.added_by.0])).await?;
    let view = |row: &Visible<watcher::Entity>| WatcherView {
        user: labels.named(row.user_id),
        added_by: labels.named(row.added_by),
        since: row.created_at,
    };
    Ok(rows.iter().map(view).collect())
}
