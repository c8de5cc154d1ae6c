//! Subscriptions and their secrets.
use crate::webhooks::entity::{secret, webhook};
use crate::webhooks::error::WEBHOOK_DISABLED;
use crate::webhooks::input::{SecretRotate, WebhookCreate, WebhookListParams, WebhookPatch};
use crate::webhooks::policy::{WEBHOOK_WRITE, subject};
use crate::webhooks::signature::SigningSecret;
use crate::webhooks::types::{DisabledReason, is_pattern};
use crate::webhooks::view::{WebhookView, WebhookWithSecret};
use crate::webhooks::{Webhooks, events, store};
use chrono::Duration;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::{WebhookId, WebhookSecretId};
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

pub async fn webhook_list(
    reader: &Reader,
    params: &WebhookListParams,
    request: &PageRequest,
) -> Result<Page<WebhookView>> {
    let page = store::webhooks(reader, params, request).await?;
    let labels = reader.labels(page.items.iter().map(|row| row.owner_id.0)).await?;
    Ok(page.map(|row| WebhookView::new(&row, &[], &labels, &reader.ctx().actor)))
}

/// # Errors
/// `not-found` where the caller does not see it.
pub async fn webhook_get(reader: &Reader, id: WebhookId) -> Result<WebhookView> {
    view(reader, reader.get::<webhook::Entity>(id).await?).await
}

/// # Errors
/// `not-found` where the caller does not see it.
pub async fn webhook_history(
    reader: &Reader,
    id: WebhookId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    reader.history(&reader.get::<webhook::Entity>(id).await?, before, limit).await
}

async fn view(reader: &Reader, row: Visible<webhook::Entity>) -> Result<WebhookView> {
    let secrets = store::secrets(reader, row.id, reader.ctx().now()).await?;
    let labels = reader.labels([row.owner_id.0]).await?;
    Ok(WebhookView::new(&row, &secrets, &labels, &reader.ctx().actor))
}

/// Creates a subscription with its first secret, which is shown this once.
///
/// # Errors
/// `invalid` with all faults of address, patterns and owner; `forbidden` for another owner without that right;
/// `duplicate` where the name is taken.
pub async fn webhook_create(tx: &Tx, hooks: &Webhooks, input: WebhookCreate) -> Result<WebhookWithSecret> {
    let owner = input.owner_id.unwrap_or(tx.ctx().actor.id);
    let mut faults = faults_of(hooks, Some(&input.name), Some(&input.url), Some(&input.events));
    if hooks.0.principals.load(tx, owner).await?.is_none() {
        faults.push(Fault::unknown_reference("/owner_id"));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let now = tx.ctx().now();
    let row = webhook::ActiveModel {
        id: Set(tx.ctx().new_id()),
        sort_key: Set(text::sort_key(&input.name)),
        name: Set(input.name),
        url: Set(input.url),
        events: Set(json!(input.events)),
        owner_id: Set(owner),
        active: Set(true),
        disabled_reason: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<webhook::Entity>(WEBHOOK_WRITE, row, events::webhook_created()).await?;
    tx.label(Label::new(webhook::Entity::KIND, row.id, &row.name));
    let secret = add_secret(tx, hooks, row.id).await?;
    Ok(WebhookWithSecret { webhook: view(tx, row).await?, secret: Some(secret) })
}

/// # Errors
/// `not-found`, `forbidden`, `stale`; `invalid` with all faults; `duplicate` where the name is taken.
pub async fn webhook_patch(
    tx: &Tx,
    hooks: &Webhooks,
    id: WebhookId,
    patch: WebhookPatch,
    seen: IfMatch,
) -> Result<WebhookView> {
    let row = tx.lock::<webhook::Entity>(id, WEBHOOK_WRITE, seen).await?;
    let mut faults = nulls(&patch);
    let (name, url, events) = (value(patch.name), value(patch.url), value(patch.events));
    faults.extend(faults_of(hooks, name.as_deref(), url.as_deref(), events.as_deref()));
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let mut change = row.change();
    if let Some(name) = name {
        tx.label(Label::new(webhook::Entity::KIND, id, &name));
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    if let Some(url) = url {
        change.url = Set(url);
    }
    if let Some(events) = events {
        change.events = Set(json!(events));
    }
    if let Some(active) = value(patch.active).filter(|active| *active != row.active) {
        change.active = Set(active);
        change.disabled_reason = Set((!active).then_some(DisabledReason::ByHand));
    }
    change.updated_at = Set(tx.ctx().now());
    view(tx, tx.update(row, change, events::webhook_changed()).await?).await
}

/// Deletes a subscription with its secrets and its log.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`.
pub async fn webhook_delete(tx: &Tx, id: WebhookId, seen: IfMatch) -> Result<()> {
    let row = tx.lock::<webhook::Entity>(id, WEBHOOK_WRITE, seen).await?;
    let owner = row.owner_id;
    tx.remove(row, events::webhook_removed(owner)).await
}

/// Gives a subscription a new secret, shown this once. The old ones sign beside it for the overlap.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn secret_rotate(
    tx: &Tx,
    hooks: &Webhooks,
    id: WebhookId,
    input: SecretRotate,
) -> Result<WebhookWithSecret> {
    let row = tx.lock::<webhook::Entity>(id, WEBHOOK_WRITE, IfMatch::Any).await?;
    store::end_secrets(tx, id, tx.ctx().now() + Duration::seconds(input.overlap_seconds.into())).await?;
    let secret = add_secret(tx, hooks, id).await?;
    tx.emit(subject(id), events::secret_rotated(input.overlap_seconds));
    Ok(WebhookWithSecret { webhook: view(tx, row.unchanged()).await?, secret: Some(secret) })
}

/// Sends a `webhook.test` event to this subscription, whatever it has asked for. It appears in the log of deliveries.
///
/// # Errors
/// `not-found`, `forbidden`, `webhook-disabled`.
pub async fn webhook_test(tx: &Tx, id: WebhookId) -> Result<()> {
    let row = tx.lock::<webhook::Entity>(id, WEBHOOK_WRITE, IfMatch::Any).await?;
    if !row.active {
        return Err(Error::new(WEBHOOK_DISABLED));
    }
    tx.emit(subject(id), events::test());
    Ok(())
}

async fn add_secret(tx: &Tx, hooks: &Webhooks, webhook: WebhookId) -> Result<String> {
    let id: WebhookSecretId = tx.ctx().new_id();
    let secret = SigningSecret::new(tx.ctx().random());
    let sealed = hooks.0.vault.seal(id, &secret, tx.ctx().random())?;
    let row = secret::ActiveModel {
        id: Set(id),
        webhook_id: Set(webhook),
        sealed_secret: Set(sealed),
        created_at: Set(tx.ctx().now()),
        expires_at: Set(None),
    };
    store::add_secret(tx, row).await?;
    Ok(secret.to_text())
}

fn value<T>(patch: Patch<T>) -> Option<T> {
    patch.into_change().flatten()
}

fn nulls(patch: &WebhookPatch) -> Vec<Fault> {
    let empty = [
        ("/name", patch.name == Patch::Null),
        ("/url", patch.url == Patch::Null),
        ("/events", patch.events == Patch::Null),
        ("/active", patch.active == Patch::Null),
    ];
    empty.into_iter().filter(|(_, null)| *null).map(|(pointer, _)| Fault::required(pointer)).collect()
}

fn faults_of(
    hooks: &Webhooks,
    name: Option<&str>,
    url: Option<&str>,
    events: Option<&[String]>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if name.is_some_and(|name| name.trim().is_empty() || name.chars().count() > 200) {
        let message =
            Text::new("Bitte geben Sie 1 bis 200 Zeichen ein.", "Please enter 1 to 200 characters.");
        faults.push(Fault::new("/name", "length", message));
    }
    faults.extend(url.and_then(|url| hooks.0.targets.check(url).err()).map(|fault| fault.into_fault("/url")));
    if events.is_some_and(|events| events.is_empty() || events.len() > 100) {
        faults.push(Fault::new(
            "/events",
            "length",
            Text::new("Bitte wählen Sie 1 bis 100 Ereignisse.", "Please choose 1 to 100 events."),
        ));
    }
    let wrong = events.into_iter().flatten().enumerate().filter(|(_, pattern)| !is_pattern(pattern));
    faults.extend(wrong.map(|(index, _)| {
        let message = Text::new(
            "Bitte geben Sie den Namen eines Ereignisses ein wie „order.released“ oder alle einer Art wie „rollout.*“.",
            "Please enter the name of an event such as \"order.released\" or all of a kind such as \"rollout.*\".",
        );
        Fault::new(format!("/events/{index}"), "unknown_pattern", message)
    }));
    faults
}
