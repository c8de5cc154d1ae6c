//! What callers get to see of what an index of published services says.
use super::steer::{MilestoneName, RolloutRow};
use crate::steering::MilestoneState;
use crate::types::{PublicationProblem, PublicationState};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether the service of one rollout can be found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicationRow {
    pub rollout: RolloutRow,
    /// The milestone that is completed when it is found.
    pub milestone: MilestoneName,
    pub milestone_state: MilestoneState,
    pub state: PublicationState,
    /// Since when it is in this state.
    pub since: DateTime<Utc>,
    /// Where citizens find it, or last found it.
    #[schema(required)]
    pub url: Option<String>,
    /// When it was last seen there.
    #[schema(required)]
    pub found_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub asked_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub problem: Option<PublicationProblem>,
    /// The milestone counts as done, and the index says otherwise.
    pub contradicted: bool,
    /// When the index is asked again.
    pub due_at: DateTime<Utc>,
    pub can: Vec<&'static str>,
}

/// How many rollouts the caller sees are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicationCounts {
    pub pending: i64,
    pub found: i64,
    pub missing: i64,
    pub unmatched: i64,
    /// Of these, milestones that count as done although the index says otherwise.
    pub contradicted: i64,
}
