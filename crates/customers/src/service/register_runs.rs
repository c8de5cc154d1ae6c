//! What is kept of each import of the register: its dry run, whether it was applied, its report.
use super::register::register_difference;
use crate::entity::import;
use crate::error::IMPORT_NOT_WAITING;
use crate::events;
use crate::input::RegisterEntry;
use crate::policy::REGISTER_IMPORT;
use crate::view::{Change, Difference, RegisterImportView};
use chrono::NaiveDate;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::ImportId;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use std::collections::BTreeMap;

/// Lines of the report that are kept.
const MAX_CHANGES: usize = 5_000;

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

pub(super) async fn finish(tx: &Tx, id: ImportId, difference: &Difference, changes: &[Change]) -> Result<()> {
    let row = tx.lock::<import::Entity>(id, REGISTER_IMPORT, IfMatch::Any).await?;
    let mut change = row.change();
    change.status = Set("applied".to_owned());
    change.done = Set(row.total);
    change.difference = Set(json(difference));
    change.changes = Set(json(&changes.iter().take(MAX_CHANGES).collect::<Vec<_>>()));
    change.finished_at = Set(Some(tx.ctx().now()));
    tx.update(row, change, events::import_applied()).await.map(|_| ())
}

/// Those of the keys of stored files that imports name.
pub async fn files_named(reader: &Reader, keys: &[&str]) -> Result<Vec<String>> {
    let named = import::Entity::find().filter(import::Column::FileKey.is_in(keys.iter().copied()));
    let rows = reader.unscoped("a file is an orphan only if nobody at all names it").all(named).await?;
    Ok(rows.into_iter().map(|row| row.file_key).collect())
}
