//! Use cases: for owners of jobs, and for those who carry them out.
use super::entity::{item, job};
use super::types::{ItemState, JobAct, JobState, Refusal};
use super::view::{JobItemView, JobView, can_undo};
use super::{JOB_STATE, NO_WAY_BACK, UNDO_TOO_LATE, store};
use chrono::TimeDelta;
use dienstweg_kernel::ctx::JOB_OWN;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::Error;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{JobId, JobItemId};
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashSet;
use uuid::Uuid;

/// Jobs are kept this long.
const KEPT: TimeDelta = TimeDelta::days(30);

/// A job to be created.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub kind: &'static str,
    /// What it does to each item, in the words of its kind.
    pub params: Value,
    pub items: Vec<NewItem>,
    /// Whether what it did can be taken back.
    pub reversible: bool,
}

/// An item to be created.
#[derive(Clone, Debug, Default)]
pub struct NewItem {
    pub subject_id: Option<Uuid>,
    pub key: Option<String>,
    /// What else is known of it, in the words of the kind.
    pub data: Option<Value>,
    /// Why it will not go, where that is known beforehand.
    pub refusal: Option<Refusal>,
}

/// A job as those see it who carry it out.
#[derive(Clone, Debug)]
pub struct Job(job::Model);

impl Job {
    pub fn id(&self) -> JobId {
        self.0.id
    }

    pub fn kind(&self) -> &str {
        &self.0.kind
    }

    pub fn state(&self) -> JobState {
        self.0.state
    }

    pub fn owner(&self) -> dienstweg_kernel::ids::ActorId {
        self.0.owner
    }

    /// # Errors
    /// `internal` where they are not those of this kind.
    pub fn params<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.0.params.clone()).map_err(Error::internal)
    }
}

/// An item as those see it who carry it out.
#[derive(Clone, Debug)]
pub struct JobItem {
    pub id: JobItemId,
    pub subject_id: Option<Uuid>,
    pub data: Option<Value>,
    effect: Option<Value>,
    pub undo: Option<Value>,
}

/// What became of an item.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It went, or would go; with what changes and what takes it back.
    Went {
        effect: Value,
        undo: Option<Value>,
    },
    Refused(Refusal),
}

/// How an item is left.
#[derive(Clone, Debug)]
pub struct Left {
    pub(super) id: JobItemId,
    pub(super) state: ItemState,
    pub(super) refusal: Option<Value>,
    pub(super) effect: Option<Value>,
    pub(super) undo: Option<Value>,
}

impl Left {
    /// By what happened to it while its job was in this state.
    pub fn of(item: &JobItem, state: JobState, outcome: Outcome) -> Self {
        let (effect, undo) = (item.effect.clone(), item.undo.clone());
        let left = |state, refusal| Self { id: item.id, state, refusal, effect: effect.clone(), undo };
        match (state, outcome) {
            (JobState::Undoing, Outcome::Went { .. }) => left(ItemState::Undone, None),
            (JobState::Undoing, Outcome::Refused(refusal)) => left(ItemState::Kept, json(&refusal)),
            (_, Outcome::Refused(refusal)) => left(ItemState::Refused, json(&refusal)),
            (JobState::Checking, Outcome::Went { effect, .. }) => {
                Self { effect: Some(effect), ..left(ItemState::Ready, None) }
            }
            (_, Outcome::Went { effect, undo }) => {
                Self { effect: Some(effect), undo, ..left(ItemState::Done, None) }
            }
        }
    }
}

/// How many items were gone through, and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settled {
    pub(super) passed: i32,
    /// Those that went or would go; less those that were taken back.
    pub(super) done: i32,
    pub(super) refused: i32,
}

impl Settled {
    fn of(left: &[Left]) -> Self {
        let count = |state: ItemState| number(left.iter().filter(|one| one.state == state).count());
        Self {
            passed: number(left.len()),
            done: count(ItemState::Ready) + count(ItemState::Done) - count(ItemState::Undone),
            refused: count(ItemState::Refused),
        }
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            done: self.done + other.done,
            refused: self.refused + other.refused,
        }
    }
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn json(refusal: &Refusal) -> Option<Value> {
    serde_json::to_value(refusal).ok()
}

/// Creates a job, which is then tried without changing anything.
pub async fn job_create(tx: &Tx, new: NewJob) -> Result<JobView> {
    let ctx = tx.ctx();
    let refused = new.items.iter().filter(|item| item.refusal.is_some()).count();
    let row = job::Model {
        id: ctx.new_id(),
        kind: new.kind.to_owned(),
        owner: ctx.actor.id,
        state: JobState::Checking,
        params: new.params,
        total: number(new.items.len()),
        passed: number(refused),
        done: 0,
        refused: number(refused),
        reversible: new.reversible,
        created_at: ctx.now(),
        started_at: None,
        finished_at: None,
        version: 1,
    };
    let id = row.id;
    let row = tx.insert::<job::Entity>(JOB_OWN, row.into_active_model(), Fact::new("job.created")).await?;
    let item = |(position, new): (usize, NewItem)| {
        let model = item::Model {
            id: ctx.new_id(),
            job_id: id,
            position: number(position),
            subject_id: new.subject_id,
            key: new.key,
            data: new.data,
            state: if new.refusal.is_some() { ItemState::Refused } else { ItemState::New },
            refusal: new.refusal.as_ref().and_then(json),
            effect: None,
            undo: None,
        };
        model.into_active_model().reset_all()
    };
    let items = new.items.into_iter().enumerate().map(item).collect();
    tx.unscoped_write("items of a job the caller creates").insert_many(items).await?;
    Ok(JobView::new(&row, ctx.now()))
}

/// The caller's jobs, the newest first.
pub async fn job_list(
    reader: &Reader,
    states: Vec<JobState>,
    request: &PageRequest,
) -> Result<Page<JobView>> {
    let page = store::jobs(reader, states, request).await?;
    let views = page.items.iter().map(|row| JobView::new(row, reader.ctx().now())).collect();
    Ok(page.with_items(views))
}

/// # Errors
/// `not-found` where it is not the caller's.
pub async fn job_get(reader: &Reader, id: JobId) -> Result<JobView> {
    let row = reader.get::<job::Entity>(id).await?;
    Ok(JobView::new(&row, reader.ctx().now()))
}

/// What becomes of the items of a job, in their order.
///
/// # Errors
/// `not-found` where the job is not the caller's.
pub async fn job_items(
    reader: &Reader,
    id: JobId,
    states: Vec<ItemState>,
    request: &PageRequest,
) -> Result<Page<JobItemView>> {
    reader.get::<job::Entity>(id).await?;
    let page = store::items(reader, id, states, request).await?;
    let labels = reader.labels(page.items.iter().filter_map(|row| row.subject_id)).await?;
    let language = reader.ctx().language;
    let views = page.items.iter().map(|row| JobItemView::new(row, &labels, language)).collect();
    Ok(page.with_items(views))
}

/// Lets a job go, stops it, or takes back what it did.
///
/// # Errors
/// `not-found`, `stale`; `job-state`; `undo-too-late`, `no-way-back`.
pub async fn job_act(tx: &Tx, id: JobId, act: JobAct, seen: IfMatch) -> Result<JobView> {
    let row = tx.lock::<job::Entity>(id, JOB_OWN, seen).await?;
    let now = tx.ctx().now();
    let mut change = row.change();
    let fact = match (act, row.state) {
        (JobAct::Start, JobState::Checked) => {
            change.state = Set(JobState::Running);
            change.started_at = Set(Some(now));
            change.passed = Set(row.refused);
            change.done = Set(0);
            Fact::new("job.started")
        }
        (JobAct::Cancel, JobState::Checking | JobState::Checked | JobState::Running) => {
            change.state = Set(JobState::Cancelled);
            change.finished_at = Set(Some(now));
            // What would have gone did not; what went may not have been counted yet.
            change.done = Set(store::count(tx, id, ItemState::Done).await?);
            change.refused = Set(store::count(tx, id, ItemState::Refused).await?);
            Fact::new("job.cancelled")
        }
        (JobAct::Undo, _) if can_undo(&row, now) => {
            change.state = Set(JobState::Undoing);
            change.passed = Set(row.total - row.done);
            Fact::new("job.undo_started")
        }
        (JobAct::Undo, _) if !row.reversible => return Err(Error::new(NO_WAY_BACK)),
        (JobAct::Undo, JobState::Done | JobState::Cancelled) if row.done > 0 => {
            return Err(Error::new(UNDO_TOO_LATE));
        }
        _ => return Err(Error::new(JOB_STATE)),
    };
    let row = tx.update(row, change, fact).await?;
    Ok(JobView::new(&row, now))
}

/// The job that has waited longest to be carried out.
pub async fn job_next(reader: &Reader) -> Result<Option<Job>> {
    Ok(store::next(reader).await?.map(Job))
}

/// The next items of a job that have to be gone through.
pub async fn job_pass(reader: &Reader, job: &Job, limit: u64) -> Result<Vec<JobItem>> {
    let Some(state) = job.state().waiting() else { return Ok(Vec::new()) };
    let rows = store::waiting(reader, job.id(), state, limit).await?;
    let item = |row: item::Model| JobItem {
        id: row.id,
        subject_id: row.subject_id,
        data: row.data,
        effect: row.effect,
        undo: row.undo,
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Whether a job still is in the state in which items were taken from it; nobody changes that before the commit.
pub async fn job_still(tx: &Tx, job: &Job) -> Result<bool> {
    Ok(store::state_held(tx, job.id()).await? == Some(job.state()))
}

/// Writes what became of items, in the commit that did it.
pub async fn job_settle(tx: &Tx, left: &[Left]) -> Result<Settled> {
    store::settle(tx, left).await?;
    Ok(Settled::of(left))
}

/// Lets a job say what became of items: in the commit that did it or, where several are on their way at once, after them.
/// What a crash left out between the two is found when the job ends.
pub async fn job_count(tx: &Tx, job: &Job, settled: &Settled) -> Result<()> {
    store::add(tx, job.id(), job.state(), settled).await
}

/// Lets a job go on to its next state after the last of its items.
pub async fn job_end(tx: &Tx, job: &Job) -> Result<()> {
    let row = tx.lock::<job::Entity>(job.id(), JOB_OWN, IfMatch::Any).await?;
    if row.state == job.state() {
        let mut change = row.change();
        change.state = Set(job.state().next());
        change.done = Set(match job.state() {
            JobState::Checking => store::count(tx, job.id(), ItemState::Ready).await?,
            JobState::Undoing => store::count(tx, job.id(), ItemState::Kept).await?,
            _ => store::count(tx, job.id(), ItemState::Done).await?,
        });
        change.refused = Set(store::count(tx, job.id(), ItemState::Refused).await?);
        change.passed = Set(row.total);
        if job.state() != JobState::Checking {
            change.finished_at = Set(Some(tx.ctx().now()));
        }
        tx.update(row, change, Fact::new("job.ended")).await?;
    }
    Ok(())
}

/// Removes jobs begun a month ago; answers how many.
pub async fn jobs_forget(tx: &Tx) -> Result<u64> {
    store::forget(tx, tx.ctx().now() - KEPT).await
}

/// For the wiring: which jobs a caller sees.
pub async fn visible(reader: &Reader, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    reader.visible_among::<job::Entity>(ids).await
}
