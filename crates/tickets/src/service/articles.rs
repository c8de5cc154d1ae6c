//! The conversation at a ticket.
use crate::entity::{article, ticket};
use crate::input::ArticleCreate;
use crate::policy::{ARTICLE_INTERNAL, ARTICLE_WRITE, TICKET_READ, subject};
use crate::types::{ARTICLE_MAX, Audience, Channel, lines};
use crate::view::ArticleView;
use crate::{events, store};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{ArticleId, TicketId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::SearchDoc;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ColumnTrait, Set};

/// What becomes an article; the text is clean.
pub(super) struct NewArticle {
    pub ticket_id: TicketId,
    pub audience: Audience,
    pub channel: Channel,
    pub text: String,
}

/// Says something. Needs no `If-Match` and raises no version.
///
/// # Errors
/// `not-found`; `forbidden` where the caller may not write, or not for an audience that it is not of; `invalid`.
pub async fn article_create(
    tx: &Tx,
    ticket_id: TicketId,
    input: ArticleCreate,
    channel: Channel,
) -> Result<ArticleView> {
    let mut faults = Vec::new();
    let text = lines(&input.text, ARTICLE_MAX, "/text", &mut faults);
    tx.lock::<ticket::Entity>(ticket_id, ARTICLE_WRITE, IfMatch::Any).await?;
    may_address(tx, ticket_id, input.audience).await?;
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let article = NewArticle { ticket_id, audience: input.audience, channel, text };
    insert(tx, ARTICLE_WRITE, article).await.map(|row| view(&row))
}

/// One speaks only to an audience that one belongs to.
pub(super) async fn may_address(reader: &Reader, ticket_id: TicketId, audience: Audience) -> Result<()> {
    if audience == Audience::All {
        return Ok(());
    }
    let rights = store::rights_on(reader, ticket_id).await?;
    match audience {
        Audience::Team if !rights.team => Err(Error::forbidden(ARTICLE_INTERNAL)),
        Audience::Body if !rights.body => Err(Error::forbidden(TICKET_READ).detail(
            "Sie gehören weder zur zuständigen Stelle noch zum Team.",
            "You belong neither to the responsible body nor to the team.",
        )),
        _ => Ok(()),
    }
}

pub(super) async fn insert(
    tx: &Tx,
    permission: Permission,
    new: NewArticle,
) -> Result<Visible<article::Entity>> {
    let doc = SearchDoc::new(subject(new.ticket_id), &[&new.text]).audience(new.audience.search()).append();
    let row = article::ActiveModel {
        id: Set(tx.ctx().new_id()),
        ticket_id: Set(new.ticket_id),
        author_id: Set(tx.ctx().actor.id),
        author_name: Set(tx.ctx().actor.name.to_string()),
        audience: Set(new.audience),
        channel: Set(new.channel),
        text: Set(new.text),
        created_at: Set(tx.ctx().now()),
    };
    let id = *row.id.as_ref();
    let row = tx.insert::<article::Entity>(permission, row, events::article_added(id, new.audience)).await?;
    tx.index(doc);
    Ok(row)
}

/// What was said at a ticket, newest first, as far as the caller is of its audience.
///
/// # Errors
/// `not-found` where the ticket is not there for the caller.
pub async fn article_list(
    reader: &Reader,
    ticket_id: TicketId,
    request: &PageRequest,
) -> Result<Page<ArticleView>> {
    use article::Column as C;
    store::must_see(reader, ticket_id).await?;
    let newest = Sort { name: "created_at", column: C::CreatedAt, descending: true };
    let page =
        reader.select::<article::Entity>().filter(C::TicketId.eq(ticket_id)).page(newest, request).await?;
    Ok(page.map(|row| view(&row)))
}

/// One article.
///
/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn article_get(reader: &Reader, id: ArticleId) -> Result<ArticleView> {
    Ok(view(&*reader.get::<article::Entity>(id).await?))
}

fn view(row: &article::Model) -> ArticleView {
    ArticleView {
        id: row.id,
        ticket_id: row.ticket_id,
        author: Named { id: row.author_id.0, name: Some(row.author_name.clone()), key: None },
        audience: row.audience,
        channel: row.channel,
        text: row.text.clone(),
        created_at: row.created_at,
    }
}
