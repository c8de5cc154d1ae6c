//! A person leaves: what it does in rollouts and the tickets of its account go to another one.
use super::{PERSON, references};
use dienstweg_customers::service::{person_addresses, visible};
use dienstweg_identity::{addressees_at, users_at};
use dienstweg_kernel::ids::{PersonId, UserId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use dienstweg_rollouts::input::PersonHandover;
use dienstweg_rollouts::service::person_handover;
use dienstweg_rollouts::view::{HandoverPart, HandoverView};
use dienstweg_tickets::service::{tickets_assigned, tickets_hand_over};

/// Tickets shown.
const SAMPLE: u64 = 5;

/// Lets a person take over from another one, or says what that is.
///
/// # Errors
/// `not-found` where the caller does not see who leaves.
pub async fn handover(tx: &Tx, from: PersonId, input: &PersonHandover) -> Result<HandoverView> {
    if !visible(tx, PERSON, vec![from.0]).await?.contains(&from.0) {
        return Err(Error::not_found());
    }
    let faults = references(tx, &[], ("/to", Some(input.to))).await?;
    let (user, _) = accounts(tx, from, input.to).await?;
    let (count, some) = match user {
        Some(user) => tickets_assigned(tx, user, SAMPLE).await?,
        None => (0, Vec::new()),
    };
    let labels = tx.labels(some.iter().map(|id| id.0)).await?;
    let sample = some.iter().map(|id| labels.named(*id)).collect();
    let tickets = HandoverPart { count: i64::try_from(count).unwrap_or(i64::MAX), sample };
    person_handover(tx, from, input, faults, tickets).await
}

/// On the day.
pub(super) async fn tickets_follow(tx: &Tx, (from, to): (PersonId, PersonId)) -> Result<u64> {
    match accounts(tx, from, to).await? {
        (Some(from), to) => tickets_hand_over(tx, from, to).await,
        (None, _) => Ok(0),
    }
}

/// The accounts with the addresses of these persons. That of who leaves may be deactivated already.
async fn accounts(reader: &Reader, from: PersonId, to: PersonId) -> Result<(Option<UserId>, Option<UserId>)> {
    let addresses = person_addresses(reader, vec![from, to]).await?;
    let all: Vec<String> = addresses.values().cloned().collect();
    let users = users_at(reader, &all).await?;
    let active = addressees_at(reader, &all).await?;
    let account = |person: &PersonId| users.get(&addresses.get(person)?.trim().to_lowercase()).copied();
    Ok((account(&from), account(&to).filter(|user| active.contains_key(user))))
}
