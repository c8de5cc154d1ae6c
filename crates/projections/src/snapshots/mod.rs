//! Memory: how the rollouts of each region, programme and service stood at the end of each day, by phase, light, outcome and
//! who had to act, with the people they cover.
//!
//! What is stored is how figures *changed* from one day to the next; the sum up to a day is how it stood. A day without
//! change costs nothing, and a trend is one sum (ADR 0010). Everything follows from facts: [`figures_rebuilt`] computes any
//! day without looking at what was stored.
mod entity;
mod figures;
mod take;
mod trend;

pub use figures::{Figure, Figures, Key};
pub use take::{Taken, figures_rebuilt, figures_stored, snapshot_compute, snapshot_store, snapshots_rebuild};
pub use trend::{TrendBy, TrendRow, TrendStep, Wanted, trend};

use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject};
use dienstweg_kernel::ids::SnapshotId;
use dienstweg_rollouts::policy::ROLLOUT_READ;
use entity::change;
use sea_orm::Condition;

impl Guarded for change::Entity {
    const KIND: &'static str = "rollout_snapshot";
    const READ: Permission = ROLLOUT_READ;
    type Id = SnapshotId;
    const ID: Self::Column = change::Column::Id;

    /// Regions in reach as a whole: who sees some rollouts of a region learns nothing of the others by its figures.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).organisation(change::Column::RegionId).rows()
    }

    fn subject(row: &change::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
