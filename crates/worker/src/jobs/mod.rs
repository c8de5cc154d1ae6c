//! Long work on many things, one by one: tried first, let go by its owner, taken back within ten minutes.
//!
//! **Owns** jobs and their items. **States**: checking → checked → running → done, cancelled on the way; done or cancelled →
//! undoing → undone. Items: new → ready | refused → done | refused → undone | kept.
//!
//! **Invariants.** What becomes of an item is written in the commit that does it, so that after a crash the rest is done and
//! nothing twice. A job is carried out with the rights its owner has at that moment. Counters follow from items.
//!
//! **Events**: `job.created|started|cancelled|undo_started|ended`.
mod entity;
mod policy;
mod service;
mod store;
mod types;
mod view;

pub use service::{
    Job, JobItem, Left, NewItem, NewJob, Outcome as ItemOutcome, Settled, job_act, job_count, job_create,
    job_end, job_get, job_items, job_list, job_next, job_pass, job_settle, job_still, jobs_forget, visible,
};
pub use types::{ItemState, JobAct, JobState, Refusal, UNDO_FOR};
pub use view::{JobItemView, JobView};

use dienstweg_kernel::error::Code;

pub const JOB_STATE: Code = Code::new(
    "job-state",
    409,
    "Das geht bei diesem Stand des Auftrags nicht",
    "The job is not in a state for this",
);
pub const UNDO_TOO_LATE: Code = Code::new(
    "undo-too-late",
    409,
    "Zum Rückgängigmachen ist es zu spät",
    "It is too late to take this back",
);

pub const NO_WAY_BACK: Code =
    Code::new("no-way-back", 409, "Das lässt sich nicht rückgängig machen", "This cannot be taken back");

/// Every code of jobs.
pub const CODES: &[Code] = &[JOB_STATE, UNDO_TOO_LATE, NO_WAY_BACK];
