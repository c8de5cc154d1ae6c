//! Putting the parts together: the one place where every domain meets every service of the process.
use crate::config::Config;
use crate::secret;
use dienstweg_api::authn::Principals;
use dienstweg_api::limits::Limits;
use dienstweg_api::state::ReachRegistry;
use dienstweg_api::{ApiSettings, AppState, contract, public_operations};
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
use dienstweg_worker::{Reconciler, Runner, Wake};
use dienstweg_workflows::jobs as work;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
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
    let mut reconcilers = reconcilers(&db, &leader, &clock, &hooks, &principals, &hub);
    reconcilers.extend(mailers(&db, &clock, &mail));
    reconcilers.push(files_sweep(&db, &clock, &files));
    reconcilers.extend(jobs(&db, &clock));
    reconcilers.extend(memory(&db, &clock));
    let limits = Arc::new(Limits::new(config.requests_per_second));
    reconcilers.push(limits_tidy(&limits));
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

/// What is mailed: found out, collected once a day, sent, forgotten after its time.
fn mailers(db: &Db, clock: &Arc<dyn Clock>, mail: &Mail) -> Vec<Reconciler> {
    use dienstweg_workflows::mail::{digest, notices};
    let second = Duration::from_secs(1);
    let parts = (db.clone(), Arc::clone(clock), mail.clone());
    let (follow, collect, send, clean) = (parts.clone(), parts.clone(), mail.clone(), mail.clone());
    vec![
        Reconciler::new("mail.notices", second, Wake::Commit, move || {
            let (db, clock, mail) = follow.clone();
            async move { notices::follow(&db, clock, &mail).await }
        })
        .leased(),
        Reconciler::new("mail.digest", second * 60, Wake::Timer, move || {
            let (db, clock, mail) = collect.clone();
            async move { digest::due(&db, clock, &mail).await }
        })
        .leased(),
        Reconciler::new("mail.deliver", second, Wake::Commit, move || {
            let mail = send.clone();
            async move { mail.deliver().await }
        }),
        Reconciler::new("mail.clean", second * 3600, Wake::Timer, move || {
            let mail = clean.clone();
            async move { mail.clean().await }
        })
        .leased(),
    ]
}

/// How subjects are told to other systems, by kind.
fn renderers() -> Renderers {
    Renderers::default()
        .with("order", |reader, event| Box::pin(dienstweg_workflows::marketplace::order_event(reader, event)))
        .with("rollout", |reader, event| {
            Box::pin(dienstweg_workflows::marketplace::rollout_event(reader, event))
        })
}

fn reconcilers(
    db: &Db,
    leader: &Arc<Leader>,
    clock: &Arc<dyn Clock>,
    hooks: &Webhooks,
    principals: &Arc<Principals>,
    hub: &Hub,
) -> Vec<Reconciler> {
    let second = Duration::from_secs(1);
    let stamps = Arc::clone(leader);
    let (fan_out, deliver, clean) = (hooks.clone(), hooks.clone(), hooks.clone());
    vec![
        Reconciler::new("events.positions", second / 4, Wake::Commit, move || {
            let leader = Arc::clone(&stamps);
            async move { leader.stamp_positions().await }
        }),
        rights_follow(db, clock, principals, hub),
        Reconciler::new("webhooks.fan_out", second, Wake::Commit, move || {
            let hooks = fan_out.clone();
            async move { hooks.fan_out().await }
        })
        .leased(),
        Reconciler::new("webhooks.deliver", second, Wake::Commit, move || {
            let hooks = deliver.clone();
            async move { hooks.deliver().await }
        }),
        Reconciler::new("webhooks.clean", second * 3600, Wake::Timer, move || {
            let hooks = clean.clone();
            async move { hooks.clean().await }
        })
        .leased(),
        rollouts_recompute(db, clock),
        rollouts_names(db, clock),
        parties_follow(db, clock),
        leftovers(db, clock),
    ]
}

/// Lets go of loaded rights when an event says that they may have changed (ADR 0004).
fn rights_follow(db: &Db, clock: &Arc<dyn Clock>, principals: &Arc<Principals>, hub: &Hub) -> Reconciler {
    let read_to = Arc::new(AtomicI64::new(-1));
    let parts = (db.clone(), Arc::clone(clock), Arc::clone(principals), hub.clone());
    Reconciler::new("rights.follow", Duration::from_millis(250), Wake::Commit, move || {
        let ((db, clock, principals, hub), read_to) = (parts.clone(), Arc::clone(&read_to));
        async move {
            let reader = db.read(&Ctx::system(Actor::system("rights", &[]), clock));
            let from = read_to.load(Ordering::Relaxed);
            if from < 0 {
                read_to.store(reader.last_position().await?, Ordering::Relaxed);
                return Ok(0);
            }
            let events = reader.events_after(from, 500).await?;
            for event in &events {
                match event.subject_kind.as_str() {
                    "role" | "team" | "grant" => {
                        principals.forget(None);
                        hub.end_all();
                    }
                    "user" | "api_client" => principals.forget(Some(event.subject_id.into())),
                    // One that has begun has rights and streams already.
                    "session" if event.name != "session.started" => {
                        principals.forget_session(event.subject_id.into());
                        hub.end_session(event.subject_id.into());
                    }
                    _ => {}
                }
                read_to.store(event.position, Ordering::Relaxed);
            }
            Ok(0)
        }
    })
}

/// Lights and forecasts that are due to be computed again because time has passed.
fn rollouts_recompute(db: &Db, clock: &Arc<dyn Clock>) -> Reconciler {
    let parts = (db.clone(), Arc::clone(clock));
    Reconciler::new("rollouts.recompute", Duration::from_secs(60), Wake::Timer, move || {
        let (db, clock) = parts.clone();
        async move { dienstweg_workflows::rollouts::recompute_due(&db, clock).await }
    })
    .leased()
}

/// Days that are over are taken; rollouts are forecast once a day and after they have moved.
fn memory(db: &Db, clock: &Arc<dyn Clock>) -> [Reconciler; 2] {
    let minute = Duration::from_secs(60);
    let (days, forecasts) = ((db.clone(), Arc::clone(clock)), (db.clone(), Arc::clone(clock)));
    [
        Reconciler::new("rollouts.snapshots", minute, Wake::Timer, move || {
            let (db, clock) = days.clone();
            async move { dienstweg_workflows::memory::snapshots_take(&db, clock).await }
        })
        .leased(),
        Reconciler::new("rollouts.forecasts", minute, Wake::Timer, move || {
            let (db, clock) = forecasts.clone();
            async move { dienstweg_workflows::memory::forecasts_follow(&db, clock).await }
        })
        .leased(),
    ]
}

/// Lists are ordered by names that others give.
fn rollouts_names(db: &Db, clock: &Arc<dyn Clock>) -> Reconciler {
    let parts = (db.clone(), Arc::clone(clock));
    Reconciler::new("rollouts.names", Duration::from_secs(2), Wake::Timer, move || {
        let (db, clock) = parts.clone();
        async move { dienstweg_workflows::rollouts::names_follow(&db, clock).await }
    })
    .leased()
}

/// Rollouts follow the party directory, when it changes and when one of its days has come.
fn parties_follow(db: &Db, clock: &Arc<dyn Clock>) -> Reconciler {
    let parts = (db.clone(), Arc::clone(clock));
    Reconciler::new("parties.follow", Duration::from_secs(30), Wake::Commit, move || {
        let (db, clock) = parts.clone();
        async move { dienstweg_workflows::parties::follow(&db, clock).await }
    })
    .leased()
}

/// Forgets idempotency keys after a day, failed log-ins and ended sessions when their time is over.
fn leftovers(db: &Db, clock: &Arc<dyn Clock>) -> Reconciler {
    let parts = (db.clone(), Arc::clone(clock));
    Reconciler::new("leftovers", Duration::from_secs(3600), Wake::Timer, move || {
        let (db, clock) = parts.clone();
        async move {
            let ctx = Ctx::system(Actor::system("leftovers", &[]), clock);
            db.write(&ctx, async |tx| {
                let keys = tx.forget_keys(tx.ctx().now() - KEYS_KEPT).await?;
                Ok(keys + dienstweg_identity::leftovers_forget(tx).await?)
            })
            .await?;
            Ok(0)
        }
    })
    .leased()
}

/// Each process counts the requests of its own callers, and forgets those who have not asked for a while.
fn limits_tidy(limits: &Arc<Limits>) -> Reconciler {
    let limits = Arc::clone(limits);
    Reconciler::new("limits.tidy", Duration::from_secs(600), Wake::Timer, move || {
        limits.tidy();
        async { Ok(0) }
    })
}

/// Carries out jobs, one after the other in one process, and forgets old ones.
fn jobs(db: &Db, clock: &Arc<dyn Clock>) -> [Reconciler; 2] {
    let parts = (db.clone(), Arc::clone(clock));
    let old = parts.clone();
    let run = Reconciler::new("jobs.run", Duration::from_secs(5), Wake::Commit, move || {
        let (db, clock) = parts.clone();
        async move { work::jobs_run(&db, clock).await }
    });
    let tidy = Reconciler::new("jobs.tidy", Duration::from_secs(3600), Wake::Timer, move || {
        let (db, clock) = old.clone();
        async move { work::jobs_tidy(&db, clock).await }
    });
    [run.leased(), tidy.leased()]
}

/// Deletes files that nothing names.
fn files_sweep(db: &Db, clock: &Arc<dyn Clock>, files: &Arc<dyn FileStore>) -> Reconciler {
    let parts = (db.clone(), Arc::clone(clock), Arc::clone(files));
    Reconciler::new("files.sweep", Duration::from_secs(6 * 3600), Wake::Timer, move || {
        let (db, clock, files) = parts.clone();
        async move {
            let reader = db.read(&Ctx::system(Actor::system("files", &[]), clock));
            let swept = dienstweg_workflows::files::sweep(&reader, &*files).await?;
            if swept > 0 {
                tracing::info!(swept, "files that nothing names were deleted");
            }
            Ok(0)
        }
    })
    .leased()
}

/// How long a repeated request is recognised.
const KEYS_KEPT: chrono::Duration = chrono::Duration::hours(24);
