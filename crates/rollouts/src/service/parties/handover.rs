//! A person leaves, another one takes over everything.
use super::change;
use super::sweeps;
use crate::entity::party_entry;
use crate::input::PersonHandover;
use crate::policy::PARTY_MAINTAIN;
use crate::store;
use crate::store::party_gaps::{Held, held};
use crate::view::{HandoverPart, HandoverView};
use chrono::NaiveDate;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::PersonId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

/// Shown of each kind.
const SAMPLE: usize = 5;

/// What goes over with the account of who leaves.
#[derive(Clone, Debug)]
pub struct OfAccount {
    pub tickets: HandoverPart,
    pub absences: HandoverPart,
}

/// Gives what a person does to another one from a day on, or says what that is: entries of the directory in this commit;
/// roles and open milestones set by hand follow in portions, on that day, and so does what the `account` holds, which is the
/// caller's affair as both persons are.
///
/// # Errors
/// `forbidden` without an unlimited right to maintain the directory, as a person may act anywhere; `invalid` where it is
/// the same person or the day is over.
pub async fn person_handover(
    tx: &Tx,
    from: PersonId,
    input: &PersonHandover,
    mut faults: Vec<Fault>,
    account: OfAccount,
) -> Result<HandoverView> {
    if tx.ctx().actor.extent(PARTY_MAINTAIN) != Some(Extent::Everything) {
        return Err(Error::forbidden(PARTY_MAINTAIN));
    }
    let today = tx.ctx().today();
    let day = input.from_day.unwrap_or(today);
    if input.to == from {
        let message = Text::new("Das ist dieselbe Person.", "This is the same person.");
        faults.push(Fault::new("/to", "same_person", message));
    }
    if day < today {
        let message = Text::new("Dieser Tag ist vorbei.", "That day is over.");
        faults.push(Fault::new("/from_day", "in_the_past", message));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    hand_over(tx, from, input, day, account).await
}

async fn hand_over(
    tx: &Tx,
    from: PersonId,
    input: &PersonHandover,
    day: NaiveDate,
    account: OfAccount,
) -> Result<HandoverView> {
    store::parties::hold(tx).await?;
    let own = Condition::all().add(party_entry::Column::PersonId.eq(from)).add(
        Condition::any()
            .add(party_entry::Column::ValidTo.is_null())
            .add(party_entry::Column::ValidTo.gt(day)),
    );
    let entries = tx.lock_all::<party_entry::Entity>(PARTY_MAINTAIN, own).await?;
    let view = view(tx, from, input, &entries, account).await?;
    if !input.preview {
        let mut acting = Vec::new();
        for row in entries {
            let organisation = row.organisation_id;
            acting.extend(change::change_from(tx, row, day, (organisation, Some(input.to))).await?);
        }
        sweeps::plan(tx, &acting).await?;
        sweeps::plan_handover(tx, (from, input.to), day).await?;
    }
    Ok(view)
}

async fn view(
    tx: &Tx,
    from: PersonId,
    input: &PersonHandover,
    entries: &[change::Entry],
    account: OfAccount,
) -> Result<HandoverView> {
    let (parties, at_parties) = held(tx, from, Held::Parties).await?;
    let (milestones, at_milestones) = held(tx, from, Held::Milestones).await?;
    let places: Vec<Uuid> = entries.iter().take(SAMPLE).map(|row| place(row)).collect();
    let bodies = at_parties.iter().chain(&at_milestones).map(|id| id.0);
    let named = [from.0, input.to.0].into_iter().chain(places.iter().copied()).chain(bodies);
    let labels = tx.labels(named).await?;
    let named = |ids: Vec<Uuid>| -> Vec<Named> { ids.into_iter().map(|id| labels.named(id)).collect() };
    let ids =
        |bodies: Vec<dienstweg_kernel::ids::OrganisationId>| bodies.into_iter().map(|id| id.0).collect();
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    Ok(HandoverView {
        preview: input.preview,
        from: labels.named(from),
        to: labels.named(input.to),
        from_day: input.from_day.unwrap_or_else(|| tx.ctx().today()),
        entries: HandoverPart { count, sample: named(places) },
        parties: HandoverPart { count: parties, sample: named(ids(at_parties)) },
        milestones: HandoverPart { count: milestones, sample: named(ids(at_milestones)) },
        tickets: account.tickets,
        absences: account.absences,
    })
}

/// What an entry is best told by.
fn place(row: &party_entry::Model) -> Uuid {
    let of_body = row.body_id.map(|id| id.0);
    let of_others = row.service_id.map(|id| id.0).or(row.programme_id.map(|id| id.0));
    of_body.or(of_others).unwrap_or(row.organisation_id.0)
}
