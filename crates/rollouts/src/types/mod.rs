//! States and values.
pub mod catalogue;
pub mod form;
pub mod maturity;
pub mod order;
pub mod party;
pub mod publication;
pub mod rollout;
pub mod term;

pub use catalogue::{FourEyes, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus};
pub use dienstweg_kernel::ids::OverrideId;
pub use form::{AttachedTo, FormStatus, Origin, QuestionnaireState};
pub use maturity::{Maturity, MaturityIs, MaturityModel};
pub use order::{OrderState, PositionState, Problem};
pub use party::{PartyOrigin, SweepKind};
pub use publication::{PUBLICATION_FOUND, PublicationProblem, PublicationState};
pub use rollout::{Entry, IntervalKind, NO_DAY, RolloutKind};
pub use term::{TermKind, TermState};
