//! What callers get to see of tickets.
use crate::types::{Audience, Channel, DrivenBy, LinkId, LinkRelation, TicketState, TicketType};
use chrono::{DateTime, Utc};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::files::FileKey;
use dienstweg_kernel::ids::{ArticleId, AttachmentId, TicketId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One ticket, in lists too.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TicketView {
    pub id: TicketId,
    /// Such as `INC-2026-000123`.
    pub number: String,
    #[serde(rename = "type")]
    pub ticket_type: TicketType,
    pub driven_by: DrivenBy,
    pub title: String,
    /// The responsible body.
    pub organisation: Named,
    pub state: TicketState,
    /// The mother of a daughter.
    #[schema(required)]
    pub parent: Option<Named>,
    #[schema(required)]
    pub assignee: Option<Named>,
    #[schema(required)]
    pub team: Option<Named>,
    pub created_by: Named,
    /// Whether the caller watches it.
    pub watching: bool,
    /// `update`, `assign`, `transition:…`, `article:team|body|all`, `attach`, `link`, `watch` or `unwatch`.
    pub can: Vec<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Something said about a ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleView {
    pub id: ArticleId,
    pub ticket_id: TicketId,
    /// As called when it was written.
    pub author: Named,
    pub audience: Audience,
    pub channel: Channel,
    /// Markdown, or plain. Never to be shown as HTML.
    pub text: String,
    pub created_at: DateTime<Utc>,
}

/// A file at a ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    pub id: AttachmentId,
    pub ticket_id: TicketId,
    #[schema(required)]
    pub article_id: Option<ArticleId>,
    pub audience: Audience,
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// Told from its contents.
    pub media_type: String,
    /// 64 hexadecimal digits.
    pub sha256: String,
    /// Whether a browser may show it; otherwise it is only ever downloaded.
    pub inline: bool,
    pub uploaded_by: Named,
    pub created_at: DateTime<Utc>,
}

/// A file at a ticket with the place of its contents.
#[derive(Clone, Debug)]
pub struct AttachmentFile {
    pub view: AttachmentView,
    pub key: FileKey,
}

/// A user who watches a ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WatcherView {
    pub user: Named,
    pub added_by: Named,
    pub since: DateTime<Utc>,
}

/// This ticket … the other one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkView {
    pub id: LinkId,
    pub relation: LinkRelation,
    /// Number in `key`, title in `name`.
    pub ticket: Named,
    pub created_at: DateTime<Utc>,
}

/// A page of a ticket's history, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TicketHistory {
    pub items: Vec<HistoryEntry>,
    /// What to pass as `before` for older entries. A page may be short and yet not the last one.
    #[schema(required)]
    pub next_before: Option<Uuid>,
}

/// A ticket that was made by a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketCreated {
    pub id: TicketId,
    pub number: String,
}
