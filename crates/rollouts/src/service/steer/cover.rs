//! Which municipalities a rollout covers, and from when to when.
use super::{Book, Work};
use crate::entity::{cover, rollout};
use crate::error::COVERS_NOTHING;
use crate::policy::steer::subject;
use crate::steering::SteeringError;
use crate::types::RolloutKind;
use crate::view::Steered;
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, ServiceId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::Set;
use std::collections::BTreeSet;

/// Coverage is planned, or put right, within this many days of today.
const DAYS: i64 = 3_660;

/// A change of coverage: whom it takes in, whom it lets go, and the first day on which that holds.
#[derive(Clone, Copy, Debug)]
pub struct CoverageChange<'a> {
    pub add: &'a [OrganisationId],
    pub end: &'a [OrganisationId],
    pub on: NaiveDate,
    pub reason: &'a str,
}

/// A rollout with its coverage as it is.
pub(super) struct Covered<'a> {
    pub work: &'a Work,
    pub rows: &'a [cover::Model],
}

/// The body of a rollout, and its service where it is no mother: what competence is asked about.
pub async fn rollout_place(reader: &Reader, id: RolloutId) -> Result<(OrganisationId, Option<ServiceId>)> {
    let row = reader.get::<rollout::Entity>(id).await?;
    Ok((row.body_id, row.service_id))
}

/// What is wrong with a change, all at once; who may be covered at all, the caller knows.
pub async fn coverage_faults(
    reader: &Reader,
    id: RolloutId,
    change: CoverageChange<'_>,
) -> Result<Vec<Fault>> {
    let rows = store::cover::covers_of(reader, vec![id]).await?.remove(&id).unwrap_or_default();
    let covered = |municipality: &OrganisationId| {
        rows.iter().any(|row| row.organisation_id == *municipality && reaches(row, change.on))
    };
    let mut faults = Vec::new();
    if change.add.is_empty() && change.end.is_empty() {
        faults.push(Fault::required("/command/add"));
    }
    let labels = reader.labels(change.add.iter().chain(change.end).map(|id| id.0)).await?;
    let name = |id: &OrganisationId| labels.named(*id).name.unwrap_or_default();
    for (index, municipality) in change.add.iter().enumerate().filter(|(_, one)| covered(one)) {
        let name = name(municipality);
        let message =
            Text::new(format!("{name} ist schon abgedeckt."), format!("{name} is covered already."));
        faults.push(Fault::new(format!("/command/add/{index}"), "already_covered", message));
    }
    for (index, municipality) in change.end.iter().enumerate().filter(|(_, one)| !covered(one)) {
        let name = name(municipality);
        let message =
            Text::new(format!("{name} ist dann nicht abgedeckt."), format!("{name} is not covered then."));
        faults.push(Fault::new(format!("/command/end/{index}"), "not_covered", message));
    }
    if (change.on - reader.ctx().today()).num_days().abs() > DAYS {
        let message = Text::new("Der Tag liegt zu weit weg.", "The day is too far away.");
        faults.push(Fault::new("/command/on", "out_of_range", message));
    }
    Ok(faults)
}

/// Whether coverage lasts on this day or begins later.
fn reaches(row: &cover::Model, day: NaiveDate) -> bool {
    row.valid_to.is_none_or(|end| end > day)
}

/// Who is covered on this day or later.
pub(super) fn covered_from(rows: &[cover::Model], day: NaiveDate) -> BTreeSet<OrganisationId> {
    rows.iter().filter(|row| reaches(row, day)).map(|row| row.organisation_id).collect()
}

/// The rows after a change. What is there already stays; what had not begun by then never was.
fn entered(id: RolloutId, rows: &[cover::Model], change: CoverageChange<'_>) -> Vec<cover::Model> {
    let kept = |row: &cover::Model| match change.end.contains(&row.organisation_id) && reaches(row, change.on)
    {
        false => Some(row.clone()),
        true if row.valid_from >= change.on => None,
        true => Some(cover::Model { valid_to: Some(change.on), ..row.clone() }),
    };
    let mut next: Vec<cover::Model> = rows.iter().filter_map(kept).collect();
    for municipality in change.add {
        if !next.iter().any(|row| row.organisation_id == *municipality && reaches(row, change.on)) {
            let (organisation_id, valid_from) = (*municipality, change.on);
            next.push(cover::Model { rollout_id: id, organisation_id, valid_from, valid_to: None });
        }
    }
    next
}

/// Changes the coverage of a locked rollout, and who is involved by it. See [`coverage_faults`] for what is refused.
pub(super) async fn change(
    tx: &Tx,
    row: Locked<rollout::Entity>,
    present: Covered<'_>,
    book: &Book,
    change: CoverageChange<'_>,
) -> Result<Steered> {
    let Covered { work, rows: before } = present;
    if work.rollout.kind == RolloutKind::Mother {
        return Err(Error::new(COVERS_NOTHING));
    }
    if let Some(outcome) = work.facts().ended() {
        return Err(SteeringError::RolloutEnded { outcome: outcome.key }.into());
    }
    if change.reason.trim().is_empty() {
        return Err(SteeringError::ReasonMissing.into());
    }
    let id = row.id;
    let after = entered(id, before, change);
    store::cover::covers_store(tx, before, &after).await?;
    let today = tx.ctx().today();
    let (old, new) = (covered_from(before, today), covered_from(&after, today));
    let gone: Vec<OrganisationId> = old.difference(&new).copied().collect();
    store::cover::covered_follow(tx, id, &gone, &new.difference(&old).copied().collect::<Vec<_>>()).await?;
    let involved = work.involved();
    let left = gone.into_iter().filter(|gone| !involved.iter().any(|(party, _)| party == gone));
    tx.emit(subject(id), events::coverage_changed(change).left(left));
    let mut touched = row.change();
    touched.updated_at = Set(tx.ctx().now());
    tx.derive(row, touched).await?;
    let steering = work.evaluate(book, tx.ctx().now());
    Ok(work.steered(&steering, work.rollout.phase.as_deref()))
}

/// Of what linked positions ask their rollouts to cover, what is not covered yet; one statement.
pub async fn coverage_missing(
    reader: &Reader,
    wanted: Vec<(RolloutId, Vec<OrganisationId>)>,
) -> Result<Vec<(RolloutId, Vec<OrganisationId>)>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::cover::covers_of(reader, wanted.iter().map(|(id, _)| *id).collect()).await?;
    let today = reader.ctx().today();
    let mut missing: Vec<(RolloutId, Vec<OrganisationId>)> = Vec::new();
    for (id, asked) in wanted {
        let covered = rows.get(&id).map(|rows| covered_from(rows, today)).unwrap_or_default();
        let place = missing.iter().position(|(other, _)| *other == id).unwrap_or(missing.len());
        if place == missing.len() {
            missing.push((id, Vec::new()));
        }
        let Some((_, list)) = missing.get_mut(place) else { continue };
        for municipality in asked {
            if !covered.contains(&municipality) && !list.contains(&municipality) {
                list.push(municipality);
            }
        }
    }
    missing.retain(|(_, list)| !list.is_empty());
    Ok(missing)
}

/// Who is no longer covered since a day that has come is no longer involved. No event: nothing happened. Answers how many.
pub async fn coverage_follow(tx: &Tx) -> Result<u64> {
    let over = store::cover::covers_over(tx, tx.ctx().today()).await?;
    let count = over.len() as u64;
    for (id, municipalities) in over.into_iter().fold(Vec::new(), grouped) {
        store::cover::covered_follow(tx, id, &municipalities, &[]).await?;
    }
    Ok(count)
}

fn grouped(
    mut groups: Vec<(RolloutId, Vec<OrganisationId>)>,
    (id, municipality): (RolloutId, OrganisationId),
) -> Vec<(RolloutId, Vec<OrganisationId>)> {
    match groups.iter_mut().find(|(other, _)| *other == id) {
        Some((_, list)) => list.push(municipality),
        None => groups.push((id, vec![municipality])),
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn change<'a>(add: &'a [OrganisationId], end: &'a [OrganisationId], on: &str) -> CoverageChange<'a> {
        CoverageChange { add, end, on: day(on), reason: "Gebietsreform" }
    }

    #[test]
    fn coverage_is_dated_and_what_never_began_leaves_no_trace() {
        let (id, one, two) = (
            RolloutId(Uuid::from_u128(1)),
            OrganisationId(Uuid::from_u128(2)),
            OrganisationId(Uuid::from_u128(3)),
        );
        let rows = entered(id, &[], change(&[one, two], &[], "2026-01-01"));
        let rows = entered(id, &rows, change(&[one], &[two], "2026-06-01"));
        let dates: Vec<_> = rows.iter().map(|row| (row.organisation_id, row.valid_to)).collect();
        assert_eq!(dates, [(one, None), (two, Some(day("2026-06-01")))], "one stays as it was, two ends");
        assert_eq!(covered_from(&rows, day("2026-05-31")).len(), 2);
        assert_eq!(covered_from(&rows, day("2026-06-01")), BTreeSet::from([one]));
        let again = entered(id, &rows, change(&[two], &[], "2026-09-01"));
        assert_eq!(again.len(), 3, "covered twice, with a gap");
        assert_eq!(
            entered(id, &again, change(&[], &[two], "2026-08-01")),
            rows,
            "taken back before it began"
        );
    }
}
