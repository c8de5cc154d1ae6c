//! One command to many rollouts: as a job that is tried first, then let go, and can be taken back.
mod carry;
mod select;

pub(crate) use carry::item;
pub use carry::{BulkEffect, BulkPhase};
pub use select::{BulkInput, RolloutKey, bulk_create};

/// Of jobs that carry out one command to many rollouts.
pub const KIND: &str = "rollout_bulk";
