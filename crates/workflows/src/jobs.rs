//! Carrying out jobs: some items in each commit, with the rights of their owner.
use crate::mail::reminder_jobs;
use crate::{bulk, stock, waves};
use dienstweg_identity::actor_of;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx, JOB_OWN};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::JobItemId;
use dienstweg_kernel::{Db, Error, Reader, Result, Tx};
use dienstweg_outbound::mail::Mail;
use dienstweg_worker::jobs::{
    ItemOutcome, Job, JobItem, JobState, Left, Refusal, job_next, job_pass, job_settle, job_still,
    jobs_forget,
};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Items of one commit: on SQLite nobody else writes meanwhile, so that it must be short; elsewhere what all items of a commit
/// share is done less often.
const SHORT: u64 = 20;
const LONG: u64 = 60;
/// Commits of one run; others want to run too.
const COMMITS: usize = 25;

/// Items of one portion that were refused, and why.
type Refused = RefCell<HashMap<JobItemId, Refusal>>;

/// Carries out jobs for a while; answers how many steps were made. After a crash it goes on where it was.
pub async fn jobs_run(db: &Db, clock: Arc<dyn Clock>, mail: &Mail) -> Result<u64> {
    let ctx = Ctx::system(Actor::system("jobs", &[JOB_OWN]), clock);
    let reader = db.read(&ctx);
    let mut steps = 0;
    for _ in 0..COMMITS {
        let Some(job) = job_next(&reader).await? else { return Ok(steps) };
        steps += pass(&Shop { db, mail }, &ctx, &reader, &job).await?;
    }
    Ok(steps)
}

/// Removes jobs nobody will look at any more.
pub async fn jobs_tidy(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    db.write(&Ctx::system(Actor::system("jobs", &[]), clock), async |tx: &Tx| jobs_forget(tx).await).await
}

/// What jobs are carried out with.
struct Shop<'a> {
    db: &'a Db,
    mail: &'a Mail,
}

/// The next items of one job.
async fn pass(shop: &Shop<'_>, system: &Ctx, reader: &Reader, job: &Job) -> Result<u64> {
    let portion = if shop.db.is_postgres() { LONG } else { SHORT };
    let items = job_pass(reader, job, portion).await?;
    let Some(owner) = actor_of(reader, job.owner()).await? else {
        let refusal = Refusal::from(&Error::new(codes::FORBIDDEN));
        return refuse(shop.db, system, job, &items, &refusal).await;
    };
    let ctx = system.with_actor(owner);
    match go(shop, &ctx, job, &items).await {
        Err(error) if items.len() > 1 => {
            tracing::warn!(job = %job.id(), error = %error, "a portion failed, its items are tried one by one");
            for item in &items {
                alone(shop, &ctx, job, item).await?;
            }
        }
        Err(_) if items.len() == 1 => alone(shop, &ctx, job, &items[0]).await?,
        other => other?,
    }
    Ok(1 + items.len() as u64)
}

/// One item, refused where it fails for a reason nobody foresaw.
async fn alone(shop: &Shop<'_>, ctx: &Ctx, job: &Job, item: &JobItem) -> Result<()> {
    let Err(error) = go(shop, ctx, job, std::slice::from_ref(item)).await else { return Ok(()) };
    if error.is(codes::UNAVAILABLE) {
        return Err(error);
    }
    tracing::error!(job = %job.id(), item = %item.id, error = ?error, "an item of a job failed");
    refuse(shop.db, ctx, job, std::slice::from_ref(item), &Refusal::from(&error)).await.map(drop)
}

async fn refuse(db: &Db, ctx: &Ctx, job: &Job, items: &[JobItem], refusal: &Refusal) -> Result<u64> {
    let refused = |item: &JobItem| Left::of(item, job.state(), ItemOutcome::Refused(refusal.clone()));
    let left: Vec<Left> = items.iter().map(refused).collect();
    db.write(ctx, async |tx: &Tx| job_settle(tx, job, &left).await).await?;
    Ok(1 + items.len() as u64)
}

/// Tries items or carries them out, all in one commit. One that is refused may have written something before: then all is
/// undone and done again without it.
async fn go(shop: &Shop<'_>, ctx: &Ctx, job: &Job, items: &[JobItem]) -> Result<()> {
    let (refused, db, mail) = (Refused::default(), shop.db, shop.mail);
    if job.state() == JobState::Checking {
        let left = db.rehearse(ctx, async |tx: &Tx| all(tx, mail, job, items, &refused).await).await?;
        let write = async |tx: &Tx| match job_still(tx, job).await? {
            true => job_settle(tx, job, &left).await,
            false => Ok(()),
        };
        return db.write(ctx, write).await;
    }
    let work = async |tx: &Tx| match job_still(tx, job).await? {
        true => job_settle(tx, job, &all(tx, mail, job, items, &refused).await?).await,
        false => Ok(()),
    };
    loop {
        let before = refused.borrow().len();
        match db.write(ctx, &work).await {
            Err(_) if refused.borrow().len() > before => {}
            other => return other,
        }
    }
}

/// What became of all items, but those known to be refused. Of those that are newly refused, the first one ends it, unless
/// nothing is going to stay anyway.
async fn all(tx: &Tx, mail: &Mail, job: &Job, items: &[JobItem], refused: &Refused) -> Result<Vec<Left>> {
    let known = refused.borrow().clone();
    let open: Vec<&JobItem> = items.iter().filter(|item| !known.contains_key(&item.id)).collect();
    let mut outcomes: HashMap<JobItemId, ItemOutcome> = match job.kind() {
        waves::START => waves::start::items(tx, job, &open).await?,
        reminder_jobs::KIND => reminder_jobs::items(tx, mail, job, &open).await?,
        _ => one_by_one(tx, job, &open, refused).await?,
    };
    if job.kind() == waves::POSTPONE && !open.is_empty() {
        waves::postpone::wave_follows(tx, job).await?;
    }
    outcomes.extend(known.into_iter().map(|(id, refusal)| (id, ItemOutcome::Refused(refusal))));
    let left = |item: &JobItem| Some(Left::of(item, job.state(), outcomes.remove(&item.id)?));
    Ok(items.iter().filter_map(left).collect())
}

async fn one_by_one(
    tx: &Tx,
    job: &Job,
    items: &[&JobItem],
    refused: &Refused,
) -> Result<HashMap<JobItemId, ItemOutcome>> {
    let mut outcomes = HashMap::with_capacity(items.len());
    for item in items {
        // What one command may do is a large future; it is kept off the stack of the thread that all jobs run on.
        let done = match job.kind() {
            stock::KIND => Box::pin(stock::item(tx, job, item)).await,
            _ => Box::pin(bulk::item(tx, job, item)).await,
        };
        let outcome = match done {
            Err(error) if error.code().status < 500 => {
                let refusal = Refusal::from(&error);
                refused.borrow_mut().insert(item.id, refusal.clone());
                if job.state() != JobState::Checking {
                    return Err(error);
                }
                ItemOutcome::Refused(refusal)
            }
            outcome => outcome?,
        };
        outcomes.insert(item.id, outcome);
    }
    Ok(outcomes)
}
