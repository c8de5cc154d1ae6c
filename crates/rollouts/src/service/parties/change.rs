//! Changing entries, one or many: what every way to do so has in common.
use super::roles::PartyRoles;
use crate::directory::Target;
use crate::entity::party_entry;
use crate::error::PARTY_ENTRY_OVERLAPS;
use crate::policy::PARTY_MAINTAIN;
use crate::store::parties::target;
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::{OrganisationId, PartyEntryId, PersonId};
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ColumnTrait, Condition, Set};

pub type Entry = Locked<party_entry::Entity>;

/// An entry as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub role: String,
    pub target: Target,
    pub organisation: OrganisationId,
    pub person: Option<PersonId>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub note: Option<String>,
}

impl Wanted {
    /// What stands there already, with somebody else.
    pub fn of(row: &party_entry::Model) -> Self {
        Self {
            role: row.role.clone(),
            target: target(row),
            organisation: row.organisation_id,
            person: row.person_id,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            note: row.note.clone(),
        }
    }
}

/// Whether the caller may give this role: who is limited to bodies, only the roles bodies name for themselves.
pub fn may_give(tx: &Tx, roles: &PartyRoles, role: &str) -> Result<()> {
    let limited = tx.ctx().actor.extent(PARTY_MAINTAIN) != Some(Extent::Everything);
    let of_body = roles.get(role).is_some_and(|role| role.of_body);
    if limited && !of_body { Err(Error::forbidden(PARTY_MAINTAIN)) } else { Ok(()) }
}

/// What is wrong with an entry in itself: role, scope, days.
pub fn faults(roles: &PartyRoles, wanted: &Wanted) -> Vec<Fault> {
    let mut faults = Vec::new();
    if roles.get(&wanted.role).is_none() {
        faults.push(Fault::unknown_reference("/role"));
    }
    if wanted.target.scope().is_none() {
        let message = Text::new(
            "Nennen Sie eine Stelle, einen Dienst, beides zusammen oder ein Programm.",
            "Name a body, a service, both together, or a programme.",
        );
        faults.push(Fault::new("/body_id", "scope", message));
    }
    if wanted.valid_to.is_some_and(|end| end <= wanted.valid_from) {
        faults.push(not_after_begin());
    }
    faults
}

pub fn not_after_begin() -> Fault {
    let message = Text::new("Das Ende liegt nicht nach dem Beginn.", "The end is not after the beginning.");
    Fault::new("/valid_to", "not_after_begin", message)
}

/// Entries for the same role and place that hold on some of the same days, but for `except`.
pub async fn overlapping(tx: &Tx, wanted: &Wanted, except: Option<PartyEntryId>) -> Result<Vec<Entry>> {
    use party_entry::Column as C;
    let same_days = Condition::all()
        .add(Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(wanted.valid_from)))
        .add_option(wanted.valid_to.map(|end| C::ValidFrom.lt(end)))
        .add_option(except.map(|id| C::Id.ne(id)));
    let there = same_days.add(C::PlaceKey.eq(wanted.target.key())).add(C::Role.eq(wanted.role.clone()));
    tx.lock_all(PARTY_MAINTAIN, there).await
}

/// The refusal that names the other entry.
pub async fn overlaps(tx: &Tx, other: &party_entry::Model) -> Result<Error> {
    let labels =
        tx.labels([Some(other.organisation_id.0), other.person_id.map(|id| id.0)].into_iter().flatten());
    let labels = labels.await?;
    let name = labels.named(other.organisation_id).name.unwrap_or_default();
    let day = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
    let until_de = other.valid_to.map(|end| format!(" bis vor dem {}", day(end))).unwrap_or_default();
    let until_en = other.valid_to.map(|end| format!(" until before {end}")).unwrap_or_default();
    let current = serde_json::json!({"id": other.id, "organisation": labels.named(other.organisation_id),
        "person": labels.named_opt(other.person_id), "valid_from": other.valid_from, "valid_to": other.valid_to});
    Ok(Error::new(PARTY_ENTRY_OVERLAPS)
        .detail(
            format!("Hier steht {name}, ab {}{until_de}.", day(other.valid_from)),
            format!("{name} stands here from {}{until_en}.", other.valid_from),
        )
        .with_current(current))
}

/// Makes room for an entry: what stands there ends where `replace` says so and it began before.
///
/// # Errors
/// `party-entry-overlaps` otherwise.
pub async fn make_room(tx: &Tx, wanted: &Wanted, replace: bool) -> Result<Vec<party_entry::Model>> {
    let mut ended = Vec::new();
    for other in overlapping(tx, wanted, None).await? {
        if !replace || other.valid_from >= wanted.valid_from {
            return Err(overlaps(tx, &other).await?);
        }
        ended.push(end(tx, other, wanted.valid_from).await?);
    }
    Ok(ended)
}

/// Lets an entry end on a day after its beginning.
pub async fn end(tx: &Tx, row: Entry, day: NaiveDate) -> Result<party_entry::Model> {
    let fact = events::party_entry_ended(&row.role, &target(&row));
    let mut change = row.change();
    change.valid_to = Set(Some(day));
    change.updated_at = Set(tx.ctx().now());
    Ok((*tx.update(row, change, fact).await?).clone())
}

/// A new entry; whether there is room for it is known already.
pub async fn insert(tx: &Tx, wanted: Wanted) -> Result<party_entry::Model> {
    let now = tx.ctx().now();
    let target = wanted.target;
    let scope = target.scope().ok_or_else(|| Error::internal("an entry without a scope"))?;
    let fact = events::party_entry_created(&wanted.role, &target, wanted.organisation);
    let row = party_entry::ActiveModel {
        id: Set(tx.ctx().new_id()),
        role: Set(wanted.role),
        scope: Set(scope),
        programme_id: Set(target.programme),
        service_id: Set(target.service),
        body_id: Set(target.body),
        place_key: Set(target.key()),
        organisation_id: Set(wanted.organisation),
        person_id: Set(wanted.person),
        valid_from: Set(wanted.valid_from),
        valid_to: Set(wanted.valid_to),
        note: Set(wanted.note.filter(|note| !note.trim().is_empty())),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    Ok((*tx.insert::<party_entry::Entity>(PARTY_MAINTAIN, row, fact).await?).clone())
}

/// Somebody else from a day on: what came before stays as an entry that ends there. Answers the entries whose rollouts
/// have to follow, the one that ends too: perhaps not all have followed it yet.
pub async fn change_from(
    tx: &Tx,
    row: Entry,
    day: NaiveDate,
    (organisation, person): (OrganisationId, Option<PersonId>),
) -> Result<Vec<party_entry::Model>> {
    let later = Wanted { organisation, person, valid_from: day, ..Wanted::of(&row) };
    if row.valid_from < day {
        return Ok(vec![end(tx, row, day).await?, insert(tx, later).await?]);
    }
    let fact = events::party_entry_updated(&row.role, &target(&row), organisation);
    let mut change = row.change();
    (change.organisation_id, change.person_id) = (Set(organisation), Set(person));
    change.updated_at = Set(tx.ctx().now());
    Ok(vec![(*tx.update(row, change, fact).await?).clone()])
}

/// Lets an entry end on a day; one that would not begin before goes. Answers it as it was or is.
pub async fn end_at(tx: &Tx, row: Entry, day: NaiveDate) -> Result<party_entry::Model> {
    if row.valid_from < day {
        return end(tx, row, day).await;
    }
    let gone = party_entry::Model { valid_to: Some(row.valid_from), ..(*row).clone() };
    let fact = events::party_entry_removed(&row.role, &target(&row));
    tx.remove(row, fact).await?;
    Ok(gone)
}

/// Locks the directory, then one entry of it.
pub async fn lock(tx: &Tx, id: PartyEntryId, seen: IfMatch) -> Result<Entry> {
    store::parties::hold(tx).await?;
    tx.lock::<party_entry::Entity>(id, PARTY_MAINTAIN, seen).await
}
