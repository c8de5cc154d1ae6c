//! Carrying out jobs: some items in each commit, with the rights of their owner.
use super::KIND;
use crate::rollouts::{RolloutAct, Seen, rollout_act_on};
use chrono::NaiveDate;
use dienstweg_identity::actor_of;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx, JOB_OWN};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{JobItemId, RolloutId};
use dienstweg_kernel::{Db, Error, Reader, Result, Tx};
use dienstweg_rollouts::input::SteerCommand;
use dienstweg_rollouts::steering::CourseState;
use dienstweg_rollouts::template::{OutcomeKey, Text};
use dienstweg_rollouts::view::Steered;
use dienstweg_worker::jobs::{
    ItemOutcome, Job, JobItem, JobState, Left, Refusal, job_next, job_pass, job_settle, job_still,
    jobs_forget,
};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Items of one commit: on SQLite nobody else writes meanwhile, so that it must be short.
const PORTION: u64 = 20;
/// Commits of one run; others want to run too.
const COMMITS: usize = 25;

/// What a command changes in a rollout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BulkEffect {
    pub state: CourseState,
    #[schema(required)]
    pub phase: Option<BulkPhase>,
    pub phase_changed: bool,
    #[schema(required)]
    pub forecast: Option<NaiveDate>,
    #[schema(required)]
    pub live_on: Option<NaiveDate>,
    #[schema(required)]
    pub outcome: Option<OutcomeKey>,
}

/// The phase afterwards, in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BulkPhase {
    pub key: String,
    pub name: Text,
}

impl From<&Steered> for BulkEffect {
    fn from(steered: &Steered) -> Self {
        let phase = steered.phase.clone().map(|(key, name)| BulkPhase { key, name });
        Self {
            state: steered.state,
            phase,
            phase_changed: steered.phase_changed,
            forecast: steered.forecast,
            live_on: steered.live_on,
            outcome: steered.outcome,
        }
    }
}

/// What takes an item back: refused where the rollout has another version by then.
#[derive(Debug, Serialize, Deserialize)]
struct TakeBack {
    command: SteerCommand,
    version: i64,
}

/// Carries out jobs for a while; answers how many steps were made. After a crash it goes on where it was.
pub async fn jobs_run(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    let ctx = Ctx::system(Actor::system("jobs", &[JOB_OWN]), clock);
    let reader = db.read(&ctx);
    let mut steps = 0;
    for _ in 0..COMMITS {
        let Some(job) = job_next(&reader).await? else { return Ok(steps) };
        steps += pass(db, &ctx, &reader, &job).await?;
    }
    Ok(steps)
}

/// Removes jobs nobody will look at any more.
pub async fn jobs_tidy(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    db.write(&Ctx::system(Actor::system("jobs", &[]), clock), async |tx: &Tx| jobs_forget(tx).await).await
}

/// The next items of one job.
async fn pass(db: &Db, system: &Ctx, reader: &Reader, job: &Job) -> Result<u64> {
    let items = job_pass(reader, job, PORTION).await?;
    let Some(owner) = actor_of(reader, job.owner()).await? else {
        let refusal = Refusal::from(&Error::new(codes::FORBIDDEN));
        return refuse(db, system, job, &items, &refusal).await;
    };
    let ctx = system.with_actor(owner);
    match go(db, &ctx, job, &items).await {
        Err(error) if items.len() > 1 => {
            tracing::warn!(job = %job.id(), error = %error, "a portion failed, its items are tried one by one");
            for item in &items {
                alone(db, &ctx, job, item).await?;
            }
        }
        Err(_) if items.len() == 1 => alone(db, &ctx, job, &items[0]).await?,
        other => other?,
    }
    Ok(1 + items.len() as u64)
}

/// One item, refused where it fails for a reason nobody foresaw.
async fn alone(db: &Db, ctx: &Ctx, job: &Job, item: &JobItem) -> Result<()> {
    let Err(error) = go(db, ctx, job, std::slice::from_ref(item)).await else { return Ok(()) };
    if error.is(codes::UNAVAILABLE) {
        return Err(error);
    }
    tracing::error!(job = %job.id(), item = %item.id, error = ?error, "an item of a job failed");
    refuse(db, ctx, job, std::slice::from_ref(item), &Refusal::from(&error)).await.map(drop)
}

async fn refuse(db: &Db, ctx: &Ctx, job: &Job, items: &[JobItem], refusal: &Refusal) -> Result<u64> {
    let refused = |item: &JobItem| Left::of(item, job.state(), ItemOutcome::Refused(refusal.clone()));
    let left: Vec<Left> = items.iter().map(refused).collect();
    db.write(ctx, async |tx: &Tx| job_settle(tx, job, &left).await).await?;
    Ok(1 + items.len() as u64)
}

/// Tries items or carries them out, all in one commit. One that is refused may have written something before: then all is
/// undone and done again without it.
async fn go(db: &Db, ctx: &Ctx, job: &Job, items: &[JobItem]) -> Result<()> {
    let refused: RefCell<HashMap<JobItemId, Refusal>> = RefCell::default();
    if job.state() == JobState::Checking {
        let left = db.rehearse(ctx, async |tx: &Tx| all(tx, job, items, &refused).await).await?;
        let write = async |tx: &Tx| match job_still(tx, job).await? {
            true => job_settle(tx, job, &left).await,
            false => Ok(()),
        };
        return db.write(ctx, write).await;
    }
    let work = async |tx: &Tx| match job_still(tx, job).await? {
        true => job_settle(tx, job, &all(tx, job, items, &refused).await?).await,
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
async fn all(
    tx: &Tx,
    job: &Job,
    items: &[JobItem],
    refused: &RefCell<HashMap<JobItemId, Refusal>>,
) -> Result<Vec<Left>> {
    let mut left = Vec::with_capacity(items.len());
    for item in items {
        let known = refused.borrow().get(&item.id).cloned();
        let outcome = match known {
            Some(refusal) => ItemOutcome::Refused(refusal),
            None => match carry_out(tx, job, item).await {
                Err(error) if error.code().status < 500 => {
                    let refusal = Refusal::from(&error);
                    refused.borrow_mut().insert(item.id, refusal.clone());
                    if job.state() != JobState::Checking {
                        return Err(error);
                    }
                    ItemOutcome::Refused(refusal)
                }
                outcome => outcome?,
            },
        };
        left.push(Left::of(item, job.state(), outcome));
    }
    Ok(left)
}

async fn carry_out(tx: &Tx, job: &Job, item: &JobItem) -> Result<ItemOutcome> {
    let id = RolloutId(item.subject_id.ok_or_else(Error::not_found)?);
    debug_assert_eq!(job.kind(), KIND);
    let any = Seen { ticket: IfMatch::Any, milestone: IfMatch::Any };
    let (act, seen) = match (job.state(), item.undo.clone()) {
        (JobState::Undoing, None) => return Ok(ItemOutcome::Refused(no_way_back())),
        (JobState::Undoing, Some(undo)) => {
            let back: TakeBack = serde_json::from_value(undo).map_err(Error::internal)?;
            let seen = Seen { ticket: IfMatch::Version(back.version), ..any };
            (RolloutAct { command: back.command, audience: None, note: None }, seen)
        }
        _ => (job.params()?, any),
    };
    let (steered, version) = rollout_act_on(tx, id, seen, &act).await?;
    let effect = serde_json::to_value(BulkEffect::from(&steered)).map_err(Error::internal)?;
    let undo = steered.inverse.map(|command| TakeBack { command, version });
    let undo = undo.map(serde_json::to_value).transpose().map_err(Error::internal)?;
    Ok(ItemOutcome::Went { effect, undo })
}

fn no_way_back() -> Refusal {
    Refusal {
        code: "no-way-back".to_owned(),
        de: "Das lässt sich nicht rückgängig machen".to_owned(),
        en: "This cannot be taken back".to_owned(),
    }
}
