//! Rollouts: versioned phase templates and the steering computed from recorded facts.

pub mod steering;
pub mod template;
