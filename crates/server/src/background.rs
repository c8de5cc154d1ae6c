//! What runs beside requests: each piece of background work with its rhythm, in the order of its domains.
use dienstweg_api::authn::Principals;
use dienstweg_api::limits::Limits;
use dienstweg_connectors::publication::Publications;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::db::Leader;
use dienstweg_kernel::events::Sought;
use dienstweg_kernel::files::FileStore;
use dienstweg_kernel::{Actor, Ctx, Db, Result};
use dienstweg_outbound::mail::Mail;
use dienstweg_outbound::stream::Hub;
use dienstweg_outbound::webhooks::Webhooks;
use dienstweg_projections::portfolio::Portfolio;
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::terms_raise;
use dienstweg_worker::{Reconciler, Wake};
use dienstweg_workflows::mail::{digest, notices};
use dienstweg_workflows::{files, jobs, memory, parties, reports, rollouts};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How long a repeated request is recognised.
const KEYS_KEPT: chrono::Duration = chrono::Duration::hours(24);

/// What background work needs of the process.
pub struct Parts<'a> {
    pub db: &'a Db,
    pub clock: &'a Arc<dyn Clock>,
    pub leader: &'a Arc<Leader>,
    pub principals: &'a Arc<Principals>,
    pub hub: &'a Hub,
    pub hooks: &'a Webhooks,
    pub mail: &'a Mail,
    pub files: &'a Arc<dyn FileStore>,
    pub limits: &'a Arc<Limits>,
    pub portfolio: &'a Portfolio,
    pub publications: Option<&'a Publications>,
}

/// All background work of a process.
pub fn reconcilers(parts: &Parts<'_>) -> Vec<Reconciler> {
    let base = (parts.db.clone(), Arc::clone(parts.clock));
    let mut all = vec![
        each("events.positions", SECOND / 4, Wake::Commit, parts.leader, |leader| async move {
            leader.stamp_positions().await
        }),
        rights_follow(parts),
    ];
    all.extend(webhooks(parts.hooks));
    all.extend(of_rollouts(&base));
    all.push(terms(&base));
    all.push(portfolio(&base, parts.portfolio));
    all.extend(parts.publications.map(publications));
    all.extend(of_jobs(&base, parts.mail));
    all.extend(mails(&base, parts.mail));
    all.extend(tidying(&base, parts));
    all
}

/// Work over and over on what it was given.
fn each<P, W, F>(name: &'static str, every: Duration, wake: Wake, parts: &P, work: W) -> Reconciler
where
    P: Clone + Send + Sync + 'static,
    W: Fn(P) -> F + Send + Sync + 'static,
    F: Future<Output = Result<u64>> + 'static,
{
    let parts = parts.clone();
    Reconciler::new(name, every, wake, move || work(parts.clone()))
}

type Base = (Db, Arc<dyn Clock>);

/// After events of these somebody may have other rights.
const OF_RIGHTS: [&str; 6] = ["role", "team", "grant", "user", "api_client", "session"];

/// Lets go of loaded rights when an event says that they may have changed (ADR 0004).
fn rights_follow(parts: &Parts<'_>) -> Reconciler {
    let read_to = Arc::new(AtomicI64::new(-1));
    let parts = (
        (parts.db.clone(), Arc::clone(parts.clock)),
        (Arc::clone(parts.principals), parts.hub.clone()),
        read_to,
    );
    each("rights.follow", SECOND / 4, Wake::Commit, &parts, |((db, clock), known, read_to)| async move {
        let (principals, hub) = known;
        let reader = db.read(&Ctx::system(Actor::system("rights", &[]), clock));
        let from = read_to.load(Ordering::Relaxed);
        if from < 0 {
            read_to.store(reader.last_position().await?, Ordering::Relaxed);
            return Ok(0);
        }
        let (events, end) = reader.events_sought(from, 500, Sought::Kinds(&OF_RIGHTS)).await?;
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
        }
        read_to.store(end, Ordering::Relaxed);
        Ok(0)
    })
}

fn webhooks(hooks: &Webhooks) -> [Reconciler; 3] {
    [
        each("webhooks.fan_out", SECOND, Wake::Commit, hooks, |hooks| async move { hooks.fan_out().await })
            .leased(),
        each("webhooks.deliver", SECOND, Wake::Commit, hooks, |hooks| async move { hooks.deliver().await }),
        each("webhooks.clean", HOUR, Wake::Timer, hooks, |hooks| async move { hooks.clean().await }).leased(),
    ]
}

/// Lights turn by time, names and parties come from others, days that are over are taken, forecasts follow what moved.
fn of_rollouts(base: &Base) -> [Reconciler; 5] {
    [
        each("rollouts.recompute", MINUTE, Wake::Timer, base, |(db, clock)| async move {
            rollouts::recompute_due(&db, clock).await
        }),
        each("rollouts.names", SECOND * 2, Wake::Timer, base, |(db, clock)| async move {
            rollouts::names_follow(&db, clock).await
        }),
        each("parties.follow", SECOND * 30, Wake::Commit, base, |(db, clock)| async move {
            parties::follow(&db, clock).await
        }),
        each("rollouts.snapshots", MINUTE, Wake::Timer, base, |(db, clock)| async move {
            memory::snapshots_take(&db, clock).await
        }),
        each("rollouts.forecasts", MINUTE, Wake::Timer, base, |(db, clock)| async move {
            memory::forecasts_follow(&db, clock).await
        }),
    ]
    .map(Reconciler::leased)
}

/// What ends soon is raised as a task.
fn terms(base: &Base) -> Reconciler {
    each("terms.raise", MINUTE * 10, Wake::Timer, base, |(db, clock)| async move {
        let ctx = Ctx::system(Actor::system("terms", &[ROLLOUT_READ]), clock);
        db.write(&ctx, async |tx| terms_raise(tx).await).await
    })
    .leased()
}

/// Each process keeps up with how all rollouts stand before somebody asks.
fn portfolio(base: &Base, portfolio: &Portfolio) -> Reconciler {
    let both = (base.clone(), portfolio.clone());
    each("rollouts.portfolio", SECOND * 30, Wake::Timer, &both, |((db, clock), portfolio)| async move {
        portfolio.refresh(&db.read(&Ctx::system(Actor::system("portfolio", &[]), clock))).await?;
        Ok(0)
    })
}

/// The index of published services is asked about what is due, where one is configured.
fn publications(publications: &Publications) -> Reconciler {
    each("publications.check", SECOND * 30, Wake::Timer, publications, |publications| async move {
        publications.check().await
    })
    .leased()
}

/// Jobs are carried out one after the other in one process, and forgotten when they are old.
fn of_jobs(base: &Base, mail: &Mail) -> [Reconciler; 2] {
    let both = (base.clone(), mail.clone());
    [
        each("jobs.run", SECOND * 5, Wake::Commit, &both, |((db, clock), mail)| async move {
            jobs::jobs_run(&db, clock, &mail).await
        }),
        each(
            "jobs.tidy",
            HOUR,
            Wake::Timer,
            base,
            |(db, clock)| async move { jobs::jobs_tidy(&db, clock).await },
        ),
    ]
    .map(Reconciler::leased)
}

/// What is mailed: found out, collected once a day, reported when it is due, sent, forgotten after its time.
fn mails(base: &Base, mail: &Mail) -> [Reconciler; 5] {
    let both = (base.clone(), mail.clone());
    [
        each("mail.notices", SECOND, Wake::Commit, &both, |((db, clock), mail)| async move {
            notices::follow(&db, clock, &mail).await
        })
        .leased(),
        each("mail.digest", MINUTE, Wake::Timer, &both, |((db, clock), mail)| async move {
            digest::due(&db, clock, &mail).await
        })
        .leased(),
        each("reports.due", MINUTE, Wake::Timer, &both, |((db, clock), mail)| async move {
            reports::due(&db, clock, &mail).await
        })
        .leased(),
        each("mail.deliver", SECOND, Wake::Commit, mail, |mail| async move { mail.deliver().await }),
        each("mail.clean", HOUR, Wake::Timer, mail, |mail| async move { mail.clean().await }).leased(),
    ]
}

/// Forgets idempotency keys after a day, failed log-ins, ended sessions and sendings of reports when their time is over, files
/// that nothing names, and (each process for itself) callers who have not asked for a while.
fn tidying(base: &Base, parts: &Parts<'_>) -> [Reconciler; 3] {
    let stored = (base.clone(), Arc::clone(parts.files));
    [
        each("leftovers", HOUR, Wake::Timer, base, |(db, clock)| async move {
            let ctx = Ctx::system(Actor::system("leftovers", &[]), clock);
            db.write(&ctx, async |tx| {
                let keys = tx.forget_keys(tx.ctx().now() - KEYS_KEPT).await?;
                let runs = dienstweg_projections::reports::runs_forget(tx).await?;
                Ok(keys + runs + dienstweg_identity::leftovers_forget(tx).await?)
            })
            .await?;
            Ok(0)
        })
        .leased(),
        each("files.sweep", HOUR * 6, Wake::Timer, &stored, |((db, clock), store)| async move {
            let reader = db.read(&Ctx::system(Actor::system("files", &[]), clock));
            let swept = files::sweep(&reader, &*store).await?;
            if swept > 0 {
                tracing::info!(swept, "files that nothing names were deleted");
            }
            Ok(0)
        })
        .leased(),
        each("limits.tidy", MINUTE * 10, Wake::Timer, parts.limits, |limits| async move {
            limits.tidy();
            Ok(0)
        }),
    ]
}
