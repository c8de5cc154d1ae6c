//! What happens to tickets, in the words of events and history. The subject is always the ticket.
use crate::types::{Audience, LinkId, LinkKind, TicketAction, TicketState, TicketType};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{ArticleId, AttachmentId, TicketId, UserId};

pub const ARTICLE_ADDED: &str = "ticket.article_added";
pub const ATTACHMENT_ADDED: &str = "ticket.attachment_added";

pub fn ticket_created(ticket_type: TicketType) -> Fact {
    Fact::new("ticket.created").with("type", ticket_type)
}

pub fn ticket_updated() -> Fact {
    Fact::new("ticket.updated")
}

pub fn ticket_transitioned(action: TicketAction, state: TicketState, reason: Option<&str>) -> Fact {
    Fact::new("ticket.transitioned").with("action", action).with("state", state).reason(reason)
}

/// The audience is named so that who is not in it need not hear of it.
pub fn article_added(id: ArticleId, audience: Audience) -> Fact {
    Fact::new(ARTICLE_ADDED).with("article_id", id).with("audience", audience)
}

pub fn attachment_added(id: AttachmentId, audience: Audience) -> Fact {
    Fact::new(ATTACHMENT_ADDED).with("attachment_id", id).with("audience", audience)
}

pub fn watcher_added(user: UserId) -> Fact {
    Fact::new("ticket.watcher_added").with("user_id", user)
}

pub fn watcher_removed(user: UserId) -> Fact {
    Fact::new("ticket.watcher_removed").with("user_id", user)
}

/// Told of both tickets; `other` is the one at the other end.
pub fn link_added(id: LinkId, kind: LinkKind, other: TicketId) -> Fact {
    Fact::new("ticket.link_added").with("link_id", id).with("kind", kind).with("other_id", other)
}

pub fn link_removed(id: LinkId, kind: LinkKind, other: TicketId) -> Fact {
    Fact::new("ticket.link_removed").with("link_id", id).with("kind", kind).with("other_id", other)
}
