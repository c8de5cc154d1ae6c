//! How far a permission reaches, for `/explain`. Each domain answers for its own kinds of things.
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Subject;
use dienstweg_kernel::{Reader, Result};
use dienstweg_outbound::{mail, webhooks};
use dienstweg_projections::{reports, views};
use futures_util::future::LocalBoxFuture;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

const ROLLOUT: &str = "rollout";
const TICKET: &str = dienstweg_tickets::SUBJECT;

/// Whether the caller of the reader reaches a thing of this kind with a permission; nothing for unknown kinds.
type Ask = for<'a> fn(&'a Reader, Permission, &'static str, Uuid) -> LocalBoxFuture<'a, Result<Option<bool>>>;

/// Kind of thing → the permission to see it, and who answers. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct ReachRegistry(Arc<BTreeMap<&'static str, (Permission, Ask)>>);

impl ReachRegistry {
    /// The kinds of all domains.
    pub fn all() -> Self {
        let customers: Ask = |reader, permission, kind, id| {
            Box::pin(dienstweg_customers::service::reached(reader, permission, kind, id))
        };
        let identity: Ask = |reader, permission, kind, id| {
            Box::pin(dienstweg_identity::reached(reader, permission, kind, id))
        };
        let tickets: Ask = |reader, permission, kind, id| {
            Box::pin(dienstweg_tickets::service::reached(reader, permission, kind, id))
        };
        let rollouts: Ask = |reader, permission, kind, id| {
            Box::pin(dienstweg_rollouts::service::reached(reader, permission, kind, id))
        };
        let webhooks: Ask =
            |reader, permission, kind, id| Box::pin(webhooks::reached(reader, permission, kind, id));
        let mails: Ask =
            |reader, permission, kind, id| Box::pin(mail::service::reached(reader, permission, kind, id));
        let views: Ask =
            |reader, permission, kind, id| Box::pin(views::reached(reader, permission, kind, id));
        let reports: Ask =
            |reader, permission, kind, id| Box::pin(reports::reached(reader, permission, kind, id));
        Self::default()
            .with(&dienstweg_customers::service::KINDS, customers)
            .with(&dienstweg_identity::KINDS, identity)
            .with(&dienstweg_tickets::service::KINDS, tickets)
            .with(&dienstweg_rollouts::service::KINDS, rollouts)
            .with(&webhooks::KINDS, webhooks)
            .with(&mail::KINDS, mails)
            .with(&views::KINDS, views)
            .with(&reports::KINDS, reports)
    }

    fn with(self, kinds: &[(&'static str, Permission)], ask: Ask) -> Self {
        let mut all = Arc::unwrap_or_clone(self.0);
        all.extend(kinds.iter().map(|(kind, read)| (*kind, (*read, ask))));
        Self(Arc::new(all))
    }

    /// The kinds that can be asked about, sorted.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Whether the caller of `reader` reaches the thing with `permission`; nothing where nobody answers for its kind.
    pub async fn reached(
        &self,
        reader: &Reader,
        permission: Permission,
        subject: Subject,
    ) -> Result<Option<bool>> {
        // A rollout is a ticket as well, with the same id: who writes in its conversation is for tickets to say.
        let kind = match dienstweg_tickets::policy::PERMISSIONS.contains(&permission) {
            true if subject.kind == ROLLOUT => TICKET,
            _ => subject.kind,
        };
        match self.0.get(kind) {
            Some((_, ask)) => ask(reader, permission, kind, subject.id).await,
            None => Ok(None),
        }
    }

    /// Whether the caller of `reader` sees the thing.
    pub async fn seen(&self, reader: &Reader, subject: Subject) -> Result<bool> {
        match self.0.get(subject.kind) {
            Some((read, _)) => Ok(self.reached(reader, *read, subject).await? == Some(true)),
            None => Ok(false),
        }
    }
}
