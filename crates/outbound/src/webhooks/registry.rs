//! What the wiring brings: how subjects are written for others, and who a principal is.
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::events::Event;
use dienstweg_kernel::ids::ActorId;
use dienstweg_kernel::{Reader, Result};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

type Render =
    Arc<dyn for<'a> Fn(&'a Reader, &'a Event) -> BoxFuture<'a, Result<Option<Value>>> + Send + Sync>;
type Load = Arc<dyn for<'a> Fn(&'a Reader, ActorId) -> BoxFuture<'a, Result<Option<Actor>>> + Send + Sync>;

/// Kind of subject → how an event about it is told to other systems. A kind without one is never sent.
#[derive(Clone, Default)]
pub struct Renderers(Arc<HashMap<&'static str, Render>>);

impl std::fmt::Debug for Renderers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Renderers {
    /// Adds a kind. `render` gets a reader with the rights of the subscription's owner and answers the `data` of the
    /// envelope, or nothing where that owner does not see the subject.
    pub fn with<F>(self, kind: &'static str, render: F) -> Self
    where
        F: for<'a> Fn(&'a Reader, &'a Event) -> BoxFuture<'a, Result<Option<Value>>> + Send + Sync + 'static,
    {
        let mut kinds = Arc::unwrap_or_clone(self.0);
        kinds.insert(kind, Arc::new(render));
        Self(Arc::new(kinds))
    }

    pub(super) fn knows(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }

    pub(super) async fn render(&self, reader: &Reader, event: &Event) -> Result<Option<Value>> {
        match self.0.get(event.subject_kind.as_str()) {
            Some(render) => render(reader, event).await,
            None => Ok(None),
        }
    }
}

/// How the rights of an API client or user are found; nothing for one that is deactivated or unknown.
#[derive(Clone)]
pub struct Principals(Load);

impl std::fmt::Debug for Principals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Principals")
    }
}

impl Principals {
    pub fn new<F>(load: F) -> Self
    where
        F: for<'a> Fn(&'a Reader, ActorId) -> BoxFuture<'a, Result<Option<Actor>>> + Send + Sync + 'static,
    {
        Self(Arc::new(load))
    }

    pub(crate) async fn load(&self, reader: &Reader, id: ActorId) -> Result<Option<Actor>> {
        (self.0)(reader, id).await
    }
}
