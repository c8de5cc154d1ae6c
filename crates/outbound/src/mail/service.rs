//! Use cases.
use super::entity::mail;
use super::error::MAIL_NOT_FAILED;
use super::input::MailListParams;
use super::policy::{MAIL_WRITE, reads_addresses};
use super::types::MailState;
use super::view::MailView;
use super::{events, store};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Text, codes};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::MailId;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::ActiveValue::Set;
use std::collections::HashSet;
use uuid::Uuid;

/// The log, two statements.
///
/// # Errors
/// `forbidden` for searching by an address one may not read.
pub async fn mail_list(
    reader: &Reader,
    params: &MailListParams,
    request: &PageRequest,
) -> Result<Page<MailView>> {
    if params.address.is_some() && !reads_addresses(&reader.ctx().actor) {
        let text = Text::new("Adressen dürfen Sie nicht sehen.", "You may not see addresses.");
        return Err(Error::new(codes::FORBIDDEN).with_faults(vec![Fault::new("address", "hidden", text)]));
    }
    let page = store::mails(reader, params, request).await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// # Errors
/// `not-found` where the caller does not see it.
pub async fn mail_get(reader: &Reader, id: MailId) -> Result<MailView> {
    let row = reader.get::<mail::Entity>(id).await?;
    let views = views(reader, std::slice::from_ref(&row)).await?;
    views.into_iter().next().ok_or_else(Error::not_found)
}

/// Queues a mail again that was given up, with the same Message-ID.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `mail-not-failed`; `mail-not-configured`.
pub async fn mail_resend(tx: &Tx, mail: &super::Mail, id: MailId, seen: IfMatch) -> Result<MailView> {
    let row = tx.lock::<mail::Entity>(id, MAIL_WRITE, seen).await?;
    mail.must_be_on()?;
    if row.state != MailState::Failed {
        return Err(Error::new(MAIL_NOT_FAILED));
    }
    let mut change = row.change();
    change.state = Set(MailState::Queued);
    change.reason = Set(None);
    change.attempts = Set(0);
    change.not_before = Set(tx.ctx().now());
    let row = tx.update(row, change, events::mail_repeated()).await?;
    let views = views(tx, std::slice::from_ref(&row)).await?;
    views.into_iter().next().ok_or_else(Error::not_found)
}

async fn views(reader: &Reader, rows: &[Visible<mail::Entity>]) -> Result<Vec<MailView>> {
    let ids = rows.iter().flat_map(|row| [Some(row.recipient_id), row.absent_id.map(|id| id.0)]).flatten();
    let labels = reader.labels(ids).await?;
    Ok(rows.iter().map(|row| MailView::new(row, &labels, &reader.ctx().actor)).collect())
}

/// For the wiring: which mails a caller sees.
pub async fn visible(reader: &Reader, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    reader.visible_among::<mail::Entity>(ids).await
}

/// Whether a permission reaches a mail; nothing for other things.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    match kind {
        "mail" => reader.reaches::<mail::Entity>(permission, id).await.map(Some),
        _ => Ok(None),
    }
}
