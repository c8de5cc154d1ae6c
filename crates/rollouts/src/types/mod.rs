//! States and values.
pub mod catalogue;
pub mod form;
pub mod maturity;
pub mod order;
pub mod party;
pub mod rollout;

pub use catalogue::{FourEyes, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus};
pub use dienstweg_kernel::ids::OverrideId;
pub use form::{AttachedTo, FormStatus, Origin, QuestionnaireState};
pub use maturity::{Maturity, MaturityIs, MaturityModel};
pub use order::{OrderState, PositionState, Problem};
pub use party::{PartyOrigin, SweepKind};
pub use rollout::{Entry, IntervalKind, NO_DAY, RolloutKind};
