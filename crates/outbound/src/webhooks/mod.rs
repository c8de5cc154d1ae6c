//! Webhooks: subscriptions of other systems, what is to be sent to them, and sending it.
//!
//! Finding out who gets an event ([`Webhooks::fan_out`]) and sending it ([`Webhooks::deliver`]) are separate steps
//! with rows between them. Bodies are made when they are sent, with the rights of the subscription's owner.
mod deliver;
mod entity;
mod envelope;
pub mod error;
mod events;
mod fan_out;
pub mod input;
pub mod policy;
mod registry;
mod retry;
mod send;
pub mod service;
mod signature;
pub mod sources;
mod store;
mod targets;
mod types;
mod vault;
pub mod view;
mod work;

pub use registry::{Principals, Renderers};
pub use signature::{SignatureFault, SignatureHeaders, SigningSecret, TOLERANCE_SECONDS, verify_signature};
pub use targets::{TargetFault, Targets};
pub use types::{DeliveryReason, DeliveryState, DisabledReason};

use crate::visibility::Visibility;
use chrono::Duration;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::secret::Secret;
use dienstweg_kernel::{Clock, Ctx, Db, Reader, Result};
use futures_util::future::BoxFuture;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;
use vault::Vault;

/// Bodies and answers are kept this long.
const KEEP_BODIES: Duration = Duration::days(30);
/// Deliveries and events are kept this long; so long a delivery can be repeated and a stream can be resumed.
const KEEP_ROWS: Duration = Duration::days(90);

/// What the operator says about webhooks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `source` of the CloudEvents: the public address of this installation.
    pub source: String,
    /// `host` or `host:port` to which http and private networks are fine.
    pub allowed_targets: Vec<String>,
}

/// The webhooks of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Webhooks(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    vault: Vault,
    targets: Targets,
    source: String,
    visibility: Visibility,
    renderers: Renderers,
    principals: Principals,
    client: reqwest::Client,
}

impl Webhooks {
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(
        db: &Db,
        clock: Arc<dyn Clock>,
        secret: &Secret,
        settings: &Settings,
        registries: (Visibility, Renderers, Principals),
    ) -> Result<Self, reqwest::Error> {
        let targets = Targets::new(&settings.allowed_targets);
        let (visibility, renderers, principals) = registries;
        Ok(Self(Arc::new(Inner {
            db: db.clone(),
            clock,
            vault: Vault::new(secret),
            client: send::client(targets.clone())?,
            targets,
            source: settings.source.clone(),
            visibility,
            renderers,
            principals,
        })))
    }

    /// Deletes what has been kept long enough, events included. Run it now and then, in one process. Answers how
    /// many rows it touched.
    pub async fn clean(&self) -> Result<u64> {
        let ctx = self.ctx();
        let work = async |tx: &dienstweg_kernel::Tx| {
            let cleaned = store::clean(tx, KEEP_BODIES, KEEP_ROWS).await? + sources::clean(tx).await?;
            Ok(cleaned + tx.purge_events(tx.ctx().now() - KEEP_ROWS).await?)
        };
        self.0.db.write(&ctx, work).await
    }

    fn ctx(&self) -> Ctx {
        Ctx::system(Actor::system("webhooks", policy::PERMISSIONS), self.0.clock.clone())
    }

    fn reader_as(&self, actor: Actor) -> Reader {
        self.0.db.read(&Ctx::system(actor, self.0.clock.clone()))
    }
}

/// For the wiring: which subscriptions a caller sees.
pub fn visible(reader: &Reader, ids: Vec<Uuid>) -> BoxFuture<'_, Result<HashSet<Uuid>>> {
    Box::pin(reader.visible_among::<entity::webhook::Entity>(ids))
}

/// Kinds of subjects of webhooks and marketplaces, with the permission to read them.
pub const KINDS: [(&str, Permission); 2] =
    [(entity::webhook::Entity::KIND, entity::webhook::Entity::READ), (sources::KIND, policy::WEBHOOK_READ)];

/// Whether a permission reaches a subscription or a marketplace; nothing for other things.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    match kind {
        entity::webhook::Entity::KIND => {
            reader.reaches::<entity::webhook::Entity>(permission, id).await.map(Some)
        }
        sources::KIND => sources::reached(reader, permission, id).await.map(Some),
        _ => Ok(None),
    }
}
