//! What callers may say about tickets.
use crate::types::{Audience, LinkKind, TicketAction, TicketState, TicketType};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::{ArticleId, OrganisationId, TeamId, TicketId, UserId};
use dienstweg_kernel::patch::Patch;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

/// A new incident or service request. Rollouts come from orders and programmes.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"type": "incident", "title": "Antragsformular nicht erreichbar",
    "organisation_id": "01930f6e-0000-7000-8000-000000000001", "text": "Seit heute früh kommt nur eine leere Seite."}))]
pub struct TicketCreate {
    /// `incident` or `service_request`.
    #[serde(rename = "type")]
    pub ticket_type: TicketType,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Whom it concerns.
    pub organisation_id: OrganisationId,
    /// Becomes the first article, for all parties.
    #[validate(length(min = 1, max = 50_000))]
    #[schema(min_length = 1, max_length = 50_000)]
    pub text: Option<String>,
    pub assignee_id: Option<UserId>,
    pub team_id: Option<TeamId>,
}

/// Changes to a ticket (RFC 7396). The title needs `ticket:write`, the rest `ticket:assign`.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"assignee_id": "01930f6e-0000-7000-8000-000000000002"}))]
pub struct TicketPatch {
    #[schema(value_type = Option<String>)]
    pub title: Patch<String>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub assignee_id: Patch<UserId>,
    #[schema(value_type = Option<String>, format = Uuid)]
    pub team_id: Patch<TeamId>,
}

/// Moves a ticket to another state.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"action": "resolve", "reason": "Formular neu veröffentlicht"}))]
pub struct TicketTransition {
    pub action: TicketAction,
    /// Stays in the history.
    #[validate(length(max = 500))]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// Narrows the list of tickets.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TicketListParams {
    /// Repeat for several.
    #[serde(rename = "type")]
    #[param(rename = "type")]
    pub ticket_type: Vec<TicketType>,
    /// Repeat for several.
    pub state: Vec<TicketState>,
    /// The responsible body or one above it; repeat for several.
    pub organisation: Vec<OrganisationId>,
    /// Repeat for several.
    pub assignee: Vec<UserId>,
    /// Repeat for several.
    pub team: Vec<TeamId>,
    /// The daughters of this mother; repeat for several.
    pub parent: Vec<TicketId>,
    /// Changed since then.
    pub updated_after: Option<DateTime<Utc>>,
    /// Full text: number, title, body, service, and of the conversation what the caller may read.
    pub q: Option<String>,
    /// `-updated_at` (default), `updated_at`, `number`, `-number`, `created_at`, `-created_at`.
    pub sort: Option<String>,
}

/// Something said about a ticket. There is no editing: a correction is said anew.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"audience": "all", "text": "Der Testzugang ist eingerichtet."}))]
pub struct ArticleCreate {
    pub audience: Audience,
    /// Markdown, or plain.
    #[validate(length(min = 1, max = 50_000))]
    #[schema(min_length = 1, max_length = 50_000)]
    pub text: String,
}

/// What is said about a file besides its contents.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AttachmentCreate {
    /// As the sender calls it; it is made safe.
    pub name: String,
    /// An own article that it belongs to and whose audience it shares.
    pub article_id: Option<ArticleId>,
    /// Without an article; `all` unless said otherwise.
    pub audience: Option<Audience>,
}

/// Makes somebody watch a ticket.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WatcherCreate {
    /// Somebody else, which needs `ticket:assign`; the caller where absent.
    pub user_id: Option<UserId>,
}

/// This ticket … that one.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "blocks", "ticket_id": "01930f6e-0000-7000-8000-000000000003"}))]
pub struct LinkCreate {
    pub kind: LinkKind,
    pub ticket_id: TicketId,
}

/// A ticket made by a workflow, of any type. See [`crate::service::tickets_create`].
#[derive(Clone, Debug)]
pub struct NewTicket {
    pub ticket_type: TicketType,
    pub title: String,
    pub organisation_id: OrganisationId,
    pub parent_id: Option<TicketId>,
    pub assignee_id: Option<UserId>,
    pub team_id: Option<TeamId>,
    /// Words it is found by besides number and title: names and keys of body and service.
    pub extra: String,
}

/// What changes on a ticket together with something that shares its lock. See [`crate::service::ticket_touch`].
#[derive(Clone, Debug, Default)]
pub struct TicketChange {
    pub title: Option<String>,
    pub state: Option<TicketState>,
    /// `Some(None)` takes it away.
    pub assignee: Option<Option<UserId>>,
    pub team: Option<Option<TeamId>>,
}
