//! What callers get to see of jobs.
use super::entity::{item, job};
use super::types::{ItemState, JobState, Refusal, UNDO_FOR};
use chrono::{DateTime, Utc};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::ids::{JobId, JobItemId};
use dienstweg_kernel::labels::{Labels, Named};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Long work on many things: first every item is tried, then its owner lets it go, afterwards it can be taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JobView {
    pub id: JobId,
    pub kind: String,
    pub state: JobState,
    /// What is done to each item.
    #[schema(value_type = Object)]
    pub params: Value,
    pub total: i32,
    /// Items the present state has been through.
    pub passed: i32,
    /// Items that would go, or went.
    pub done: i32,
    /// Items that would not go, or did not.
    pub refused: i32,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub started_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether what it does can be taken back for a while.
    pub reversible: bool,
    /// Until when it can be taken back.
    #[schema(required)]
    pub undo_until: Option<DateTime<Utc>>,
    pub can: Vec<&'static str>,
    pub version: i64,
}

impl JobView {
    pub(super) fn new(row: &job::Model, now: DateTime<Utc>) -> Self {
        let undo_until = row.finished_at.map(|at| at + UNDO_FOR).filter(|_| can_undo(row, now));
        let can = match row.state {
            JobState::Checked if row.done > 0 => vec!["start", "cancel"],
            JobState::Checking | JobState::Checked | JobState::Running => vec!["cancel"],
            _ if undo_until.is_some() => vec!["undo"],
            _ => Vec::new(),
        };
        Self {
            id: row.id,
            kind: row.kind.clone(),
            state: row.state,
            params: row.params.clone(),
            total: row.total,
            passed: row.passed,
            done: row.done,
            refused: row.refused,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            reversible: row.reversible,
            undo_until,
            can,
            version: row.version,
        }
    }
}

/// Whether what was done can still be taken back.
pub(super) fn can_undo(row: &job::Model, now: DateTime<Utc>) -> bool {
    let over = matches!(row.state, JobState::Done | JobState::Cancelled);
    over && row.reversible
        && row.started_at.is_some()
        && row.done > 0
        && row.finished_at.is_some_and(|at| now < at + UNDO_FOR)
}

/// What becomes of one item.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JobItemView {
    pub id: JobItemId,
    /// Counts from 1, as rows of a file do.
    pub row: i32,
    /// What it is about.
    #[schema(required)]
    pub subject: Option<Named>,
    /// As it was named, where it was named by a key.
    #[schema(required)]
    pub key: Option<String>,
    pub state: ItemState,
    /// Slug of the problem that stands against it.
    #[schema(required)]
    pub code: Option<String>,
    /// The same in words.
    #[schema(required)]
    pub message: Option<String>,
    /// What changes or changed: a `WaveEffect` of `wave_start`, a `ReminderEffect` of `reminder`, else a `BulkEffect`.
    #[schema(value_type = Option<Object>, required)]
    pub effect: Option<Value>,
}

impl JobItemView {
    pub(super) fn new(row: &item::Model, labels: &Labels, language: Language) -> Self {
        let refusal: Option<Refusal> =
            row.refusal.clone().and_then(|refusal| serde_json::from_value(refusal).ok());
        Self {
            id: row.id,
            row: row.position + 1,
            subject: row.subject_id.map(|id| labels.named(id)),
            key: row.key.clone(),
            state: row.state,
            message: refusal.as_ref().map(|refusal| refusal.get(language).to_owned()),
            code: refusal.map(|refusal| refusal.code),
            effect: row.effect.clone(),
        }
    }
}
