//! The official register: what a new edition changes, and changing it in one commit without losing anything.
use super::organisations::{announce, blank};
use crate::entity::{import, organisation};
use crate::error::IMPORT_NOT_WAITING;
use crate::input::RegisterEntry;
use crate::policy::REGISTER_IMPORT;
use crate::types::OrganisationKind;
use crate::view::{Change, ChangeKind, Difference, RegisterImportView};
use crate::{events, store};
use chrono::NaiveDate;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::guard::{Locked, Visible};
use dienstweg_kernel::ids::{ImportId, OrganisationId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Lines of the report that are kept.
const MAX_CHANGES: usize = 5_000;

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

/// What was read of a file, to be kept with the preview.
#[derive(Clone, Debug)]
pub struct Preview {
    pub file_name: String,
    pub file_key: String,
    pub state_date: NaiveDate,
    pub records: BTreeMap<String, u32>,
}

/// Keeps the result of a dry run so that it can be looked at and applied.
pub async fn import_preview(
    tx: &Tx,
    preview: Preview,
    entries: &[RegisterEntry],
) -> Result<RegisterImportView> {
    let (difference, mut changes) = register_difference(tx, entries).await?;
    changes.truncate(MAX_CHANGES);
    let row = import::ActiveModel {
        id: Set(tx.ctx().new_id()),
        file_name: Set(preview.file_name),
        file_key: Set(preview.file_key),
        state_date: Set(preview.state_date),
        status: Set("previewed".to_owned()),
        done: Set(0),
        total: Set(i32::try_from(entries.len()).unwrap_or(i32::MAX)),
        records: Set(json(&preview.records)),
        difference: Set(json(&difference)),
        changes: Set(json(&changes)),
        actor: Set(tx.ctx().actor.id.0),
        created_at: Set(tx.ctx().now()),
        finished_at: Set(None),
    };
    let row = tx.insert::<import::Entity>(REGISTER_IMPORT, row, events::import_previewed()).await?;
    Ok(view(row, true))
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Marks an import as running. The key of its file is the answer.
pub async fn import_start(tx: &Tx, id: ImportId) -> Result<(RegisterImportView, String)> {
    let row = tx.lock::<import::Entity>(id, REGISTER_IMPORT, IfMatch::Any).await?;
    if row.status != "previewed" && row.status != "failed" {
        return Err(Error::new(IMPORT_NOT_WAITING));
    }
    let file = row.file_key.clone();
    let mut change = row.change();
    change.status = Set("running".to_owned());
    let row = tx.update(row, change, events::import_started()).await?;
    Ok((view(row, true), file))
}

/// Marks a running import as failed; nothing of it was changed.
pub async fn import_fail(tx: &Tx, id: ImportId) -> Result<()> {
    let row = tx.lock::<import::Entity>(id, REGISTER_IMPORT, IfMatch::Any).await?;
    let mut change = row.change();
    change.status = Set("failed".to_owned());
    tx.update(row, change, events::import_failed()).await.map(|_| ())
}

/// After a start: what was running when the process ended did not happen and may be applied again.
pub async fn imports_recover(tx: &Tx) -> Result<()> {
    for row in tx.lock_all::<import::Entity>(REGISTER_IMPORT, import::Column::Status.eq("running")).await? {
        let mut change = row.change();
        change.status = Set("failed".to_owned());
        tx.update(row, change, events::import_failed()).await?;
    }
    Ok(())
}

pub async fn import_get(reader: &Reader, id: ImportId) -> Result<RegisterImportView> {
    Ok(view(reader.get::<import::Entity>(id).await?, true))
}

pub async fn import_list(reader: &Reader, request: &PageRequest) -> Result<Page<RegisterImportView>> {
    let sort = Sort { name: "created_at", column: import::Column::CreatedAt, descending: true };
    let page = reader.select::<import::Entity>().page(sort, request).await?;
    Ok(page.map(|row| view(row, false)))
}

fn view(row: Visible<import::Entity>, whole: bool) -> RegisterImportView {
    let read = |value: &serde_json::Value| value.clone();
    RegisterImportView {
        id: row.id,
        file_name: row.file_name.clone(),
        state_date: row.state_date,
        status: row.status.clone(),
        done: row.done,
        total: row.total,
        records: serde_json::from_value(read(&row.records)).unwrap_or_default(),
        difference: serde_json::from_value(read(&row.difference)).unwrap_or_default(),
        changes: if whole {
            serde_json::from_value(read(&row.changes)).unwrap_or_default()
        } else {
            Vec::new()
        },
        can: if matches!(row.status.as_str(), "previewed" | "failed") { vec!["apply"] } else { Vec::new() },
        created_at: row.created_at,
        finished_at: row.finished_at,
    }
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
        finish(tx, import, &plan).await?;
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

async fn finish(tx: &Tx, id: ImportId, plan: &Plan<'_>) -> Result<()> {
    let row = tx.lock::<import::Entity>(id, REGISTER_IMPORT, IfMatch::Any).await?;
    let mut change = row.change();
    change.status = Set("applied".to_owned());
    change.done = Set(row.total);
    change.difference = Set(json(&plan.difference));
    change.changes = Set(json(&plan.changes.iter().take(MAX_CHANGES).collect::<Vec<_>>()));
    change.finished_at = Set(Some(tx.ctx().now()));
    tx.update(row, change, events::import_applied()).await.map(|_| ())
}

/// Those of the keys of stored files that imports name.
pub async fn files_named(reader: &Reader, keys: &[&str]) -> Result<Vec<String>> {
    let named = import::Entity::find().filter(import::Column::FileKey.is_in(keys.iter().copied()));
    let rows = reader.unscoped("a file is an orphan only if nobody at all names it").all(named).await?;
    Ok(rows.into_iter().map(|row| row.file_key).collect())
}
