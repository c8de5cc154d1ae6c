//! Mail to people: a queue that is its own log, texts, and sending.
//!
//! What is to be mailed is written in the commit of its cause ([`Mail::queue`]) as ids and keys. A worker
//! ([`Mail::deliver`]) writes the text with the recipient's rights of that moment, or those of who sends it to somebody without
//! an account, and hands it to the server, outside of any transaction. A Message-ID that never changes makes a second copy, after a crash between sending and noting
//! it, the same mail to the recipient's system.
//!
//! States: queued → sent, failed (given up) or dropped (nothing to tell). Invariants: without a server in the settings
//! nothing is queued; a cause is mailed once to each recipient; no name of a person stands in a subject.
mod compose;
mod contents;
mod deliver;
mod entity;
pub mod error;
mod events;
pub mod input;
pub mod policy;
mod queue;
mod retry;
pub mod service;
mod smtp;
mod store;
mod texts;
mod types;
pub mod view;

pub use contents::{Asked, Contents, MailFile, Told};
pub use queue::{NewMail, Recipient, reminder_keep, reminder_withdraw};
pub use smtp::{SmtpSettings, SmtpTls};
pub use types::{MailReason, MailState, Template};

use crate::webhooks::Principals;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::ids::{ReminderId, UserId};
use dienstweg_kernel::secret::{Key, Secret};
use dienstweg_kernel::{Clock, Ctx, Db, Error, Reader, Result, Tx};
use smtp::Smtp;
use std::sync::Arc;
use texts::Texts;

/// What the key of the installation that signs links is derived for.
pub const LINK_KEY: &str = "password-link";
/// Mails, with what became of them, are kept this long.
const KEEP: Duration = Duration::days(90);

/// What the operator says about mail.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Nothing is sent or queued without.
    pub smtp: Option<SmtpSettings>,
    /// Public address of the app, for links.
    pub base: String,
}

/// The mail of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mail(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    base: String,
    host: String,
    smtp: Option<Smtp>,
    contents: Contents,
    principals: Principals,
    texts: Texts,
    link_key: Key,
}

impl Mail {
    /// # Errors
    /// `internal` where the settings do not fit together; the source says why.
    pub fn new(
        db: &Db,
        clock: Arc<dyn Clock>,
        secret: &Secret,
        settings: &Settings,
        registries: (Contents, Principals),
    ) -> Result<Self> {
        let base = settings.base.trim_end_matches('/').to_owned();
        let host = host_of(&base);
        let smtp = settings.smtp.as_ref().map(|smtp| Smtp::new(smtp, &host)).transpose();
        let (contents, principals) = registries;
        Ok(Self(Arc::new(Inner {
            db: db.clone(),
            clock,
            smtp: smtp.map_err(Error::internal)?,
            base,
            host,
            contents,
            principals,
            texts: Texts::new()?,
            link_key: secret.key(LINK_KEY),
        })))
    }

    /// Whether there is a server to send by.
    pub fn is_on(&self) -> bool {
        self.0.smtp.is_some()
    }

    /// Signs the links that set a password once.
    pub fn link_key(&self) -> &Key {
        &self.0.link_key
    }

    /// Deletes what has been kept long enough. Run it now and then, in one process. Answers how many rows went.
    pub async fn clean(&self) -> Result<u64> {
        self.0.db.write(&self.ctx(), async |tx| store::clean(tx, KEEP).await).await
    }

    fn ctx(&self) -> Ctx {
        Ctx::system(Actor::system("mail", policy::PERMISSIONS), self.0.clock.clone())
    }
}

/// Whether settings fit together, for `doctor`; the error says in words what does not.
pub fn check(settings: &SmtpSettings, base: &str) -> Result<(), String> {
    Smtp::new(settings, &host_of(base)).map(|_| ())
}

/// Who sent a reminder, and its text with placeholders.
pub async fn reminder(reader: &Reader, id: ReminderId) -> Result<Option<(UserId, String)>> {
    Ok(store::reminder(reader, id).await?.map(|row| (row.sender_id, row.text)))
}

/// The day of the last digest, and until when it reached.
pub async fn last_digest(reader: &Reader) -> Result<Option<(NaiveDate, DateTime<Utc>)>> {
    Ok(store::last_digest(reader).await?.map(|row| (row.day, row.made_at)))
}

/// Notes that the digests of a day are queued with this commit. Answers whether nobody did before.
pub async fn digest_made(tx: &Tx, day: NaiveDate, until: DateTime<Utc>) -> Result<bool> {
    store::add_digest(tx, day, until).await
}

/// Kinds of subjects of mails, with the permission to read them.
pub const KINDS: [(&str, Permission); 1] = [(entity::mail::Entity::KIND, entity::mail::Entity::READ)];

/// The host of an address, for Message-IDs and greetings.
fn host_of(base: &str) -> String {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    if host.is_empty() { "localhost".to_owned() } else { host.to_owned() }
}
