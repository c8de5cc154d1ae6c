//! What every request can reach. Made once by `server`, by tests and by the contract generator alike.
use crate::authn::Principals;
use crate::limits::Limits;
pub use crate::reach::ReachRegistry;
use dienstweg_connectors::publication::IndexKind;
use dienstweg_connectors::registers::Imports;
use dienstweg_identity::Tokens;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::files::FileStore;
use dienstweg_kernel::secret::{Key, Secret};
use dienstweg_kernel::{Ctx, Db, Reader};
use dienstweg_outbound::mail::Mail;
use dienstweg_outbound::stream::Hub;
use dienstweg_outbound::webhooks::Webhooks;
use dienstweg_projections::portfolio::Portfolio;
use dienstweg_worker::Status;
use std::sync::Arc;
use std::time::Duration;

/// Settings of the interface.
#[derive(Clone, Debug)]
pub struct ApiSettings {
    /// Address under which browsers and programs reach this server, for links and CloudEvents sources.
    pub public_url: String,
    /// Origins of single-page apps hosted elsewhere (CORS).
    pub allowed_origins: Vec<String>,
    /// Whether cookies need https. Only a local trial may say no.
    pub secure_cookies: bool,
    /// How long a request may take.
    pub deadline: Duration,
    /// Requests per principal and second; bursts of ten times that are fine.
    pub requests_per_second: u32,
    /// The index of published services that is asked, where there is one.
    pub publication_index: Option<IndexKind>,
}

impl Default for ApiSettings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            allowed_origins: Vec::new(),
            secure_cookies: true,
            deadline: Duration::from_secs(30),
            requests_per_second: 100,
            publication_index: None,
        }
    }
}

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub settings: Arc<ApiSettings>,
    pub tokens: Arc<Tokens>,
    pub cursor_key: Key,
    /// For hashes of bodies that are kept to recognise repeats.
    pub body_key: Key,
    pub secret: Secret,
    pub files: Arc<dyn FileStore>,
    pub hub: Hub,
    pub hooks: Webhooks,
    pub mail: Mail,
    /// How the background work is doing.
    pub background: Status,
    pub principals: Arc<Principals>,
    pub limits: Arc<Limits>,
    pub imports: Arc<Imports>,
    /// How all rollouts stand.
    pub portfolio: Portfolio,
    pub reach: ReachRegistry,
}

impl AppState {
    /// Reads on behalf of a caller.
    pub fn read(&self, ctx: &Ctx) -> Reader {
        self.db.read(ctx)
    }
}
