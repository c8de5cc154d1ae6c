//! How far a permission reaches, for `/explain`. Each domain answers for its own kinds of things.
use dienstweg_customers::policy::{ORGANISATION_READ, PERSON_READ};
use dienstweg_identity::{ROLE_READ, USER_READ};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Subject;
use dienstweg_kernel::{Reader, Result};
use futures_util::future::LocalBoxFuture;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

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
            Box::pin(dienstweg_identity::subject_reached(reader, permission, kind, id))
        };
        // Tickets, rollouts and webhooks are added here, each with the `reached` of its domain.
        Self::default()
            .with("organisation", ORGANISATION_READ, customers)
            .with("person", PERSON_READ, customers)
            .with("user", USER_READ, identity)
            .with("team", USER_READ, identity)
            .with("role", ROLE_READ, identity)
    }

    fn with(self, kind: &'static str, read: Permission, ask: Ask) -> Self {
        let mut kinds = Arc::unwrap_or_clone(self.0);
        kinds.insert(kind, (read, ask));
        Self(Arc::new(kinds))
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
        match self.0.get(subject.kind) {
            Some((_, ask)) => ask(reader, permission, subject.kind, subject.id).await,
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
