//! One change of many entries.
use super::change;
use super::entries::views;
use super::roles::PartyRoles;
use super::sweeps;
use crate::entity::party_entry;
use crate::error::BULK_TOO_LARGE;
use crate::input::{PartyEntriesBulk, PartyEntriesChange};
use crate::policy::PARTY_MAINTAIN;
use crate::store;
use crate::store::parties::MAINTAINS;
use crate::view::PartyEntriesBulkView;
use chrono::NaiveDate;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId};
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::ColumnTrait;
use std::collections::BTreeSet;

/// Entries changed in one commit.
const MOST: u64 = 1_000;
/// Entries shown of those that change.
const SAMPLE: usize = 20;

/// Changes the entries that are meant and that the caller maintains, from a day on, or says what it would do.
///
/// # Errors
/// `invalid` where nothing is meant or nothing changes; `bulk-too-large` beyond 1,000 entries.
pub async fn party_entries_bulk(
    tx: &Tx,
    bulk: PartyEntriesBulk,
    mut faults: Vec<Fault>,
) -> Result<PartyEntriesBulkView> {
    let today = tx.ctx().today();
    let day = bulk.from_day.unwrap_or(today);
    faults.extend(check(&bulk, day, today));
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    store::parties::hold(tx).await?;
    let meant = meant(tx, &bulk).await?;
    let roles = PartyRoles::load(tx).await?;
    let locked = tx.lock_all::<party_entry::Entity>(PARTY_MAINTAIN, party_entry::Column::Id.is_in(meant));
    let (mut changing, mut unchanged) = (Vec::new(), 0);
    for row in locked.await? {
        let gives = change::may_give(tx, &roles, &row.role).is_ok();
        match gives && changes(&row, &bulk.change, day) {
            true => changing.push(row),
            false => unchanged += 1,
        }
    }
    let ids: Vec<PartyEntryId> = changing.iter().map(|row| row.id).collect();
    let rollouts = store::parties::following(tx, &ids).await?.into_values().sum();
    let sample = sample(tx, &ids).await?;
    if !bulk.preview {
        let mut acting = Vec::new();
        for row in changing {
            acting.extend(apply(tx, row, &bulk.change, day).await?);
        }
        sweeps::plan(tx, &acting).await?;
    }
    Ok(PartyEntriesBulkView { preview: bulk.preview, entries: ids.len(), unchanged, rollouts, sample })
}

fn check(bulk: &PartyEntriesBulk, day: NaiveDate, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    if bulk.entries.is_empty() {
        let message = Text::new("Wählen Sie Einträge aus oder filtern Sie.", "Choose entries, or a filter.");
        faults.push(Fault::new("/entries", "nothing_meant", message));
    }
    let PartyEntriesChange { organisation_id, person_id, end } = &bulk.change;
    let somebody = organisation_id.is_some() || !person_id.is_absent();
    if somebody == *end {
        let message = Text::new(
            "Entweder jemand anderes oder ein Ende, eines von beiden.",
            "Either somebody else or an end, one of the two.",
        );
        faults.push(Fault::new("/change", "one_change", message));
    }
    if day < today {
        let message = Text::new("Dieser Tag ist vorbei.", "That day is over.");
        faults.push(Fault::new("/from_day", "in_the_past", message));
    }
    faults
}

/// The ids of the entries that are meant, as far as the caller maintains them.
async fn meant(tx: &Tx, bulk: &PartyEntriesBulk) -> Result<BTreeSet<PartyEntryId>> {
    let params = bulk.entries.clone().into();
    let rows = store::parties::selected(tx, &params).limit(MOST + 1).all().await?;
    if rows.len() as u64 > MOST {
        return Err(Error::new(BULK_TOO_LARGE).detail(
            "Höchstens 1.000 Einträge. Bitte filtern Sie enger.",
            "At most 1,000 entries. Please narrow the filter.",
        ));
    }
    Ok(rows.iter().map(|row| row.id).collect())
}

/// Who it is afterwards.
fn afterwards(row: &party_entry::Model, change: &PartyEntriesChange) -> (OrganisationId, Option<PersonId>) {
    let organisation = change.organisation_id.unwrap_or(row.organisation_id);
    let person = match change.person_id.clone().into_change() {
        Some(person) => person,
        // Another organisation has other people.
        None if organisation != row.organisation_id => None,
        None => row.person_id,
    };
    (organisation, person)
}

fn changes(row: &party_entry::Model, change: &PartyEntriesChange, day: NaiveDate) -> bool {
    let over = row.valid_to.is_some_and(|end| end <= day);
    !over && (change.end || afterwards(row, change) != (row.organisation_id, row.person_id))
}

async fn apply(
    tx: &Tx,
    row: change::Entry,
    wanted: &PartyEntriesChange,
    day: NaiveDate,
) -> Result<Vec<party_entry::Model>> {
    if wanted.end {
        return Ok(vec![change::end_at(tx, row, day).await?]);
    }
    let who = afterwards(&row, wanted);
    change::change_from(tx, row, day, who).await
}

async fn sample(tx: &Tx, ids: &[PartyEntryId]) -> Result<Vec<crate::view::PartyEntryView>> {
    let few = ids.iter().copied().take(SAMPLE);
    let rows =
        tx.select_with::<party_entry::Entity>(PARTY_MAINTAIN).filter(party_entry::Column::Id.is_in(few));
    views(tx, rows.reach(MAINTAINS, PARTY_MAINTAIN).wholes().await?).await
}
