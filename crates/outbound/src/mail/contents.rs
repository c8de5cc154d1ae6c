//! What the wiring brings: what is told in a mail, read with its recipient's rights.
use super::types::Template;
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::{Db, Reader, Result};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// A mail that is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub recipient: UserId,
    /// Whom the recipient stands in for.
    pub absent: Option<UserId>,
    /// Ids and keys, as they were queued.
    pub data: &'a Value,
    /// Public address of the app, without a slash at its end.
    pub base: &'a str,
    /// To read as somebody else whom the recipient stands in for.
    pub db: &'a Db,
}

type Say =
    Arc<dyn for<'a> Fn(&'a Reader, Asked<'a>) -> LocalBoxFuture<'a, Result<Option<Value>>> + Send + Sync>;

/// Kind of mail → the values its text is made of. A kind without one is never sent.
#[derive(Clone, Default)]
pub struct Contents(Arc<HashMap<Template, Say>>);

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Contents {
    /// Adds a kind. `say` gets a reader with the rights and the language of the recipient and answers an object; its
    /// member `key` may stand in the subject and so is no name of a person. Nothing where there is nothing to tell.
    pub fn with<F>(self, template: Template, say: F) -> Self
    where
        F: for<'a> Fn(&'a Reader, Asked<'a>) -> LocalBoxFuture<'a, Result<Option<Value>>>
            + Send
            + Sync
            + 'static,
    {
        let mut all = Arc::unwrap_or_clone(self.0);
        all.insert(template, Arc::new(say));
        Self(Arc::new(all))
    }

    pub(super) async fn say(
        &self,
        template: Template,
        reader: &Reader,
        asked: Asked<'_>,
    ) -> Result<Option<Value>> {
        match self.0.get(&template) {
            Some(say) => say(reader, asked).await,
            None => Ok(None),
        }
    }
}
