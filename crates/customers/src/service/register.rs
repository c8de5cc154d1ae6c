//! The official register: what a new edition changes, and changing it in one commit without losing anything.
use super::organisations::{announce, blank};
use super::register_runs::finish;
use crate::entity::organisation;
use crate::input::RegisterEntry;
use crate::policy::REGISTER_IMPORT;
use crate::types::OrganisationKind;
use crate::view::{Change, ChangeKind, Difference};
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_kernel::guard::{Locked, Visible};
use dienstweg_kernel::ids::{ImportId, OrganisationId};
use dienstweg_kernel::{Reader, Result, Tx, text};
use sea_orm::{ColumnTrait, Set};
use std::collections::{BTreeSet, HashMap};

/// A municipality may become a city of its own or the other way round: then its kind changes, not its key.
type Key = (Option<OrganisationKind>, String);

fn key_of(kind: OrganisationKind, key: &str) -> Key {
    ((!kind.is_municipal()).then_some(kind), key.to_owned())
}

/// What an edition of the register would change.
#[derive(Debug)]
struct Plan<'e> {
    new: Vec<&'e RegisterEntry>,
    kept: Vec<(OrganisationId, &'e RegisterEntry)>,
    gone: Vec<OrganisationId>,
    ids: HashMap<Key, OrganisationId>,
    difference: Difference,
    changes: Vec<Change>,
}

fn plan<'e>(present: &[Visible<organisation::Entity>], entries: &'e [RegisterEntry]) -> Plan<'e> {
    let key = |row: &organisation::Model| key_of(row.kind, row.register_key.as_deref().unwrap_or_default());
    let known: HashMap<Key, &Visible<organisation::Entity>> =
        present.iter().map(|row| (key(row), row)).collect();
    let by_id: HashMap<OrganisationId, &Visible<organisation::Entity>> =
        present.iter().map(|row| (row.id, row)).collect();
    let ids = present.iter().map(|row| (key(row), row.id)).collect();
    let mut plan = Plan {
        new: vec![],
        kept: vec![],
        gone: vec![],
        ids,
        difference: Difference::default(),
        changes: vec![],
    };
    let mut seen = BTreeSet::new();
    for entry in entries {
        let key = key_of(entry.kind, &entry.key);
        match known.get(&key) {
            Some(row) => {
                seen.insert(row.id);
                if row.valid_to.is_some() {
                    plan.note(ChangeKind::New, entry.kind, &entry.key, &entry.official_name, None, None);
                } else {
                    let parent = row.parent_id.and_then(|id| by_id.get(&id));
                    plan.compare(row, parent.map(|parent| parent.name.as_str()), entry);
                }
                plan.kept.push((row.id, entry));
            }
            None => {
                plan.note(ChangeKind::New, entry.kind, &entry.key, &entry.official_name, None, None);
                plan.new.push(entry);
            }
        }
    }
    for row in present.iter().filter(|row| row.valid_to.is_none() && !seen.contains(&row.id)) {
        plan.note(
            ChangeKind::Gone,
            row.kind,
            row.register_key.as_deref().unwrap_or_default(),
            &row.official_name,
            None,
            None,
        );
        plan.gone.push(row.id);
    }
    plan.changes.sort_by(|a, b| (a.change, &a.key).cmp(&(b.change, &b.key)));
    plan
}

impl Plan<'_> {
    fn compare(&mut self, row: &organisation::Model, parent: Option<&str>, entry: &RegisterEntry) {
        let mut note = |change, before: &str, after: &str| {
            self.note(
                change,
                entry.kind,
                &entry.key,
                &entry.official_name,
                Some(before.to_owned()),
                Some(after.to_owned()),
            );
        };
        if row.official_name != entry.official_name {
            note(ChangeKind::Renamed, &row.official_name, &entry.official_name);
        }
        if row.ars.as_deref().is_some_and(|ars| association(ars) != association(&entry.ars)) {
            let after = entry.parent.as_ref().map(|(_, key)| key.as_str());
            note(ChangeKind::Moved, parent.unwrap_or_default(), after.unwrap_or_default());
        }
        if row.population != entry.population {
            note(ChangeKind::Population, &row.population.to_string(), &entry.population.to_string());
        }
    }

    fn note(
        &mut self,
        change: ChangeKind,
        kind: OrganisationKind,
        key: &str,
        name: &str,
        before: Option<String>,
        after: Option<String>,
    ) {
        if kind.is_municipal() {
            match change {
                ChangeKind::New => self.difference.new += 1,
                ChangeKind::Gone => self.difference.gone += 1,
                ChangeKind::Renamed => self.difference.renamed += 1,
                ChangeKind::Moved => self.difference.moved += 1,
                ChangeKind::Population => {}
            }
        }
        self.changes.push(Change { change, kind, key: key.to_owned(), name: name.to_owned(), before, after });
    }
}

/// The association part of a regional key: digits 6 to 9.
fn association(ars: &str) -> &str {
    ars.get(5..9).unwrap_or_default()
}

fn lands(entries: &[RegisterEntry]) -> Vec<String> {
    let lands: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.ars.get(..2)).collect();
    lands.into_iter().map(str::to_owned).collect()
}

/// What importing these entries would change, without changing anything.
pub async fn register_difference(
    reader: &Reader,
    entries: &[RegisterEntry],
) -> Result<(Difference, Vec<Change>)> {
    let present = store::register_organisations(reader, &lands(entries)).await?;
    let plan = plan(&present, entries);
    Ok((plan.difference, plan.changes))
}

/// Brings the tree to the state of these entries in the present commit. Nothing is deleted: what is gone ends on
/// `state`, what moved keeps its former place with dates.
pub async fn import_apply(
    tx: &Tx,
    entries: &[RegisterEntry],
    state: NaiveDate,
    import: Option<ImportId>,
) -> Result<(Difference, Vec<Change>)> {
    let present = store::register_organisations(tx, &lands(entries)).await?;
    let mut plan = plan(&present, entries);
    let mut parents: HashMap<OrganisationId, Option<OrganisationId>> =
        present.iter().map(|row| (row.id, row.parent_id)).collect();
    create(tx, &mut plan, &mut parents, state).await?;
    let changed = changed(&present, &plan);
    let locked =
        tx.lock_all::<organisation::Entity>(REGISTER_IMPORT, organisation::Column::Id.is_in(changed)).await?;
    let entry_of: HashMap<OrganisationId, &RegisterEntry> = plan.kept.iter().copied().collect();
    for row in locked {
        match entry_of.get(&row.id) {
            Some(entry) => update(tx, row, entry, &plan.ids).await?,
            None => end(tx, row, state).await?,
        }
    }
    if let Some(import) = import {
        finish(tx, import, &plan.difference, &plan.changes).await?;
    }
    Ok((plan.difference, plan.changes))
}

/// Ids of rows that differ from their entry or have none.
fn changed(present: &[Visible<organisation::Entity>], plan: &Plan<'_>) -> Vec<OrganisationId> {
    let rows: HashMap<OrganisationId, &Visible<organisation::Entity>> =
        present.iter().map(|row| (row.id, row)).collect();
    let differs = |(id, entry): &&(OrganisationId, &RegisterEntry)| {
        rows.get(id).is_some_and(|row| !equal(row, entry, &plan.ids))
    };
    plan.kept.iter().filter(differs).map(|(id, _)| *id).chain(plan.gone.iter().copied()).collect()
}

fn parent_of(entry: &RegisterEntry, ids: &HashMap<Key, OrganisationId>) -> Option<OrganisationId> {
    entry.parent.as_ref().and_then(|(kind, key)| ids.get(&key_of(*kind, key)).copied())
}

fn equal(row: &organisation::Model, entry: &RegisterEntry, ids: &HashMap<Key, OrganisationId>) -> bool {
    row.valid_to.is_none()
        && row.kind == entry.kind
        && row.official_name == entry.official_name
        && row.name == entry.name
        && row.parent_id == parent_of(entry, ids)
        && row.ars.as_deref() == Some(&entry.ars)
        && row.designation == entry.designation
        && row.seat == entry.seat
        && row.postal_code == entry.postal_code
        && row.population == entry.population
}

/// Creates what is new, from the top of the tree down.
async fn create(
    tx: &Tx,
    plan: &mut Plan<'_>,
    parents: &mut HashMap<OrganisationId, Option<OrganisationId>>,
    state: NaiveDate,
) -> Result<()> {
    plan.new.sort_by_key(|entry| (entry.kind, entry.key.len()));
    let (mut rows, mut closure, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for entry in &plan.new {
        let id: OrganisationId = tx.ctx().new_id();
        let parent = parent_of(entry, &plan.ids);
        plan.ids.insert(key_of(entry.kind, &entry.key), id);
        parents.insert(id, parent);
        let mut row = blank(tx, id, entry.kind, &entry.name, &entry.official_name);
        fill(&mut row, entry, parent);
        row.register_key = Set(Some(entry.key.clone()));
        row.valid_from = Set(Some(state));
        rows.push(row);
        closure.push(store::closure_row(id.0, id.0, 0));
        let mut above = parent;
        let mut depth = 1;
        while let Some(ancestor) = above {
            closure.push(store::closure_row(ancestor.0, id.0, depth));
            above = parents.get(&ancestor).copied().flatten();
            depth += 1;
        }
        places.push(store::place_row(tx, id, parent, Some(state)));
    }
    let created = tx
        .insert_many::<organisation::Entity>(REGISTER_IMPORT, rows, |_| events::organisation_created())
        .await?;
    for row in &created {
        announce(tx, row);
    }
    let write = tx.unscoped_write("the closure follows the tree");
    write.insert_many(closure).await?;
    write.insert_many(places).await
}

fn fill(row: &mut organisation::ActiveModel, entry: &RegisterEntry, parent: Option<OrganisationId>) {
    row.kind = Set(entry.kind);
    row.name = Set(entry.name.clone());
    row.official_name = Set(entry.official_name.clone());
    row.sort_key = Set(text::sort_key(&entry.name));
    row.parent_id = Set(parent);
    row.ags = Set(entry.ags.clone());
    row.ars = Set(Some(entry.ars.clone()));
    row.designation = Set(entry.designation.clone());
    row.seat = Set(entry.seat.clone());
    row.postal_code = Set(entry.postal_code.clone());
    row.population = Set(entry.population);
}

async fn update(
    tx: &Tx,
    row: Locked<organisation::Entity>,
    entry: &RegisterEntry,
    ids: &HashMap<Key, OrganisationId>,
) -> Result<()> {
    let (id, from, to) = (row.id, row.parent_id, parent_of(entry, ids));
    let renamed = row.official_name != entry.official_name || row.ars.as_deref() != Some(&entry.ars);
    let mut change = row.change();
    fill(&mut change, entry, to);
    change.valid_to = Set(None);
    change.updated_at = Set(tx.ctx().now());
    let fact = if from == to { events::organisation_updated() } else { events::organisation_moved(from, to) };
    if from != to {
        store::closure_move(tx, id, to).await?;
        store::place_change(tx, id, to).await?;
    }
    let row = tx.update(row, change, fact).await?;
    if renamed {
        announce(tx, &row);
    }
    Ok(())
}

async fn end(tx: &Tx, row: Locked<organisation::Entity>, state: NaiveDate) -> Result<()> {
    let mut change = row.change();
    change.valid_to = Set(Some(state));
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, events::organisation_ended()).await.map(|_| ())
}
