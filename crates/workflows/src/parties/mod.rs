//! The party directory with what it names of other domains: organisations, persons, the tickets of rollouts.
mod follow;
mod handover;
mod import;

pub use follow::follow;
pub use handover::handover;
pub use import::import;

use dienstweg_customers::service::{bodies, districts, visible};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Reader, Result, Tx};
use dienstweg_rollouts::input::{PartyEntriesBulk, PartyEntryCreate, PartyEntryPatch, PartyGapParams};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::{PartyEntriesBulkView, PartyEntryView, PartyGapRow};

const PERSON: &str = "person";

/// Makes an entry whose organisations and person the caller sees.
pub async fn entry_create(tx: &Tx, input: PartyEntryCreate) -> Result<PartyEntryView> {
    let named = [("/body_id", input.body_id), ("/organisation_id", Some(input.organisation_id))];
    let faults = references(tx, &named, ("/person_id", input.person_id)).await?;
    service::party_entry_create(tx, input, faults).await
}

/// Changes an entry; see [`entry_create`].
pub async fn entry_patch(
    tx: &Tx,
    id: PartyEntryId,
    seen: IfMatch,
    patch: PartyEntryPatch,
) -> Result<PartyEntryView> {
    let named = [("/organisation_id", value(&patch.organisation_id))];
    let faults = references(tx, &named, ("/person_id", value(&patch.person_id))).await?;
    service::party_entry_patch(tx, id, seen, patch, faults).await
}

/// Changes many entries, or says what it would do.
pub async fn entries_bulk(tx: &Tx, bulk: PartyEntriesBulk) -> Result<PartyEntriesBulkView> {
    let named = [("/change/organisation_id", bulk.change.organisation_id)];
    let person = ("/change/person_id", value(&bulk.change.person_id));
    let faults = references(tx, &named, person).await?;
    service::party_entries_bulk(tx, bulk, faults).await
}

/// Roles that nobody plays, by the districts the bodies lie in.
pub async fn gaps(reader: &Reader, params: &PartyGapParams, limit: u64) -> Result<Vec<PartyGapRow>> {
    service::party_gaps(reader, params, &districts(reader).await?, limit).await
}

fn value<T: Clone>(patch: &Patch<T>) -> Option<T> {
    patch.clone().into_change().flatten()
}

/// What is not there for the caller.
async fn references(
    tx: &Tx,
    organisations: &[(&str, Option<OrganisationId>)],
    (pointer, person): (&str, Option<PersonId>),
) -> Result<Vec<Fault>> {
    let ids: Vec<OrganisationId> = organisations.iter().filter_map(|(_, id)| *id).collect();
    let known = if ids.is_empty() { Default::default() } else { bodies(tx, ids).await? };
    let unknown = |(_, id): &&(&str, Option<OrganisationId>)| id.is_some_and(|id| !known.contains_key(&id));
    let mut faults: Vec<Fault> =
        organisations.iter().filter(unknown).map(|(pointer, _)| Fault::unknown_reference(*pointer)).collect();
    if let Some(person) = person
        && !visible(tx, PERSON, vec![person.0]).await?.contains(&person.0)
    {
        faults.push(Fault::unknown_reference(pointer));
    }
    Ok(faults)
}
