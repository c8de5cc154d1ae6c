//! Placing an order: new, again, changed, or too late. One number of a source is one order, however often it comes.
use super::content::{content_hash, enter, faults, numbered, wants, words};
use super::views::{view_of, view_of_new};
use super::{placing, state_of};
use crate::entity::{order, position};
use crate::error::{ORDER_CANCELLED, ORDER_CONTENT_DIFFERS};
use crate::events;
use crate::input::{NewOrder, OrderLine, PositionMatch};
use crate::policy::orders::order_subject;
use crate::types::{OrderState, PositionState};
use crate::view::Placed;
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::guard::{Guarded, Locked, Sealed};
use dienstweg_kernel::ids::{OrderId, PositionId};
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::search::SearchDoc;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryTrait};
use std::collections::HashMap;

/// Places an order with what its positions were found to mean.
///
/// Equal content is a repeat; a higher revision with other content a change; a lower one is ignored. What is released
/// already does not change by itself: its positions are marked for people to look at.
///
/// # Errors
/// `invalid`; `order-content-differs` for other content without a higher revision; `order-cancelled` for a change to
/// what was cancelled; `duplicate` where the number is somebody else's; `forbidden`.
pub async fn order_place(tx: &Tx, new: NewOrder) -> Result<Placed> {
    let permission = placing(&tx.ctx().actor)?;
    let faults = faults(&new.content);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if new.matches.len() != new.content.positions.len() {
        return Err(Error::internal("an order needs one match per position"));
    }
    let row = blank(tx, &new);
    let id = row.id;
    // A twin that comes at the same time waits here for the first one's commit.
    let mut taken = OnConflict::columns([order::Column::Source, order::Column::Number]);
    let insert =
        order::Entity::insert(row.into_active_model().reset_all()).on_conflict(taken.do_nothing().to_owned());
    let write = tx.unscoped_write("a number of a source is one order, whoever comes first");
    if write.run(&insert.into_query()).await? == 0 {
        return again(tx, permission, &new).await;
    }
    let rows: Vec<position::Model> =
        lines(&new).map(|(line, wanted, found)| added(tx, id, line, wanted, found)).collect();
    write.insert_many(rows.iter().map(|row| row.clone().into_active_model().reset_all()).collect()).await?;
    tx.emit(order_subject(id), events::order_received(&new.source, &new.content.number, rows.len()));
    announce(tx, id, &new);
    Ok(Placed::Created(view_of_new(tx, permission, id, rows).await?))
}

fn lines(new: &NewOrder) -> impl Iterator<Item = (i32, &OrderLine, &PositionMatch)> {
    let positions = new.content.positions.iter().zip(&new.matches).enumerate();
    positions.map(|(index, (wanted, found))| (new.content.line(index), wanted, found))
}

/// The number is known already.
async fn again(tx: &Tx, permission: Permission, new: &NewOrder) -> Result<Placed> {
    use order::Column as C;
    let known = Condition::all().add(C::Source.eq(&new.source)).add(C::Number.eq(&new.content.number));
    let Some(order) = tx.lock_all::<order::Entity>(permission, known).await?.pop() else {
        return Err(Error::new(codes::DUPLICATE));
    };
    let id = order.id;
    let revision = new.content.revision.unwrap_or_default();
    match course(&order.content_hash, order.revision, &content_hash(&new.content), new.content.revision) {
        Course::Repeat if revision > order.revision => {
            let mut change = order.change();
            change.revision = sea_orm::Set(revision);
            tx.update(order, change, events::order_changed(revision, &[], &[])).await?;
            Ok(Placed::Repeated(view_of(tx, permission, id).await?))
        }
        Course::Repeat => Ok(Placed::Repeated(view_of(tx, permission, id).await?)),
        Course::Late => Ok(Placed::Ignored(view_of(tx, permission, id).await?)),
        Course::Conflict => Err(Error::new(ORDER_CONTENT_DIFFERS)),
        Course::Change if order.state == OrderState::Cancelled => Err(Error::new(ORDER_CANCELLED)),
        Course::Change => {
            change(tx, permission, order, new).await?;
            Ok(Placed::Changed(view_of(tx, permission, id).await?))
        }
    }
}

/// What a known number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    Repeat,
    Change,
    Late,
    Conflict,
}

fn course(stored: &str, stored_revision: i64, hash: &str, revision: Option<i64>) -> Course {
    match revision {
        _ if hash == stored => Course::Repeat,
        Some(revision) if revision > stored_revision => Course::Change,
        Some(revision) if revision < stored_revision => Course::Late,
        _ => Course::Conflict,
    }
}

/// Enters a newer revision: open, rejected and cancelled positions follow it, released ones are marked.
async fn change(tx: &Tx, permission: Permission, order: Locked<order::Entity>, new: &NewOrder) -> Result<()> {
    let id = order.id;
    let locked = tx.lock_all::<position::Entity>(permission, position::Column::OrderId.eq(id)).await?;
    let wanted: HashMap<i32, (&OrderLine, &PositionMatch)> =
        lines(new).map(|(line, wanted, found)| (line, (wanted, found))).collect();
    let (mut positions, mut changed, mut requested) = (Vec::new(), Vec::new(), Vec::new());
    let moved = order.ordering_body != serde_json::json!(new.content.body);
    let known: Vec<i32> = locked.iter().map(|row| row.line).collect();
    for row in locked {
        let mut after = (*row).clone();
        revise(&mut after, wanted.get(&row.line).copied(), moved);
        if after != *row {
            after.updated_at = tx.ctx().now();
            if after.change_requested {
                requested.push(row.line)
            } else {
                changed.push(row.line)
            }
            let fact = match after.state {
                PositionState::Cancelled => events::position_cancelled(row.id, row.line, None),
                _ => events::position_changed(row.id, row.line),
            };
            tx.update(row, after.clone().into_active_model().reset_all(), fact).await?;
        }
        positions.push(after);
    }
    let fresh = lines(new).filter(|(line, ..)| !known.contains(line));
    let fresh: Vec<position::Model> =
        fresh.map(|(line, wanted, found)| added(tx, id, line, wanted, found)).collect();
    changed.extend(fresh.iter().map(|row| row.line));
    let rows = fresh.iter().map(|row| row.clone().into_active_model().reset_all()).collect();
    tx.unscoped_write("positions of an order the caller changes")
        .insert_many::<position::ActiveModel>(rows)
        .await?;
    positions.extend(fresh);
    let mut after = blank(tx, new);
    (after.id, after.created_at, after.version, after.principal) =
        (id, order.created_at, order.version, order.principal);
    (after.cancel_requested_at, after.cancel_reason) =
        (order.cancel_requested_at, order.cancel_reason.clone());
    after.state = state_of(&positions, after.cancel_requested_at.is_some());
    let fact = events::order_changed(after.revision, &changed, &requested);
    announce(tx, id, new);
    tx.update(order, after.into_active_model().reset_all(), fact).await.map(|_| ())
}

/// What a newer revision makes of a position; `None` where it has no such line any more. `moved`: the ordering body is
/// another one, which concerns every line that names none of its own.
fn revise(row: &mut position::Model, wanted: Option<(&OrderLine, &PositionMatch)>, moved: bool) {
    let wants = |row: &position::Model, line: &OrderLine| wants(row, line) && !(moved && line.body.is_none());
    match wanted {
        None if row.state.is_open() => row.state = PositionState::Cancelled,
        None => row.change_requested |= row.state.is_released(),
        Some((line, _)) if row.state.is_released() => row.change_requested = !wants(row, line),
        Some((line, _)) if row.state != PositionState::Cancelled && wants(row, line) => {}
        Some((line, found)) => enter(row, line, found),
    }
}

fn added(tx: &Tx, order: OrderId, line: i32, wanted: &OrderLine, found: &PositionMatch) -> position::Model {
    let mut row = empty(tx.ctx().new_id(), order, line, tx.ctx().now());
    enter(&mut row, wanted, found);
    row
}

/// A position that says nothing yet.
pub(super) fn empty(id: PositionId, order: OrderId, line: i32, now: DateTime<Utc>) -> position::Model {
    position::Model {
        id,
        order_id: order,
        line,
        service_key: None,
        ozg_id: None,
        leika_keys: serde_json::json!([]),
        category: None,
        wish_date: None,
        wish_wave: None,
        body_keys: None,
        service_id: None,
        body_id: None,
        covers: serde_json::json!([]),
        state: PositionState::Clarification,
        problems: serde_json::json!([]),
        change_requested: false,
        rollout_id: None,
        clarified_by: None,
        checked_by: None,
        checked_at: None,
        released_by: None,
        released_at: None,
        reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

fn blank(tx: &Tx, new: &NewOrder) -> order::Model {
    let (content, now) = (&new.content, tx.ctx().now());
    let contacts = (!content.contacts.is_empty()).then(|| serde_json::json!(content.contacts).to_string());
    order::Model {
        id: tx.ctx().new_id(),
        source: new.source.clone(),
        number: content.number.clone(),
        revision: content.revision.unwrap_or_default(),
        content_hash: content_hash(content),
        placed_at: content.placed_at,
        principal: new.principal.0,
        ordering_body: serde_json::json!(content.body),
        organisation_id: new.organisation_id,
        contacts: contacts.map(Sealed::new),
        contract_refs: serde_json::json!(content.contract_refs),
        note: content.note.clone(),
        state: OrderState::of(new.matches.iter().map(super::content::state_of), false),
        cancel_requested_at: None,
        cancel_reason: None,
        raw: serde_json::json!(numbered(content)),
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

fn announce(tx: &Tx, id: OrderId, new: &NewOrder) {
    tx.label(Label::new(order::Entity::KIND, id, &new.content.number).key(Some(&new.source)));
    tx.index(SearchDoc::new(order_subject(id), &[&words(new)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(state: PositionState, wanted: &OrderLine) -> position::Model {
        let at = "2026-03-02T08:15:00Z".parse().unwrap();
        let mut row = empty(uuid::Uuid::from_u128(1).into(), uuid::Uuid::from_u128(2).into(), 1, at);
        enter(&mut row, wanted, &PositionMatch::default());
        row.state = state;
        row
    }

    fn line(key: &str) -> OrderLine {
        OrderLine { service_key: Some(key.to_owned()), ..OrderLine::default() }
    }

    fn revised(state: PositionState, wanted: Option<&str>) -> (PositionState, bool) {
        let mut row = position(state, &line("EWA"));
        let found = PositionMatch::default();
        revise(&mut row, wanted.map(line).as_ref().map(|line| (line, &found)), false);
        (row.state, row.change_requested)
    }

    #[test]
    fn another_ordering_body_concerns_the_lines_that_name_none() {
        use PositionState as P;
        let moved = |state, wanted: &OrderLine| {
            let mut row = position(state, wanted);
            revise(&mut row, Some((wanted, &PositionMatch::default())), true);
            (row.state, row.change_requested)
        };
        assert_eq!(moved(P::Checked, &line("EWA")), (P::Clarification, false));
        assert_eq!(moved(P::Released, &line("EWA")), (P::Released, true));
        let own = OrderLine { body: Some(crate::input::BodyKeys::default()), ..line("EWA") };
        assert_eq!(moved(P::Checked, &own), (P::Checked, false));
    }

    #[test]
    fn a_revision_changes_what_is_open_and_marks_what_is_released() {
        use PositionState as P;
        assert_eq!(revised(P::Checked, Some("EWA")), (P::Checked, false), "nothing new: the check stands");
        assert_eq!(revised(P::Checked, Some("WBS")), (P::Clarification, false), "must be looked at again");
        assert_eq!(revised(P::Ready, None), (P::Cancelled, false));
        assert_eq!(revised(P::Released, Some("EWA")), (P::Released, false));
        assert_eq!(revised(P::Released, Some("WBS")), (P::Released, true));
        assert_eq!(revised(P::Linked, None), (P::Linked, true));
        assert_eq!(revised(P::Rejected, Some("EWA")), (P::Rejected, false));
        assert_eq!(
            revised(P::Rejected, Some("WBS")),
            (P::Clarification, false),
            "corrected by who ordered it"
        );
        assert_eq!(revised(P::Cancelled, Some("EWA")), (P::Clarification, false), "wanted again");
        assert_eq!(revised(P::Cancelled, None), (P::Cancelled, false));
    }

    #[test]
    fn a_known_number_is_a_repeat_a_change_late_or_a_conflict() {
        assert_eq!(course("a", 2, "a", Some(1)), Course::Repeat);
        assert_eq!(course("a", 2, "a", None), Course::Repeat);
        assert_eq!(course("a", 2, "b", Some(3)), Course::Change);
        assert_eq!(course("a", 2, "b", Some(1)), Course::Late);
        assert_eq!(course("a", 2, "b", Some(2)), Course::Conflict);
        assert_eq!(course("a", 0, "b", None), Course::Conflict);
    }
}
