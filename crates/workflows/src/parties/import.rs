//! A CSV file of the party directory: what its keys mean, over all domains.
use dienstweg_customers::service::{organisations_by_keys, persons_by_email};
use dienstweg_intake::Faults;
use dienstweg_kernel::ids::{OrganisationId, PersonId, ProgrammeId, ServiceId};
use dienstweg_kernel::{Result, Tx};
use dienstweg_rollouts::directory::Target;
use dienstweg_rollouts::input::PartyEntriesImportParams;
use dienstweg_rollouts::service::{
    PartyRow, PartyRowRead, Said, ServicesByKey, party_entries_import, party_rows_read, programmes_by_keys,
};
use dienstweg_rollouts::view::PartyEntriesImportView;
use std::collections::{BTreeSet, HashMap};

/// What the keys of a file mean.
struct Known {
    organisations: HashMap<String, OrganisationId>,
    persons: HashMap<String, PersonId>,
    programmes: HashMap<String, ProgrammeId>,
    services: ServicesByKey,
}

/// Takes in the file, or says what it would change; see [`party_entries_import`]. Keys mean what the caller sees.
pub async fn import(
    tx: &Tx,
    bytes: &[u8],
    params: &PartyEntriesImportParams,
) -> Result<PartyEntriesImportView> {
    let read = party_rows_read(bytes);
    let mut faults = read.faults;
    let known = Known::load(tx, &read.rows).await?;
    let rows: Vec<PartyRowRead> = read.rows.iter().filter_map(|row| known.row(row, &mut faults)).collect();
    party_entries_import(tx, &rows, faults, params).await
}

fn keys<'r>(said: impl Iterator<Item = &'r Said>) -> Vec<String> {
    let keys: BTreeSet<String> = said.map(|said| said.text.clone()).collect();
    keys.into_iter().collect()
}

impl Known {
    async fn load(tx: &Tx, rows: &[PartyRow]) -> Result<Self> {
        let named = rows.iter().flat_map(|row| row.body.iter().chain([&row.organisation]));
        let services = keys(rows.iter().filter_map(|row| row.service.as_ref()));
        Ok(Self {
            organisations: organisations_by_keys(tx, &keys(named)).await?,
            persons: persons_by_email(tx, &keys(rows.iter().filter_map(|row| row.person.as_ref()))).await?,
            programmes: programmes_by_keys(tx, &keys(rows.iter().filter_map(|row| row.programme.as_ref())))
                .await?,
            services: ServicesByKey::load(tx, services.iter().map(String::as_str)).await?,
        })
    }

    /// Nothing where a key means nothing; that is among the faults then.
    fn row(&self, row: &PartyRow, faults: &mut Faults) -> Option<PartyRowRead> {
        let organisation = |said: &Said, faults: &mut Faults| {
            let found = self.organisations.get(&said.text).copied();
            found.or_else(|| unknown(said, "unknown_organisation", faults))
        };
        let body = row.body.as_ref().map(|said| organisation(said, faults));
        let party = organisation(&row.organisation, faults);
        let service = row.service.as_ref().map(|said| self.service(said, faults));
        let programme = row.programme.as_ref().map(|said| {
            let found = self.programmes.get(&said.text).copied();
            found.or_else(|| unknown(said, "unknown_programme", faults))
        });
        let person = row.person.as_ref().map(|said| {
            let found = self.persons.get(&said.text.to_lowercase()).copied();
            found.or_else(|| unknown(said, "unknown_person", faults))
        });
        Some(PartyRowRead {
            role: row.role.clone(),
            target: Target { body: all(body)?, service: all(service)?, programme: all(programme)? },
            organisation: party?,
            person: all(person)?,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            note: row.note.clone(),
        })
    }

    /// A key that stands for several services names none of them.
    fn service(&self, said: &Said, faults: &mut Faults) -> Option<ServiceId> {
        let mut found = self.services.of(&said.text);
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one.id),
            _ => unknown(said, "unknown_service", faults),
        }
    }
}

/// What was said and found, or not said at all; nothing where it was said and not found.
fn all<T>(said: Option<Option<T>>) -> Option<Option<T>> {
    match said {
        None => Some(None),
        Some(found) => found.map(Some),
    }
}

fn unknown<T>(said: &Said, code: &'static str, faults: &mut Faults) -> Option<T> {
    let de = format!("Zu „{}“ finden Sie nichts, oder es ist nicht eindeutig", said.text);
    let en = format!("there is nothing for '{}' that you see, or it is ambiguous", said.text);
    faults.push(said.fault(code, de, en));
    None
}
