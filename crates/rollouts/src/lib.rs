//! Rollouts: the EfA service catalogue, who is competent for it, phase templates and programmes, and the steering of
//! rollouts computed from recorded facts.
//!
//! **Owns** services with their LeiKa keys, overrides of competence, versioned phase templates, programmes with their
//! services; rollouts with milestones, intervals, coverage and parties; orders with their positions.
//!
//! **Invariants.** A service is known by its own key, which never changes. A published template version never changes;
//! the same content has one version. Within one key, versions count from 1. A programme works with one template
//! version. An override in force today goes before what is derived from the register, one for a service before one
//! for all.
//!
//! **Events**: `service.created|updated`, `competence_override.created|ended`,
//! `template.imported|published|retired`, `programme.created|updated`.
mod entity;
pub mod error;
pub mod events;
pub mod input;
pub mod policy;
pub mod service;
pub mod steering;
mod store;
pub mod template;
pub mod types;
pub mod view;

pub use types::{FourEyes, PackageCategory, ProgrammeStatus, ServiceLevel, TemplateStatus};
