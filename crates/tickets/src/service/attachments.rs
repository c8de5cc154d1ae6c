//! Files at a ticket. The contents are stored first and outside any unit of work; then a row names them.
use super::articles::may_address;
use crate::entity::{article, attachment, ticket};
use crate::error::ATTACHMENT_LIMIT_REACHED;
use crate::input::AttachmentCreate;
use crate::policy::{ARTICLE_WRITE, subject};
use crate::types::Audience;
use crate::view::{AttachmentFile, AttachmentView};
use crate::{events, media, store};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::files::Stored;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::ids::{ArticleId, AttachmentId, TicketId};
use dienstweg_kernel::labels::{Label, Labels};
use dienstweg_kernel::search::SearchDoc;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QuerySelect, QueryTrait, Set};

/// Largest attachment, for `FileStore::put`.
pub const ATTACHMENT_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// As many attachments a ticket may have.
pub const ATTACHMENTS_MAX: i64 = 200;

/// Whether the caller may attach at all, before anything is received.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn attachment_check(reader: &Reader, ticket_id: TicketId) -> Result<()> {
    if store::reaches(reader, ticket_id, ARTICLE_WRITE).await? {
        return Ok(());
    }
    store::must_see(reader, ticket_id).await?;
    Err(Error::forbidden(ARTICLE_WRITE))
}

/// Names a stored file at a ticket.
///
/// # Errors
/// `not-found`, `forbidden`; `invalid` where the article is not an own one at this ticket; `attachment-limit-reached`.
pub async fn attachment_create(
    tx: &Tx,
    ticket_id: TicketId,
    input: AttachmentCreate,
    stored: &Stored,
) -> Result<AttachmentView> {
    tx.lock::<ticket::Entity>(ticket_id, ARTICLE_WRITE, IfMatch::Any).await?;
    let audience = match input.article_id {
        Some(article) => own_article(tx, ticket_id, article).await?.audience,
        None => input.audience.unwrap_or(Audience::All),
    };
    may_address(tx, ticket_id, audience).await?;
    if store::attachment_count(tx, ticket_id).await? >= ATTACHMENTS_MAX {
        return Err(Error::new(ATTACHMENT_LIMIT_REACHED));
    }
    let name = media::file_name(&input.name);
    let id: AttachmentId = tx.ctx().new_id();
    let row = attachment::ActiveModel {
        id: Set(id),
        ticket_id: Set(ticket_id),
        article_id: Set(input.article_id),
        audience: Set(audience),
        name: Set(name.clone()),
        size: Set(i64::try_from(stored.size).map_err(Error::internal)?),
        media_type: Set(media::media_type(&stored.head).to_owned()),
        sha256: Set(stored.sha256.clone()),
        stored_at: Set(stored.key.to_string()),
        uploaded_by: Set(tx.ctx().actor.id),
        created_at: Set(tx.ctx().now()),
    };
    let row =
        tx.insert::<attachment::Entity>(ARTICLE_WRITE, row, events::attachment_added(id, audience)).await?;
    if audience == Audience::All {
        // Answers of questionnaires name files.
        tx.label(Label::new(attachment::Entity::KIND, id, &name));
    }
    tx.index(SearchDoc::new(subject(ticket_id), &[&name]).audience(audience.search()).append());
    Ok(view(&row, &tx.labels([row.uploaded_by.0]).await?))
}

async fn own_article(tx: &Tx, ticket_id: TicketId, id: ArticleId) -> Result<article::Model> {
    use article::Column as C;
    let at_ticket = tx.select::<article::Entity>().filter(C::Id.eq(id)).filter(C::TicketId.eq(ticket_id));
    let Some(article) = at_ticket.one().await? else {
        return Err(Error::invalid(vec![Fault::unknown_reference("/article_id")]));
    };
    if article.author_id != tx.ctx().actor.id {
        let message = Text::new("Das ist nicht Ihre Nachricht.", "This is not your article.");
        return Err(Error::invalid(vec![Fault::new("/article_id", "not_own", message)]));
    }
    Ok((*article).clone())
}

/// The files at a ticket, newest first, as far as the caller is of their audience; at most [`ATTACHMENTS_MAX`].
pub async fn attachment_list(reader: &Reader, ticket_id: TicketId) -> Result<Vec<AttachmentView>> {
    use attachment::Column as C;
    store::must_see(reader, ticket_id).await?;
    let at_ticket = reader.select::<attachment::Entity>().filter(C::TicketId.eq(ticket_id));
    let rows = at_ticket.order(C::CreatedAt, Order::Desc).order(C::Id, Order::Desc).all().await?;
    let labels = reader.labels(rows.iter().map(|row| row.uploaded_by.0)).await?;
    Ok(rows.iter().map(|row| view(row, &labels)).collect())
}

/// One file at a ticket with the place of its contents.
///
/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn attachment_get(
    reader: &Reader,
    ticket_id: TicketId,
    id: AttachmentId,
) -> Result<AttachmentFile> {
    use attachment::Column as C;
    let at_ticket =
        reader.select::<attachment::Entity>().filter(C::Id.eq(id)).filter(C::TicketId.eq(ticket_id));
    let row = at_ticket.one().await?.ok_or_else(Error::not_found)?;
    let labels = reader.labels([row.uploaded_by.0]).await?;
    Ok(AttachmentFile { view: view(&row, &labels), key: row.stored_at.parse()? })
}

/// Those of the keys of stored files that attachments name.
pub async fn files_named(reader: &Reader, keys: &[&str]) -> Result<Vec<String>> {
    use attachment::Column as C;
    let named = attachment::Entity::find()
        .select_only()
        .column(C::StoredAt)
        .filter(C::StoredAt.is_in(keys.iter().copied()))
        .into_query();
    let rows =
        reader.unscoped("a file is an orphan only if nobody at all names it").rows::<Kept>(&named).await?;
    Ok(rows.into_iter().map(|row| row.stored_at).collect())
}

#[derive(sea_orm::FromQueryResult)]
struct Kept {
    stored_at: String,
}

fn view(row: &attachment::Model, labels: &Labels) -> AttachmentView {
    AttachmentView {
        id: row.id,
        ticket_id: row.ticket_id,
        article_id: row.article_id,
        audience: row.audience,
        name: row.name.clone(),
        size: row.size,
        media_type: row.media_type.clone(),
        sha256: row.sha256.clone(),
        inline: media::is_inline(&row.media_type),
        uploaded_by: labels.named(row.uploaded_by),
        created_at: row.created_at,
    }
}
