//! States and values.
pub mod catalogue;
pub mod order;
mod override_id;
pub mod rollout;

pub use catalogue::{FourEyes, Maturity, MaturityModel, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus};
pub use override_id::OverrideId;
pub use order::{OrderState, PositionState, Problem};
pub use rollout::{Entry, IntervalKind, NO_DAY, RolloutKind};
