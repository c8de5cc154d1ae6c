//! Rollouts: created in bulk, steered one command at a time, kept up to date, shown.
mod cells;
mod command;
mod cover;
mod create;
mod follow;
mod follow_ups;
mod get;
mod inverse;
mod list;
mod maturity;
mod page;
mod rollup;
mod run;
mod spans;
mod turns;
mod upgrade;
mod upkeep;
mod work;

pub use crate::store::lists::MilestoneOf;
pub use cells::{
    CellState, Covering, Stamp, Stamped, Stance, Standing, cells_ordered, stances, stances_seen,
    stances_stamped,
};
pub use cover::{CoverageChange, coverage_faults, coverage_follow, coverage_missing, rollout_place};
pub use create::rollouts_create;
pub(in crate::service) use follow::{Following, Roles};
pub use follow::{parties_apply, parties_check, persons_apply};
pub use follow_ups::follow_up_list;
pub use get::{mother_get, rollout_get, rollout_history};
pub(in crate::service) use list::{Context, lang, milestone_name, phase_name, role_name};
pub use list::{milestone_list, milestones_named, rollout_list, rollouts_known, rollouts_running};
pub use rollup::{
    RollupBy, TallyBy, live_cover, live_covered, rollup, rollup_named, rollup_of_phases, tally, totals,
};
pub use run::steer;
pub(crate) use run::update;
pub use spans::{Span, spans_of_bodies, spans_of_regions};
pub use turns::{
    RolloutOf, Turn, TurnPlace, rollouts_count, rollouts_of, rollouts_selected, rollouts_steered,
    turn_places, turns,
};
pub use upkeep::{Drift, Happened, auto_complete, rebuild_check, recompute_due, sort_keys_follow};
pub(crate) use work::{Book, Work};

#[cfg(test)]
mod tests;
