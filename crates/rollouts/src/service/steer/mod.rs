//! Rollouts: created in bulk, steered one command at a time, kept up to date, shown.
mod command;
mod create;
mod get;
mod list;
mod page;
mod rollup;
mod run;
mod upkeep;
mod work;

pub use create::rollouts_create;
pub use get::{mother_get, rollout_get, rollout_history};
pub use list::{milestone_list, rollout_list, rollouts_known, rollouts_running};
pub use rollup::{RollupBy, live_cover, rollup};
pub use run::steer;
pub use upkeep::{Drift, auto_complete, rebuild_check, recompute_due, sort_keys_follow};
use work::Book;
pub(crate) use work::Work;

#[cfg(test)]
mod tests;
