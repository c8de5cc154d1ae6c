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
    ItemOutcome, Job, JobItem, JobState, Left, Refusal, Settled, job_count, job_end, job_next, job_pass,
    job_settle, job_still, jobs_forget,
};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Items of one commit: on SQLite nobody else writes meanwhile, so that it must be short; elsewhere what all items of a commit
/// share is done less often.
const SHORT: u64 = 10;
const LONG: u64 = 40;
/// Commits that are on their way at once on PostgreSQL, where items have nothing to do with each other: while one waits for the
/// database, the other computes.
const LANES: u64 = 2;
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
    let lanes = if shop.db.is_postgres() && apart(job) { LANES } else { 1 };
    let portion = if shop.db.is_postgres() { LONG } else { SHORT };
    let items = job_pass(reader, job, portion * lanes).await?;
    let owner = actor_of(reader, job.owner()).await?;
    let ctx = owner.clone().map_or_else(|| system.clone(), |owner| system.with_actor(owner));
    if items.is_empty() {
        shop.db.write(&ctx, async |tx: &Tx| job_end(tx, job).await).await?;
        return Ok(1);
    }
    if owner.is_none() {
        let refusal = Refusal::from(&Error::new(codes::FORBIDDEN));
        return refuse(shop.db, system, job, &items, &refusal).await;
    }
    if lanes == 1 {
        lane(shop, &ctx, job, &items, Counting::Along).await?;
    } else {
        let (some, others) = dealt(&items);
        let (some, others) = tokio::join!(
            lane(shop, &ctx, job, &some, Counting::After),
            lane(shop, &ctx, job, &others, Counting::After)
        );
        // What one of them did is counted, whatever became of the other.
        let settled =
            [&some, &others].into_iter().flatten().fold(Settled::default(), |sum, one| sum.and(*one));
        shop.db.write(&ctx, async |tx: &Tx| job_count(tx, job, &settled).await).await?;
        some.and(others)?;
    }
    Ok(1 + items.len() as u64)
}

/// Whether items of a job change nothing that others of it change too, but for those of one subject.
fn apart(job: &Job) -> bool {
    [bulk::KIND, bulk::MILESTONES].contains(&job.kind())
}

/// Two halves, each with all items of its subjects, in their order.
fn dealt(items: &[JobItem]) -> (Vec<JobItem>, Vec<JobItem>) {
    let mut first = HashMap::new();
    let mut turn = false;
    items.iter().cloned().partition(|item| {
        *first.entry(item.subject_id).or_insert_with(|| {
            turn = !turn;
            turn
        })
    })
}

/// When a job says how many items were gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// In the commit that did it.
    Along,
    /// Afterwards: several commits of one job would wait for each other at this row.
    After,
}

/// Some items in one commit; where that fails, one by one.
async fn lane(
    shop: &Shop<'_>,
    ctx: &Ctx,
    job: &Job,
    items: &[JobItem],
    counting: Counting,
) -> Result<Settled> {
    if items.is_empty() {
        return Ok(Settled::default());
    }
    match go(shop, ctx, job, items, counting).await {
        Err(error) if items.len() > 1 => {
            tracing::warn!(job = %job.id(), error = %error, "a portion failed, its items are tried one by one");
            let mut settled = Settled::default();
            for item in items {
                settled = settled.and(alone(shop, ctx, job, item, counting).await?);
            }
            Ok(settled)
        }
        Err(_) if items.len() == 1 => alone(shop, ctx, job, &items[0], counting).await,
        done => done,
    }
}

/// One item, refused where it fails for a reason nobody foresaw.
async fn alone(shop: &Shop<'_>, ctx: &Ctx, job: &Job, item: &JobItem, counting: Counting) -> Result<Settled> {
    let error = match go(shop, ctx, job, std::slice::from_ref(item), counting).await {
        Err(error) if !error.is(codes::UNAVAILABLE) => error,
        other => return other,
    };
    tracing::error!(job = %job.id(), item = %item.id, error = ?error, "an item of a job failed");
    refuse(shop.db, ctx, job, std::slice::from_ref(item), &Refusal::from(&error)).await?;
    Ok(Settled::default())
}

async fn refuse(db: &Db, ctx: &Ctx, job: &Job, items: &[JobItem], refusal: &Refusal) -> Result<u64> {
    let refused = |item: &JobItem| Left::of(item, job.state(), ItemOutcome::Refused(refusal.clone()));
    let left: Vec<Left> = items.iter().map(refused).collect();
    let write = async |tx: &Tx| job_count(tx, job, &job_settle(tx, &left).await?).await;
    db.write(ctx, write).await?;
    Ok(1 + items.len() as u64)
}

/// Tries items or carries them out, all in one commit. One that is refused may have written something before: then all is
/// undone and done again without it. Answers what is still to be counted.
async fn go(shop: &Shop<'_>, ctx: &Ctx, job: &Job, items: &[JobItem], counting: Counting) -> Result<Settled> {
    let (refused, db, mail) = (Refused::default(), shop.db, shop.mail);
    let settle = async |tx: &Tx, left: Vec<Left>| {
        let settled = job_settle(tx, &left).await?;
        if counting == Counting::After {
            return Ok(settled);
        }
        job_count(tx, job, &settled).await?;
        Ok(Settled::default())
    };
    if job.state() == JobState::Checking {
        let left = db.rehearse(ctx, async |tx: &Tx| all(tx, mail, job, items, &refused).await).await?;
        let write = async |tx: &Tx| match job_still(tx, job).await? {
            true => settle(tx, left.clone()).await,
            false => Ok(Settled::default()),
        };
        return db.write(ctx, write).await;
    }
    let work = async |tx: &Tx| match job_still(tx, job).await? {
        true => settle(tx, all(tx, mail, job, items, &refused).await?).await,
        false => Ok(Settled::default()),
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
