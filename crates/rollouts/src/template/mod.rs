//! Versioned phase templates as data: types, validation, and the standard EfA template.
//!
//! A template never changes once published; a change is a new `version`, and running rollouts keep theirs.

mod faults;
mod gates;
mod types;
mod validate;

pub use faults::{Fault, Faults};
pub use types::{
    Lang, Level, Limits, Milestone, Outcome, OutcomeKey, PartyRole, PartySource, Phase, Template, Text,
    WaitingKind,
};

/// JSON of the standard template for EfA services: 7 phases, 21 milestones. Durations are start values; no source
/// publishes any.
pub const EFA_STANDARD: &str = include_str!("efa_standard.json");

/// Reads a template and validates it completely.
///
/// # Errors
/// One fault `not_readable` when the text is no template at all, otherwise every fault found.
pub fn parse(json: &str) -> Result<Template, Faults> {
    let template: Template = serde_json::from_str(json).map_err(|cause| Faults::not_readable(&cause))?;
    let faults = template.faults();
    if faults.is_empty() { Ok(template) } else { Err(Faults(faults)) }
}

#[cfg(test)]
mod tests;
