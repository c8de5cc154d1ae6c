//! A person leaves: what it does in rollouts, the tickets of its account and for whom it stands in go to another one.
use super::{PERSON, references};
use chrono::NaiveDate;
use dienstweg_customers::service::{person_addresses, visible};
use dienstweg_identity::{absences_hand_over, absences_of_deputy, addressees_at, users_at};
use dienstweg_kernel::ids::{PersonId, UserId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use dienstweg_rollouts::input::PersonHandover;
use dienstweg_rollouts::service::{OfAccount, person_handover};
use dienstweg_rollouts::view::{HandoverPart, HandoverView};
use dienstweg_tickets::service::{tickets_assigned, tickets_hand_over};
use uuid::Uuid;

/// Tickets and colleagues shown.
const SAMPLE: usize = 5;

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
    person_handover(
        tx,
        from,
        input,
        faults,
        of_account(tx, user, input.from_day.unwrap_or_else(|| tx.ctx().today())).await?,
    )
    .await
}

async fn of_account(reader: &Reader, user: Option<UserId>, day: NaiveDate) -> Result<OfAccount> {
    let ((count, tickets), absent) = match user {
        Some(user) => (
            tickets_assigned(reader, user, SAMPLE as u64).await?,
            absences_of_deputy(reader, user, day).await?,
        ),
        None => ((0, Vec::new()), Vec::new()),
    };
    let labels = reader.labels(tickets.iter().map(|id| id.0).chain(absent.iter().map(|id| id.0))).await?;
    let part = |count: u64, some: Vec<Uuid>| HandoverPart {
        count: i64::try_from(count).unwrap_or(i64::MAX),
        sample: some.into_iter().take(SAMPLE).map(|id| labels.named(id)).collect(),
    };
    Ok(OfAccount {
        tickets: part(count, tickets.into_iter().map(|id| id.0).collect()),
        absences: part(absent.len() as u64, absent.into_iter().map(|id| id.0).collect()),
    })
}

/// On the day.
pub(super) async fn account_follows(tx: &Tx, (from, to): (PersonId, PersonId)) -> Result<()> {
    if let (Some(from), to) = accounts(tx, from, to).await? {
        tickets_hand_over(tx, from, to).await?;
        absences_hand_over(tx, from, to).await?;
    }
    Ok(())
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
