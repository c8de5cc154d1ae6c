//! One command to many rollouts, or many milestones: as a job that is tried first, then let go, and can be taken back.
mod carry;
mod milestones;
mod select;

pub(crate) use carry::item;
pub use carry::{BulkEffect, BulkPhase};
pub use milestones::{MilestonesInput, milestones_create};
pub(crate) use select::chosen;
pub use select::{BulkInput, RolloutKey, bulk_create};

/// Of jobs that carry out one command to many rollouts.
pub const KIND: &str = "rollout_bulk";
/// Of jobs that complete milestones, each of its own rollout.
pub const MILESTONES: &str = "milestone_bulk";
