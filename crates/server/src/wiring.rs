//! Putting the parts together: the one place where every domain meets every service of the process.
use crate::background;
use crate::config::Config;
use crate::secret;
use dienstweg_api::authn::Principals;
use dienstweg_api::limits::Limits;
use dienstweg_api::state::ReachRegistry;
use dienstweg_api::{ApiSettings, AppState, contract, public_operations};
use dienstweg_connectors::publication::Publications;
use dienstweg_connectors::registers::Imports;
use dienstweg_identity::{Tokens, actor_of};
use dienstweg_kernel::clock::{Clock, SystemClock};
use dienstweg_kernel::ctx::JOB_OWN;
use dienstweg_kernel::db::Leader;
use dienstweg_kernel::files::{FileStore, LocalFiles};
use dienstweg_kernel::secret::Secret;
use dienstweg_kernel::{Actor, Ctx, Db, Error};
use dienstweg_outbound::Visibility;
use dienstweg_outbound::mail::{self, Mail};
use dienstweg_outbound::stream::Hub;
use dienstweg_outbound::webhooks::{self, Renderers, Webhooks};
use dienstweg_projections::portfolio::Portfolio;
use dienstweg_worker::Runner;
use std::sync::Arc;
use std::time::Duration;

/// What replaces the real thing in tests.
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub secret: Secret,
    /// Whether background work runs by itself; tests run it when they want it.
    pub background: bool,
}

/// A process ready to answer.
pub struct Wired {
    pub state: AppState,
    pub runner: Runner,
}

impl Wired {
    /// Ends live streams, and background work after what it began.
    pub async fn quiesce(self) {
        self.state.hub.shutdown().await;
        self.runner.shutdown().await;
    }
}

/// The process as the settings describe it.
pub async fn wire(config: &Config, db: Db, address: &str) -> Result<Wired, String> {
    if let Some(smtp) = config.smtp()? {
        mail::check(&smtp, &config.public_url())?;
    }
    let surroundings =
        Surroundings { clock: Arc::new(SystemClock), secret: secret::load(config)?, background: true };
    wire_in(config, db, address, surroundings).await.map_err(|error| error.to_string())
}

/// The same in given surroundings.
pub async fn wire_in(config: &Config, db: Db, address: &str, around: Surroundings) -> Result<Wired, Error> {
    let clock = around.clock;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let files: Arc<dyn FileStore> =
        Arc::new(LocalFiles::new(config.data_dir.join("files"), Arc::clone(&clock)));
    let principals = Arc::new(Principals::default());
    principals.set_public(public_operations(contract()));
    let hub = Hub::spawn(&db, Arc::clone(&clock), visibility(), ENDS_STREAMS.to_vec());
    let hooks = webhooks(config, &db, &clock, &around.secret, &public_url)?;
    let imports = Arc::new(Imports::new(db.clone(), Arc::clone(&files)));
    let leader = Arc::new(Leader::new(&db));
    let mail = mailing(config, &db, &clock, &around.secret, &public_url)?;
    let portfolio = Portfolio::default();
    let publications = match config.publication().map_err(Error::internal)? {
        Some(settings) => Some(Publications::new(&db, Arc::clone(&clock), &settings)?),
        None => None,
    };
    let limits = Arc::new(Limits::new(config.requests_per_second));
    let reconcilers = background::reconcilers(&background::Parts {
        db: &db,
        clock: &clock,
        leader: &leader,
        principals: &principals,
        hub: &hub,
        hooks: &hooks,
        mail: &mail,
        files: &files,
        limits: &limits,
        portfolio: &portfolio,
        publications: publications.as_ref(),
    });
    let runner = match around.background {
        true => Runner::spawn_all(leader, Arc::clone(&clock), reconcilers),
        false => Runner::new(leader, Arc::clone(&clock), reconcilers),
    };
    imports.recover(&Ctx::system(Actor::operator(), Arc::clone(&clock))).await?;
    let state = AppState {
        settings: Arc::new(settings(config, public_url)),
        tokens: Arc::new(Tokens::new(&around.secret)?),
        cursor_key: around.secret.key("cursor"),
        body_key: around.secret.key("body"),
        secret: around.secret,
        background: runner.status(),
        limits,
        db,
        clock,
        files,
        hub,
        hooks,
        mail,
        principals,
        imports,
        portfolio,
        reach: ReachRegistry::all(),
    };
    Ok(Wired { state, runner })
}

/// Events after which a stream of their subject must not go on.
const ENDS_STREAMS: [&str; 7] = [
    "session.ended",
    "user.deactivated",
    "user.password_set",
    "user.password_changed",
    "user.sessions_ended",
    "api_client.updated",
    "api_client.retired",
];

fn settings(config: &Config, public_url: String) -> ApiSettings {
    let secure = config.secure_cookies.unwrap_or_else(|| public_url.starts_with("https://"));
    ApiSettings {
        public_url,
        allowed_origins: config.allowed_origins.clone(),
        secure_cookies: secure,
        deadline: Duration::from_secs(config.request_deadline_seconds),
        requests_per_second: config.requests_per_second,
        publication_index: config.publication_index,
    }
}

/// Which subjects a caller may hear of, by kind.
fn visibility() -> Visibility {
    let mut visibility = Visibility::default();
    for (kind, read) in dienstweg_customers::service::KINDS {
        visibility = visibility.with(kind, read, move |reader, ids| {
            Box::pin(dienstweg_customers::service::visible(reader, kind, ids))
        });
    }
    for (kind, read) in dienstweg_rollouts::service::KINDS {
        visibility = visibility.with(kind, read, move |reader, ids| {
            Box::pin(dienstweg_rollouts::service::visible(reader, kind, ids))
        });
    }
    for (kind, read) in dienstweg_tickets::service::KINDS {
        visibility = visibility.with(kind, read, move |reader, ids| {
            Box::pin(dienstweg_tickets::service::visible(reader, kind, ids))
        });
    }
    for (kind, read) in dienstweg_identity::KINDS {
        visibility = visibility
            .with(kind, read, move |reader, ids| Box::pin(dienstweg_identity::visible(reader, kind, ids)));
    }
    for (kind, read) in dienstweg_projections::views::KINDS {
        visibility = visibility.with(kind, read, move |reader, ids| {
            Box::pin(dienstweg_projections::views::visible(reader, kind, ids))
        });
    }
    let [(report, read)] = dienstweg_projections::reports::KINDS;
    let visibility = visibility.with(report, read, move |reader, ids| {
        Box::pin(dienstweg_projections::reports::visible(reader, report, ids))
    });
    let read = webhooks::policy::WEBHOOK_READ;
    let visibility =
        visibility.with("job", JOB_OWN, |reader, ids| Box::pin(dienstweg_worker::jobs::visible(reader, ids)));
    let visibility = visibility
        .with("mail", mail::policy::MAIL_READ, |reader, ids| Box::pin(mail::service::visible(reader, ids)));
    visibility.with("webhook", read, webhooks::visible).with(
        "marketplace_source",
        read,
        webhooks::sources::visible,
    )
}

fn webhooks(
    config: &Config,
    db: &Db,
    clock: &Arc<dyn Clock>,
    secret: &Secret,
    source: &str,
) -> Result<Webhooks, Error> {
    let settings = webhooks::Settings {
        source: source.to_owned(),
        allowed_targets: config.webhook_allowed_targets.clone(),
    };
    let owners = webhooks::Principals::new(|reader, id| Box::pin(actor_of(reader, id)));
    let registries = (visibility(), renderers(), owners);
    Webhooks::new(db, Arc::clone(clock), secret, &settings, registries).map_err(Error::internal)
}

fn mailing(
    config: &Config,
    db: &Db,
    clock: &Arc<dyn Clock>,
    secret: &Secret,
    base: &str,
) -> Result<Mail, Error> {
    let settings = mail::Settings { smtp: config.smtp().map_err(Error::internal)?, base: base.to_owned() };
    let contents = dienstweg_workflows::mail::contents::contents(&secret.key(mail::LINK_KEY));
    let people = webhooks::Principals::new(|reader, id| Box::pin(actor_of(reader, id)));
    Mail::new(db, Arc::clone(clock), secret, &settings, (contents, people))
}

/// How subjects are told to other systems, by kind.
fn renderers() -> Renderers {
    Renderers::default()
        .with("order", |reader, event| Box::pin(dienstweg_workflows::marketplace::order_event(reader, event)))
        .with("rollout", |reader, event| {
            Box::pin(dienstweg_workflows::marketplace::rollout_event(reader, event))
        })
}
