//! How the reconcilers of this process are doing, for operators.
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use utoipa::ToSchema;

/// How the last run of a reconciler ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It has not run yet.
    #[default]
    Never,
    Done,
    /// Another process holds its lease.
    Elsewhere,
    Failed,
    Panicked,
}

/// One reconciler of this process.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "webhooks.deliver", "interval_seconds": 1, "last_started_at": "2026-03-02T08:00:00Z",
    "last_duration_ms": 12, "last_outcome": "done", "last_done": 3, "runs": 811, "errors": 0,
    "errors_in_a_row": 0, "last_error": null}))]
pub struct ReconcilerStatus {
    pub name: &'static str,
    /// It runs at least this often.
    pub interval_seconds: u64,
    #[schema(required)]
    pub last_started_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub last_duration_ms: Option<u64>,
    pub last_outcome: Outcome,
    /// How much the last run did, in pieces of its own kind.
    pub last_done: u64,
    /// Runs since this process began, those with errors included.
    pub runs: u64,
    pub errors: u64,
    pub errors_in_a_row: u32,
    /// Kept until the next error.
    #[schema(required)]
    pub last_error: Option<String>,
}

/// The present state of all reconcilers. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Status(Arc<Mutex<Vec<ReconcilerStatus>>>);

impl Status {
    /// All reconcilers of this process, in the order in which they were given.
    pub fn list(&self) -> Vec<ReconcilerStatus> {
        self.with(|list| list.clone())
    }

    pub(crate) fn add(&self, name: &'static str, every: Duration) -> usize {
        self.with(|list| {
            list.push(ReconcilerStatus {
                name,
                interval_seconds: every.as_secs(),
                last_started_at: None,
                last_duration_ms: None,
                last_outcome: Outcome::Never,
                last_done: 0,
                runs: 0,
                errors: 0,
                errors_in_a_row: 0,
                last_error: None,
            });
            list.len() - 1
        })
    }

    pub(crate) fn started(&self, index: usize, at: DateTime<Utc>) {
        self.change(index, |status| {
            status.last_started_at = Some(at);
            status.runs += 1;
        });
    }

    /// Notes the end of a run; answers how many in a row have failed.
    pub(crate) fn ended(&self, index: usize, took: Duration, end: &Result<Option<u64>, Ended>) -> u32 {
        self.change(index, |status| {
            status.last_duration_ms = Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
            status.last_done = end.as_ref().ok().copied().flatten().unwrap_or(0);
            (status.last_outcome, status.errors_in_a_row) = match end {
                Ok(Some(_)) => (Outcome::Done, 0),
                Ok(None) => (Outcome::Elsewhere, 0),
                Err(ended) => (ended.outcome, status.errors_in_a_row + 1),
            };
            if let Err(ended) = end {
                status.errors += 1;
                status.last_error = Some(ended.message.clone());
            }
            status.errors_in_a_row
        })
        .unwrap_or(0)
    }

    fn change<T>(&self, index: usize, change: impl FnOnce(&mut ReconcilerStatus) -> T) -> Option<T> {
        self.with(|list| list.get_mut(index).map(change))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Vec<ReconcilerStatus>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

/// A run that did not reach its end.
#[derive(Debug)]
pub(crate) struct Ended {
    pub outcome: Outcome,
    pub message: String,
}
