//! What callers get to see of signing marketplaces.
use super::SourceId;
use super::entity::{secret, source};
use crate::webhooks::policy::may_write;
use crate::webhooks::view::WebhookSecretView;
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::labels::{Labels, Named};
use serde::Serialize;
use utoipa::ToSchema;

/// A marketplace that signs.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MarketplaceSource)]
pub struct SourceView {
    pub id: SourceId,
    pub key: String,
    /// On whose behalf it orders.
    pub client: Named,
    /// Those that are believed now, newest first; empty in lists.
    pub secrets: Vec<WebhookSecretView>,
    /// Of `delete`, `rotate_secret`.
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A marketplace with its new secret, which is shown this once.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = MarketplaceSourceWithSecret)]
pub struct SourceWithSecret {
    pub source: SourceView,
    /// `whsec_` + base64; `null` where the same request came again.
    #[schema(required, example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
}

impl SourceView {
    pub(super) fn new(
        row: &source::Model,
        secrets: &[Visible<secret::Entity>],
        labels: &Labels,
        actor: &Actor,
    ) -> Self {
        let shown = |row: &Visible<secret::Entity>| WebhookSecretView {
            id: row.id,
            created_at: row.created_at,
            expires_at: row.expires_at,
        };
        Self {
            id: row.id,
            key: row.key.clone(),
            client: labels.named(row.client_id.0),
            secrets: secrets.iter().map(shown).collect(),
            can: if may_write(actor, row.client_id) { vec!["delete", "rotate_secret"] } else { Vec::new() },
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
