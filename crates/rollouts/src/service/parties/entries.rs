//! Entries of the party directory, one at a time and in lists.
use super::change::{self, Wanted};
use super::roles::PartyRoles;
use super::sweeps;
use crate::entity::{party_entry, party_sweep, programme};
use crate::error::PARTY_ENTRY_OVER;
use crate::input::{PartyEntryCreate, PartyEntryListParams, PartyEntryPatch};
use crate::policy::PARTY_MAINTAIN;
use crate::store::parties::{MAINTAINS, target};
use crate::view::{FollowingView, PartyEntryView};
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::db::{IfMatch, Whole};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::PartyEntryId;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ColumnTrait, Set};
use uuid::Uuid;

/// One page of entries.
pub async fn party_entry_list(
    reader: &Reader,
    params: &PartyEntryListParams,
    request: &PageRequest,
) -> Result<Page<PartyEntryView>> {
    let mut page = store::parties::entries(reader, params, request).await?;
    let items = views(reader, std::mem::take(&mut page.items)).await?;
    Ok(page.with_items(items))
}

pub async fn party_entry_get(reader: &Reader, id: PartyEntryId) -> Result<PartyEntryView> {
    let found = reader.select::<party_entry::Entity>().filter(party_entry::Column::Id.eq(id));
    let whole = found.reach(MAINTAINS, PARTY_MAINTAIN).whole().await?;
    views(reader, vec![whole]).await?.pop().ok_or_else(Error::not_found)
}

/// Older entries of the history than `before`, newest first.
pub async fn party_entry_history(
    reader: &Reader,
    id: PartyEntryId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<party_entry::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

/// The ids a row names.
fn named(row: &party_entry::Model) -> impl Iterator<Item = Uuid> {
    let of_place =
        [row.body_id.map(|id| id.0), row.service_id.map(|id| id.0), row.programme_id.map(|id| id.0)];
    let who = [Some(row.organisation_id.0), row.person_id.map(|id| id.0)];
    of_place.into_iter().chain(who).flatten()
}

/// Whatever their number, in four statements.
pub async fn views(reader: &Reader, rows: Vec<Whole<party_entry::Entity>>) -> Result<Vec<PartyEntryView>> {
    let ids: Vec<PartyEntryId> = rows.iter().map(|whole| whole.row.id).collect();
    let labels = reader.labels(rows.iter().flat_map(|whole| named(&whole.row))).await?;
    let followers = store::parties::following(reader, &ids).await?;
    let open = sweeps::open(reader, &ids).await?;
    let roles = PartyRoles::load(reader).await?;
    let (today, all) = (reader.ctx().today(), reader.ctx().actor.extent(PARTY_MAINTAIN));
    let view = |whole: &Whole<party_entry::Entity>| {
        let row = &whole.row;
        let over = row.valid_to.is_some_and(|end| end <= today);
        let gives = all == Some(Extent::Everything) || roles.get(&row.role).is_some_and(|role| role.of_body);
        let may = whole.flag(MAINTAINS) && gives && !over;
        PartyEntryView {
            id: row.id,
            role: row.role.clone(),
            role_name: roles.name(&row.role, reader),
            scope: row.scope,
            body: labels.named_opt(row.body_id),
            service: labels.named_opt(row.service_id),
            programme: labels.named_opt(row.programme_id),
            organisation: labels.named(row.organisation_id),
            person: labels.named_opt(row.person_id),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            in_force: row.valid_from <= today && !over,
            rollouts: followers.get(&row.id).copied().unwrap_or_default(),
            following: open.get(&row.id).map(following),
            note: row.note.clone(),
            can: if may { vec!["update", "end"] } else { Vec::new() },
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    };
    Ok(rows.iter().map(view).collect())
}

fn following(sweep: &party_sweep::Model) -> FollowingView {
    FollowingView { due_on: sweep.due_on, done: sweep.done, total: sweep.total }
}

/// Makes an entry. Organisations and person are checked by the caller.
///
/// # Errors
/// `forbidden` for a place or role beyond the caller's, `invalid` with every fault (those found before come first),
/// `party-entry-overlaps` where another one stands there at that time.
pub async fn party_entry_create(
    tx: &Tx,
    input: PartyEntryCreate,
    mut faults: Vec<Fault>,
) -> Result<PartyEntryView> {
    let wanted = Wanted {
        target: input.target(),
        role: input.role,
        organisation: input.organisation_id,
        person: input.person_id,
        valid_from: input.valid_from.unwrap_or_else(|| tx.ctx().today()),
        valid_to: input.valid_to,
        note: input.note,
    };
    let roles = PartyRoles::load(tx).await?;
    faults.extend(change::faults(&roles, &wanted));
    faults.extend(place_faults(tx, &wanted).await?);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    change::may_give(tx, &roles, &wanted.role)?;
    store::parties::hold(tx).await?;
    let mut entries = change::make_room(tx, &wanted, input.replace).await?;
    let row = change::insert(tx, wanted).await?;
    let id = row.id;
    entries.push(row);
    sweeps::plan(tx, &entries).await?;
    one(tx, id).await
}

/// What was written is shown to who wrote it.
async fn one(tx: &Tx, id: PartyEntryId) -> Result<PartyEntryView> {
    let found = tx.select_with::<party_entry::Entity>(PARTY_MAINTAIN).filter(party_entry::Column::Id.eq(id));
    let whole = found.reach(MAINTAINS, PARTY_MAINTAIN).whole().await;
    // Beyond the caller's reach the commit refuses it; that is not for this view to say.
    let whole = whole.map_err(|_| Error::forbidden(PARTY_MAINTAIN))?;
    views(tx, vec![whole]).await?.pop().ok_or_else(Error::not_found)
}

async fn place_faults(tx: &Tx, wanted: &Wanted) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if let Some(id) = wanted.target.service
        && store::catalogue::services_seen(tx, &[id]).await?.is_empty()
    {
        faults.push(Fault::unknown_reference("/service_id"));
    }
    if let Some(id) = wanted.target.programme {
        let programme = tx.select::<programme::Entity>().filter(programme::Column::Id.eq(id));
        if !programme.exists().await? {
            faults.push(Fault::unknown_reference("/programme_id"));
        }
    }
    Ok(faults)
}

/// Changes an entry from today on. Organisation and person are checked by the caller.
///
/// # Errors
/// `stale`, `forbidden`, `invalid`; `party-entry-over` where it no longer holds, `party-entry-overlaps` where it would
/// reach into another one.
pub async fn party_entry_patch(
    tx: &Tx,
    id: PartyEntryId,
    seen: IfMatch,
    patch: PartyEntryPatch,
    mut faults: Vec<Fault>,
) -> Result<PartyEntryView> {
    let row = change::lock(tx, id, seen).await?;
    let today = tx.ctx().today();
    if row.valid_to.is_some_and(|end| end <= today) {
        return Err(Error::new(PARTY_ENTRY_OVER));
    }
    let before = Wanted::of(&row);
    let mut after = before.clone();
    match patch.organisation_id {
        Patch::Value(organisation) => after.organisation = organisation,
        Patch::Null => faults.push(Fault::unknown_reference("/organisation_id")),
        Patch::Absent => {}
    }
    if let Some(person) = patch.person_id.into_change() {
        after.person = person;
    }
    if let Some(end) = patch.valid_to.into_change() {
        after.valid_to = end;
        faults.extend(end_fault(&before, end, today));
    }
    if let Some(note) = patch.note.into_change() {
        after.note = note.filter(|note| !note.trim().is_empty());
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    change::may_give(tx, &PartyRoles::load(tx).await?, &row.role)?;
    if let Some(other) = change::overlapping(tx, &after, Some(id)).await?.first() {
        return Err(change::overlaps(tx, other).await?);
    }
    store_patch(tx, row, before, after).await?;
    one(tx, id).await
}

/// A note alone changes nothing for rollouts.
async fn store_patch(tx: &Tx, row: change::Entry, before: Wanted, after: Wanted) -> Result<()> {
    let acts = Wanted { note: before.note.clone(), ..after.clone() } != before;
    let fact = events::party_entry_updated(&row.role, &target(&row), after.organisation);
    let mut change = row.change();
    change.organisation_id = Set(after.organisation);
    change.person_id = Set(after.person);
    change.valid_to = Set(after.valid_to);
    change.note = Set(after.note);
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, fact).await?;
    if acts { sweeps::plan(tx, &[(*row).clone()]).await } else { Ok(()) }
}

fn end_fault(before: &Wanted, end: Option<NaiveDate>, today: NaiveDate) -> Option<Fault> {
    let end = end.filter(|end| Some(*end) != before.valid_to)?;
    if end <= before.valid_from {
        return Some(change::not_after_begin());
    }
    let message = Text::new("Dieser Tag ist vorbei.", "That day is over.");
    (end < today).then(|| Fault::new("/valid_to", "in_the_past", message))
}

/// Ends an entry today; one that has not begun before goes.
///
/// # Errors
/// `stale`, `forbidden`, `not-found`; `party-entry-over` where it has ended already.
pub async fn party_entry_end(tx: &Tx, id: PartyEntryId, seen: IfMatch) -> Result<()> {
    let row = change::lock(tx, id, seen).await?;
    if row.valid_to.is_some_and(|end| end <= tx.ctx().today()) {
        return Err(Error::new(PARTY_ENTRY_OVER));
    }
    change::may_give(tx, &PartyRoles::load(tx).await?, &row.role)?;
    let row = change::end_at(tx, row, tx.ctx().today()).await?;
    sweeps::plan(tx, &[row]).await
}
