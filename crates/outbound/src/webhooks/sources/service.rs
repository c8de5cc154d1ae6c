//! Use cases.
use super::entity::{secret, source};
use super::input::{SourceCreate, SourceListParams};
use super::policy::subject;
use super::view::{SourceView, SourceWithSecret};
use super::{SourceId, store};
use crate::webhooks::input::SecretRotate;
use crate::webhooks::policy::WEBHOOK_WRITE;
use crate::webhooks::signature::SigningSecret;
use crate::webhooks::{Webhooks, events};
use chrono::Duration;
use dienstweg_kernel::ctx::ActorKind;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::WebhookSecretId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::ActiveValue::Set;

pub async fn source_list(
    reader: &Reader,
    params: &SourceListParams,
    request: &PageRequest,
) -> Result<Page<SourceView>> {
    let page = store::sources(reader, params, request).await?;
    let labels = reader.labels(page.items.iter().map(|row| row.client_id.0)).await?;
    Ok(page.map(|row| SourceView::new(&row, &[], &labels, &reader.ctx().actor)))
}

/// # Errors
/// `not-found` where the caller does not see it.
pub async fn source_get(reader: &Reader, id: SourceId) -> Result<SourceView> {
    view(reader, reader.get::<source::Entity>(id).await?).await
}

async fn view(reader: &Reader, row: Visible<source::Entity>) -> Result<SourceView> {
    let secrets = store::secrets(reader, row.id, reader.ctx().now()).await?;
    let labels = reader.labels([row.client_id.0]).await?;
    Ok(SourceView::new(&row, &secrets, &labels, &reader.ctx().actor))
}

/// Registers a marketplace with its first secret, which is shown this once.
///
/// # Errors
/// `invalid` with all faults of key and API client; `forbidden`; `duplicate` where the key is taken.
pub async fn source_create(tx: &Tx, hooks: &Webhooks, input: SourceCreate) -> Result<SourceWithSecret> {
    let mut faults = key_faults(&input.key);
    let client = hooks.0.principals.load(tx, input.client_id).await?;
    if client.is_none_or(|actor| actor.kind != ActorKind::ApiClient) {
        faults.push(Fault::unknown_reference("/client_id"));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let now = tx.ctx().now();
    let row = source::ActiveModel {
        id: Set(tx.ctx().new_id()),
        key: Set(input.key),
        client_id: Set(input.client_id),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<source::Entity>(WEBHOOK_WRITE, row, events::source_created()).await?;
    tx.label(Label::new(source::Entity::KIND, row.id, &row.key));
    let secret = add_secret(tx, hooks, row.id).await?;
    Ok(SourceWithSecret { source: view(tx, row).await?, secret: Some(secret) })
}

fn key_faults(key: &str) -> Vec<Fault> {
    if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Vec::new();
    }
    let text = Text::new(
        "Bitte nur Kleinbuchstaben, Ziffern und Bindestriche eingeben.",
        "Please enter lower case letters, digits and hyphens only.",
    );
    vec![Fault::new("/key", "invalid_source", text)]
}

/// Gives a marketplace a new secret, shown this once. The old ones are believed beside it for the overlap.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn source_secret_rotate(
    tx: &Tx,
    hooks: &Webhooks,
    id: SourceId,
    input: SecretRotate,
) -> Result<SourceWithSecret> {
    let row = tx.lock::<source::Entity>(id, WEBHOOK_WRITE, IfMatch::Any).await?;
    store::end_secrets(tx, id, tx.ctx().now() + Duration::seconds(input.overlap_seconds.into())).await?;
    let secret = add_secret(tx, hooks, id).await?;
    tx.emit(subject(id), events::source_secret_rotated(input.overlap_seconds));
    Ok(SourceWithSecret { source: view(tx, row.unchanged()).await?, secret: Some(secret) })
}

/// Deletes a marketplace with its secrets: what it signs is believed no more. Its orders stay.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`.
pub async fn source_delete(tx: &Tx, id: SourceId, seen: IfMatch) -> Result<()> {
    let row = tx.lock::<source::Entity>(id, WEBHOOK_WRITE, seen).await?;
    let client = row.client_id;
    tx.remove(row, events::source_removed(client)).await
}

async fn add_secret(tx: &Tx, hooks: &Webhooks, source: SourceId) -> Result<String> {
    let id: WebhookSecretId = tx.ctx().new_id();
    let secret = SigningSecret::new(tx.ctx().random());
    let sealed = hooks.0.vault.seal(id, &secret, tx.ctx().random())?;
    let row = secret::ActiveModel {
        id: Set(id),
        source_id: Set(source),
        sealed_secret: Set(sealed),
        created_at: Set(tx.ctx().now()),
        expires_at: Set(None),
    };
    store::add_secret(tx, row).await?;
    Ok(secret.to_text())
}
