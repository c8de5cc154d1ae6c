//! What the wiring brings: what is told in a mail, read with its recipient's rights.
use super::types::Template;
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::{Db, Reader, Result};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A mail that is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// A user, or a person without an account.
    pub recipient: Uuid,
    /// With whose rights it is told to somebody without an account, who cannot follow a link.
    pub on_behalf: Option<UserId>,
    /// Whom the recipient stands in for.
    pub absent: Option<UserId>,
    /// Ids and keys, as they were queued.
    pub data: &'a Value,
    /// Public address of the app, without a slash at its end.
    pub base: &'a str,
    /// To read as somebody else whom the recipient stands in for.
    pub db: &'a Db,
}

/// A file that goes with a mail. Made when the mail is sent, like its text, and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// What is told in a mail.
#[derive(Clone, Debug)]
pub struct Told {
    /// An object; its member `key` may stand in the subject and so is no name of a person.
    pub values: Value,
    pub files: Vec<MailFile>,
    /// Where answers go, if anybody reads them.
    pub reply_to: Option<String>,
}

impl From<Value> for Told {
    fn from(values: Value) -> Self {
        Self { values, files: Vec::new(), reply_to: None }
    }
}

type Say =
    Arc<dyn for<'a> Fn(&'a Reader, Asked<'a>) -> LocalBoxFuture<'a, Result<Option<Told>>> + Send + Sync>;

/// Kind of mail → the values its text is made of. A kind without one is never sent.
#[derive(Clone, Default)]
pub struct Contents(Arc<HashMap<Template, Say>>);

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Contents {
    /// Adds a kind. `say` gets a reader with the rights of the recipient, or of whom it is written for, and the language of the recipient. Nothing where there is nothing to
    /// tell.
    pub fn with<F>(self, template: Template, say: F) -> Self
    where
        F: for<'a> Fn(&'a Reader, Asked<'a>) -> LocalBoxFuture<'a, Result<Option<Told>>>
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
    ) -> Result<Option<Told>> {
        match self.0.get(&template) {
            Some(say) => say(reader, asked).await,
            None => Ok(None),
        }
    }
}
