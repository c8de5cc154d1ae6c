//! Versions of forms: drafted, checked, published, retired.
use super::SOURCES;
use crate::entity::form;
use crate::error::{FORM_HAS_DRAFT, FORM_NOT_DRAFT};
use crate::input::{FormCreate, FormListParams, FormPatch, FormTrial};
use crate::policy::{TEMPLATE_READ, TEMPLATE_WRITE};
use crate::types::{AttachedTo, FormStatus};
use crate::view::{FormCheck, FormFault, FormRow, FormView, MissingAnswer};
use crate::{events, store};
use dienstweg_fields::Form;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::FormId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx, secret, text};
use sea_orm::{ColumnTrait, Condition, Set};
use uuid::Uuid;

type Row = Visible<form::Entity>;

pub async fn form_list(
    reader: &Reader,
    params: &FormListParams,
    request: &PageRequest,
) -> Result<Page<FormRow>> {
    let page = store::forms::forms(reader, params, request).await?;
    Ok(page.map(|row| row_view(reader, &row)))
}

/// A version with what differs from the published one.
pub async fn form_get(reader: &Reader, id: FormId) -> Result<FormView> {
    let row = reader.get::<form::Entity>(id).await?;
    view(reader, &row).await
}

/// Older entries than `before`, newest first.
pub async fn form_history(
    reader: &Reader,
    id: FormId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<form::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

pub(super) fn definition(row: &form::Model) -> Result<Form> {
    serde_json::from_value(row.definition.clone()).map_err(Error::internal)
}

fn row_view(reader: &Reader, row: &Row) -> FormRow {
    let can = match row.status {
        _ if !reader.ctx().actor.has(TEMPLATE_WRITE) => vec![],
        FormStatus::Draft => vec!["update", "publish", "retire"],
        FormStatus::Published => vec!["draft", "retire"],
        FormStatus::Retired => vec!["draft"],
    };
    FormRow {
        id: row.id,
        key: row.key.clone(),
        version: row.version,
        title: row.title_de.clone(),
        title_en: row.title_en.clone(),
        attached_to: row.attached_to,
        status: row.status,
        can,
        revision: row.revision,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

async fn view(reader: &Reader, row: &Row) -> Result<FormView> {
    let language = reader.ctx().language;
    let definition = definition(row)?;
    let published = of_key(&row.key).add(form::Column::Status.eq(FormStatus::Published));
    let published = reader.select_with::<form::Entity>(TEMPLATE_READ).filter(published).one().await?;
    let changes = match published.as_ref().filter(|other| other.id != row.id) {
        Some(other) => definition.changes_since(&self::definition(other)?),
        None => Vec::new(),
    };
    let faults = definition.faults(&SOURCES).into_iter().map(|fault| FormFault::of(fault, language));
    Ok(FormView {
        row: row_view(reader, row),
        faults: faults.collect(),
        definition,
        published: published.map(|other| other.version),
        changes,
        sources: SOURCES.to_vec(),
    })
}

fn of_key(key: &str) -> Condition {
    Condition::all().add(form::Column::Key.eq(key))
}

/// Checks a definition, and answers with it; nothing is stored.
pub fn form_check(reader: &Reader, trial: &FormTrial) -> Result<FormCheck> {
    if !reader.ctx().actor.has(TEMPLATE_WRITE) {
        return Err(Error::forbidden(TEMPLATE_WRITE));
    }
    let language = reader.ctx().language;
    let told = |faults: Vec<Fault>| -> Vec<FormFault> {
        faults.into_iter().map(|fault| FormFault::of(fault, language)).collect()
    };
    let read = trial.definition.read(&trial.answers);
    let (answers, answer_faults) = match read {
        Ok(answers) => (answers, Vec::new()),
        Err(faults) => (Default::default(), faults),
    };
    let standing = trial.definition.standing(&answers);
    Ok(FormCheck {
        faults: told(trial.definition.faults(&SOURCES)),
        answer_faults: told(answer_faults),
        missing: standing
            .missing
            .into_iter()
            .map(|one| MissingAnswer { label: one.label.get(language).to_owned(), pointer: one.pointer })
            .collect(),
        asked: standing.asked,
    })
}

/// Begins a draft: of a new key, or the next version of one that is there.
///
/// # Errors
/// `form-has-draft` where there is one already.
pub async fn form_create(tx: &Tx, create: &FormCreate) -> Result<FormView> {
    let key = &create.definition.key;
    if key.is_empty() || key.len() > 60 {
        let text = Text::new("1 bis 60 Zeichen.", "1 to 60 characters.");
        return Err(Error::invalid(vec![Fault::new("/definition/key", "length", text)]));
    }
    // Drafts of one key wait for each other here; the next statement sees what the one before has left.
    tx.lock_all::<form::Entity>(TEMPLATE_WRITE, of_key(key)).await?;
    let versions = tx.select_with::<form::Entity>(TEMPLATE_WRITE).filter(of_key(key)).all().await?;
    if versions.iter().any(|row| row.status == FormStatus::Draft) {
        return Err(Error::new(FORM_HAS_DRAFT));
    }
    let version = versions.iter().map(|row| row.version).max().unwrap_or_default() + 1;
    let row = insert(tx, &create.definition, create.attached_to, version).await?;
    view(tx, &row).await
}

pub(super) async fn insert(tx: &Tx, form: &Form, attached_to: AttachedTo, version: i64) -> Result<Row> {
    let now = tx.ctx().now();
    let row = form::ActiveModel {
        id: Set(tx.ctx().new_id()),
        key: Set(form.key.clone()),
        version: Set(version),
        attached_to: Set(attached_to),
        status: Set(FormStatus::Draft),
        revision: Set(1),
        created_at: Set(now),
        ..contents(tx, form, version)?
    };
    let row =
        tx.insert::<form::Entity>(TEMPLATE_WRITE, row, events::form_drafted(&form.key, version)).await?;
    label(tx, &row);
    Ok(row)
}

fn contents(tx: &Tx, form: &Form, version: i64) -> Result<form::ActiveModel> {
    let definition = serde_json::to_value(form).map_err(Error::internal)?;
    Ok(form::ActiveModel {
        title_de: Set(form.title.de.clone()),
        title_en: Set(form.title.en.clone()),
        sort_key: Set(text::sort_key(&format!("{} {version:06}", form.title.de))),
        definition_hash: Set(hash(form)?),
        definition: Set(definition),
        updated_at: Set(tx.ctx().now()),
        ..Default::default()
    })
}

/// SHA-256 of a definition.
pub(super) fn hash(form: &Form) -> Result<String> {
    Ok(secret::hash_hex(&serde_json::to_vec(form).map_err(Error::internal)?))
}

fn label(tx: &Tx, row: &Row) {
    let key = format!("{} v{}", row.key, row.version);
    tx.label(Label::new(form::Entity::KIND, row.id, &row.title_de).key(Some(&key)));
}

/// Changes a draft.
///
/// # Errors
/// `form-not-draft` for other versions; `invalid` where the key would change.
pub async fn form_patch(tx: &Tx, id: FormId, seen: IfMatch, patch: &FormPatch) -> Result<FormView> {
    let row = tx.lock::<form::Entity>(id, TEMPLATE_WRITE, seen).await?;
    if row.status != FormStatus::Draft {
        return Err(Error::new(FORM_NOT_DRAFT));
    }
    let mut change = row.change();
    if let Some(definition) = &patch.definition {
        if definition.key != row.key {
            let text = Text::new("Der Schlüssel bleibt.", "The key stays.");
            return Err(Error::invalid(vec![Fault::new("/definition/key", "unchangeable", text)]));
        }
        change = form::ActiveModel { id: change.id, ..contents(tx, definition, row.version)? };
    }
    if let Some(attached_to) = patch.attached_to {
        change.attached_to = Set(attached_to);
    }
    let row = tx.update(row, change, events::form_changed()).await?;
    label(tx, &row);
    view(tx, &row).await
}

/// Lets a draft be filled in from now on; the version before is retired.
///
/// # Errors
/// `form-not-draft`; `invalid` with every fault of the definition and its JSON pointer.
pub async fn form_publish(tx: &Tx, id: FormId, seen: IfMatch) -> Result<FormView> {
    let row = publish(tx, id, seen).await?;
    view(tx, &row).await
}

pub(super) async fn publish(tx: &Tx, id: FormId, seen: IfMatch) -> Result<Row> {
    let row = tx.lock::<form::Entity>(id, TEMPLATE_WRITE, seen).await?;
    match row.status {
        FormStatus::Published => return Ok(row.unchanged()),
        FormStatus::Retired => return Err(Error::new(FORM_NOT_DRAFT)),
        FormStatus::Draft => {}
    }
    let faults: Vec<Fault> = definition(&row)?
        .faults(&SOURCES)
        .into_iter()
        .map(|fault| Fault { pointer: format!("/definition{}", fault.pointer), ..fault })
        .collect();
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let before = of_key(&row.key).add(form::Column::Status.eq(FormStatus::Published));
    for before in tx.lock_all::<form::Entity>(TEMPLATE_WRITE, before).await? {
        become_status(tx, before, FormStatus::Retired, events::form_retired()).await?;
    }
    let fact = events::form_published(&row.key, row.version);
    become_status(tx, row, FormStatus::Published, fact).await
}

/// Lets nobody begin with this version any more; what was begun is finished with it.
pub async fn form_retire(tx: &Tx, id: FormId, seen: IfMatch) -> Result<FormView> {
    let row = tx.lock::<form::Entity>(id, TEMPLATE_WRITE, seen).await?;
    let row = become_status(tx, row, FormStatus::Retired, events::form_retired()).await?;
    view(tx, &row).await
}

async fn become_status(
    tx: &Tx,
    row: dienstweg_kernel::guard::Locked<form::Entity>,
    status: FormStatus,
    fact: dienstweg_kernel::events::Fact,
) -> Result<Row> {
    let mut change = row.change();
    change.status = Set(status);
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, fact).await
}
