//! Versions of phase templates.
use super::service_state::check_key;
use crate::entity::template;
use crate::error::TEMPLATE_RETIRED;
use crate::input::TemplateListParams;
use crate::policy::{TEMPLATE_READ, TEMPLATE_WRITE};
use crate::service::forms::{forms_known, named_forms};
use crate::template::{EFA_STANDARD, Template, parse};
use crate::types::TemplateStatus;
use crate::view::{TemplateRow, TemplateView};
use crate::{events, store};
use chrono::{DateTime, Utc};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, codes};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::TemplateId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx, secret, text};
use sea_orm::{ColumnTrait, EntityTrait, Set};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use uuid::Uuid;

type Row = Visible<template::Entity>;

pub async fn template_list(
    reader: &Reader,
    params: &TemplateListParams,
    request: &PageRequest,
) -> Result<Page<TemplateRow>> {
    let page = store::catalogue::templates(reader, params, request).await?;
    Ok(page.map(|row| row_view(reader, &row)))
}

pub async fn template_get(reader: &Reader, id: TemplateId) -> Result<TemplateView> {
    let row = reader.get::<template::Entity>(id).await?;
    view(reader, &row)
}

/// Older entries than `before`, newest first.
pub async fn template_history(
    reader: &Reader,
    id: TemplateId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<template::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

fn row_view(reader: &Reader, row: &Row) -> TemplateRow {
    let can = match row.status {
        _ if !reader.ctx().actor.has(TEMPLATE_WRITE) => vec![],
        TemplateStatus::Draft => vec!["publish", "retire"],
        TemplateStatus::Published => vec!["retire"],
        TemplateStatus::Retired => vec![],
    };
    TemplateRow {
        id: row.id,
        key: row.key.clone(),
        version: row.version,
        name: row.name_de.clone(),
        name_en: row.name_en.clone(),
        status: row.status,
        can,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn view(reader: &Reader, row: &Row) -> Result<TemplateView> {
    Ok(TemplateView {
        row: row_view(reader, row),
        definition_hash: row.definition_hash.clone(),
        definition: definition(row)?,
    })
}

fn definition(row: &template::Model) -> Result<Template> {
    serde_json::from_value(row.definition.clone()).map_err(Error::internal)
}

/// SHA-256 of a template without its version: the same content is the same version.
fn content_hash(template: &Template) -> Result<String> {
    let content = Template { version: 1, ..template.clone() };
    Ok(secret::hash_hex(&serde_json::to_vec(&content).map_err(Error::internal)?))
}

/// Takes in a version of a template as a draft. Versions of a key are counted here, from 1; what the text says is not
/// taken. Content that is there already answers the version it has.
///
/// # Errors
/// `invalid` with every fault of the template and its JSON pointer.
pub async fn template_import(tx: &Tx, json: &str) -> Result<TemplateView> {
    let row = import(tx, json).await?;
    view(tx, &row)
}

async fn import(tx: &Tx, json: &str) -> Result<Row> {
    let mut template = parse(json)?;
    let mut faults = Vec::new();
    check_key(&template.key, &mut faults);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let hash = content_hash(&template)?;
    // Imports of one key wait for each other here; the next statement sees what the one before has left.
    tx.lock_all::<template::Entity>(TEMPLATE_WRITE, template::Column::Key.eq(&template.key)).await?;
    let versions = tx
        .select_with::<template::Entity>(TEMPLATE_WRITE)
        .filter(template::Column::Key.eq(&template.key))
        .all()
        .await?;
    if let Some(same) = versions.iter().find(|row| row.definition_hash == hash) {
        return Ok(same.clone());
    }
    template.version = versions.iter().map(|row| row.version).max().unwrap_or_default() + 1;
    insert(tx, &template, hash).await
}

async fn insert(tx: &Tx, template: &Template, hash: String) -> Result<Row> {
    let now = tx.ctx().now();
    let row = template::ActiveModel {
        id: Set(tx.ctx().new_id()),
        key: Set(template.key.clone()),
        version: Set(template.version),
        name_de: Set(template.name.de.clone()),
        name_en: Set(template.name.en.clone()),
        sort_key: Set(text::sort_key(&format!("{} {:06}", template.name.de, template.version))),
        definition: Set(serde_json::to_value(template).map_err(Error::internal)?),
        definition_hash: Set(hash),
        status: Set(TemplateStatus::Draft),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let fact = events::template_imported(&template.key, template.version);
    let row = tx.insert::<template::Entity>(TEMPLATE_WRITE, row, fact).await?;
    let key = format!("{} v{}", row.key, row.version);
    tx.label(Label::new(template::Entity::KIND, row.id, &row.name_de).key(Some(&key)));
    Ok(row)
}

/// Lets programmes use a version; a published one stays so.
///
/// # Errors
/// `template-retired` where it was retired.
pub async fn template_publish(tx: &Tx, id: TemplateId, seen: IfMatch) -> Result<TemplateView> {
    check_forms(tx, id).await?;
    let row = become_status(tx, id, seen, TemplateStatus::Published, events::template_published()).await?;
    view(tx, &row)
}

/// A milestone can only wait for a form that somebody can fill in.
async fn check_forms(tx: &Tx, id: TemplateId) -> Result<()> {
    let Some(row) = tx.select::<template::Entity>().filter(template::Column::Id.eq(id)).one().await? else {
        return Ok(());
    };
    let named = named_forms(&definition(&row)?);
    let known = forms_known(tx, named.iter().map(|(_, key)| key.clone()).collect()).await?;
    let unknown = named.into_iter().filter(|(_, key)| !known.contains(key));
    let faults: Vec<Fault> = unknown.map(|(pointer, _)| Fault::unknown_reference(pointer)).collect();
    Error::check(faults)
}

/// Lets no further programme use a version; those that do keep it.
pub async fn template_retire(tx: &Tx, id: TemplateId, seen: IfMatch) -> Result<TemplateView> {
    let row = become_status(tx, id, seen, TemplateStatus::Retired, events::template_retired()).await?;
    view(tx, &row)
}

/// What tells the states of one version of a template apart: its contents never change, its status does.
pub fn template_changes(updated_at: DateTime<Utc>) -> i64 {
    updated_at.timestamp_micros()
}

async fn become_status(
    tx: &Tx,
    id: TemplateId,
    seen: IfMatch,
    status: TemplateStatus,
    fact: Fact,
) -> Result<Row> {
    let row = tx.lock::<template::Entity>(id, TEMPLATE_WRITE, IfMatch::Any).await?;
    if matches!(seen, IfMatch::Version(seen) if seen != template_changes(row.updated_at)) {
        return Err(Error::new(codes::STALE));
    }
    if row.status == status {
        return Ok(row.unchanged());
    }
    if row.status == TemplateStatus::Retired {
        return Err(Error::new(TEMPLATE_RETIRED));
    }
    let mut change = row.change();
    change.status = Set(status);
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, fact).await
}

/// Brings in the templates that are shipped, published; does nothing where they are there already.
pub async fn templates_seed(tx: &Tx) -> Result<TemplateId> {
    let row = import(tx, EFA_STANDARD).await?;
    if row.status == TemplateStatus::Draft {
        let fact = events::template_published();
        become_status(tx, row.id, IfMatch::Any, TemplateStatus::Published, fact).await?;
    }
    Ok(row.id)
}

/// The template of this id ready for use. A version never changes, so each is read once in the life of the process.
/// Whoever sees a rollout sees how it is steered, so this asks for no right to templates.
pub async fn parsed(reader: &Reader, id: TemplateId) -> Result<Arc<Template>> {
    static PARSED: LazyLock<RwLock<HashMap<TemplateId, Arc<Template>>>> = LazyLock::new(RwLock::default);
    let known = PARSED.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
    if let Some(template) = known {
        return Ok(template);
    }
    let row = reader
        .unscoped("the template a rollout runs by, which steers it for every reader")
        .one(template::Entity::find_by_id(id))
        .await?
        .ok_or_else(Error::not_found)?;
    let template = Arc::new(definition(&row)?);
    PARSED.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&template));
    Ok(template)
}

/// Whether programmes may use this version; `None` where it is not there for the caller.
pub(super) async fn template_usable(reader: &Reader, id: TemplateId) -> Result<Option<bool>> {
    let select = reader.select_with::<template::Entity>(TEMPLATE_READ).filter(template::Column::Id.eq(id));
    Ok(select.one().await?.map(|row| row.status == TemplateStatus::Published))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_no_part_of_the_content() {
        let template = parse(EFA_STANDARD).unwrap();
        let hash = |template: &Template| content_hash(template).unwrap();
        let later = Template { version: 7, ..template.clone() };
        let mut other = template.clone();
        other.phases[0].target_working_days += 1;
        assert_eq!(hash(&template), hash(&later));
        assert_ne!(hash(&template), hash(&other));
    }
}
