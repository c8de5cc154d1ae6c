//! Who is meant when somebody must act: found for many rollouts at once, in a few statements.
use dienstweg_customers::service::person_addresses;
use dienstweg_identity::{Addressee, addressees, addressees_at, holders_at, holders_everywhere};
use dienstweg_kernel::ids::{OrganisationId, PersonId, UserId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::policy::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use dienstweg_rollouts::service::Turn;
use std::collections::{BTreeSet, HashMap, HashSet};

type Held = HashMap<OrganisationId, Vec<UserId>>;

/// The people behind parties and bodies.
pub struct People {
    owing: Held,
    /// Those who may complete everything are party to nothing.
    unlimited: HashSet<UserId>,
    steering: Held,
    steering_all: Vec<UserId>,
    persons: HashMap<PersonId, UserId>,
    addressees: HashMap<UserId, Addressee>,
}

impl People {
    /// `parties` that must act, `bodies` whose rollouts the rollout team must act in, `persons` named.
    pub async fn load(
        reader: &Reader,
        parties: BTreeSet<OrganisationId>,
        bodies: BTreeSet<OrganisationId>,
        persons: BTreeSet<PersonId>,
    ) -> Result<Self> {
        let team = !bodies.is_empty();
        let owing = held(holders_at(reader, MILESTONE_COMPLETE, parties.into_iter().collect()).await?);
        let unlimited = holders_everywhere(reader, MILESTONE_COMPLETE).await?.into_iter().collect();
        let steering = held(holders_at(reader, ROLLOUT_STEER, bodies.into_iter().collect()).await?);
        let steering_all = if team { holders_everywhere(reader, ROLLOUT_STEER).await? } else { Vec::new() };
        let persons = named(reader, persons).await?;
        let all = owing.values().chain(steering.values()).flatten().chain(&steering_all).copied();
        let all: BTreeSet<UserId> = all.chain(persons.values().copied()).collect();
        let addressees = addressees(reader, all.into_iter().collect()).await?;
        Ok(Self { owing, unlimited, steering, steering_all, persons, addressees })
    }

    pub async fn of_turns(reader: &Reader, turns: &[Turn]) -> Result<Self> {
        let team = turns.iter().filter(|turn| turn.party.is_none());
        Self::load(
            reader,
            turns.iter().filter_map(|turn| turn.party).collect(),
            team.map(|turn| turn.body).collect(),
            turns.iter().filter_map(|turn| turn.person).collect(),
        )
        .await
    }

    /// The person that is named, or everyone of the party, or the rollout team.
    pub fn of(&self, turn: &Turn) -> Vec<&Addressee> {
        let named = turn.person.and_then(|person| self.persons.get(&person));
        match named {
            Some(user) => self.addressees.get(user).into_iter().collect(),
            None => self.at(turn.body, turn.party),
        }
    }

    pub fn at(&self, body: OrganisationId, party: Option<OrganisationId>) -> Vec<&Addressee> {
        let users: BTreeSet<UserId> = match party {
            Some(party) => self
                .owing
                .get(&party)
                .into_iter()
                .flatten()
                .copied()
                .filter(|user| !self.unlimited.contains(user))
                .collect(),
            None => {
                self.steering.get(&body).into_iter().flatten().chain(&self.steering_all).copied().collect()
            }
        };
        users.iter().filter_map(|user| self.addressees.get(user)).collect()
    }
}

fn held(pairs: Vec<(OrganisationId, UserId)>) -> Held {
    let mut held = Held::new();
    for (organisation, user) in pairs {
        held.entry(organisation).or_default().push(user);
    }
    held
}

/// The users with the addresses of these persons.
async fn named(reader: &Reader, persons: BTreeSet<PersonId>) -> Result<HashMap<PersonId, UserId>> {
    let addresses = person_addresses(reader, persons.into_iter().collect()).await?;
    let all: Vec<String> = addresses.values().cloned().collect();
    let users: HashMap<String, UserId> = addressees_at(reader, &all)
        .await?
        .into_values()
        .map(|user| (user.address.to_lowercase(), user.user))
        .collect();
    let user = |address: &String| users.get(&address.trim().to_lowercase()).copied();
    Ok(addresses.iter().filter_map(|(person, address)| Some((*person, user(address)?))).collect())
}
