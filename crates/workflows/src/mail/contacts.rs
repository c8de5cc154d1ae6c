//! Whom a reminder reaches where nobody who must act has an account: people of the register, at the addresses its sender may
//! read.
use dienstweg_customers::service::{contacts, person_addresses};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::ids::{OrganisationId, PersonId, UserId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_outbound::mail::Recipient;
use dienstweg_rollouts::service::Turn;
use std::collections::HashMap;

/// Who can be written to without an account.
#[derive(Default)]
pub(super) struct Contacts {
    persons: HashMap<PersonId, String>,
    /// Who is asked first at each party.
    parties: HashMap<OrganisationId, (PersonId, String)>,
}

impl Contacts {
    /// Those of these turns, in three statements at most.
    pub async fn of_turns(reader: &Reader, turns: &[&Turn]) -> Result<Self> {
        let named = turns.iter().filter_map(|turn| turn.person).collect();
        let mut parties: Vec<OrganisationId> = turns.iter().filter_map(|turn| turn.party).collect();
        parties.sort_unstable();
        parties.dedup();
        let mut all = Self { persons: person_addresses(reader, named).await?, ..Self::default() };
        for contact in contacts(reader, parties).await? {
            if let Some(address) = contact.email.into_option() {
                all.parties.entry(contact.organisation).or_insert((contact.person, address));
            }
        }
        Ok(all)
    }

    /// The person that is named; of a party whoever is asked first. The rollout team has accounts.
    pub fn of(&self, turn: &Turn, sender: UserId) -> Option<Recipient> {
        let named = turn.person.and_then(|person| Some((person, self.persons.get(&person)?.clone())));
        let (person, address) = named.or_else(|| self.parties.get(&turn.party?).cloned())?;
        Some(Recipient {
            id: person.0,
            address,
            language: Language::De,
            absent: None,
            on_behalf: Some(sender),
        })
    }
}
