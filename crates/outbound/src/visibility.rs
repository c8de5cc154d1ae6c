//! Who may learn of a subject. The wiring registers each kind with the read rule of its domain; what is not
//! registered is never sent.
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::{Reader, Result};
use futures_util::future::BoxFuture;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

type Ask = Arc<dyn for<'a> Fn(&'a Reader, Vec<Uuid>) -> BoxFuture<'a, Result<HashSet<Uuid>>> + Send + Sync>;

/// Kind of subject → how to find out which of them a caller sees. Cheap to clone.
#[derive(Clone, Default)]
pub struct Visibility(Arc<HashMap<&'static str, Kind>>);

#[derive(Clone)]
struct Kind {
    read: Permission,
    ask: Ask,
}

impl std::fmt::Debug for Visibility {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Visibility {
    /// Adds a kind: the permission to read it, and which of some ids the reader's caller sees.
    pub fn with<F>(self, kind: &'static str, read: Permission, ask: F) -> Self
    where
        F: for<'a> Fn(&'a Reader, Vec<Uuid>) -> BoxFuture<'a, Result<HashSet<Uuid>>> + Send + Sync + 'static,
    {
        let mut kinds = Arc::unwrap_or_clone(self.0);
        kinds.insert(kind, Kind { read, ask: Arc::new(ask) });
        Self(Arc::new(kinds))
    }

    pub fn knows(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }

    /// The permission to read `kind`, where `actor` holds it.
    pub(crate) fn read_permission(&self, kind: &str, actor: &Actor) -> Option<Permission> {
        self.0.get(kind).map(|kind| kind.read).filter(|read| actor.has(*read))
    }

    /// Those of `ids` that the caller of `reader` sees; none of an unregistered kind.
    pub async fn among(&self, reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
        match self.0.get(kind) {
            Some(kind) if !ids.is_empty() && reader.ctx().actor.has(kind.read) => {
                (kind.ask)(reader, ids).await
            }
            _ => Ok(HashSet::new()),
        }
    }
}
