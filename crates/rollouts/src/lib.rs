//! Rollouts: the EfA service catalogue, who is competent for it, phase templates and programmes, and the steering of
//! rollouts computed from recorded facts.
//!
//! **Owns** services with their LeiKa keys and yearly costs, overrides of competence, versioned phase templates, programmes with their
//! services; rollouts with milestones, intervals, coverage and parties; calls about them; waves; terms; the party directory; orders with their
//! positions; versioned forms and the questionnaires that are filled in with them; what was learned of how long
//! milestones take, and the forecasts of open rollouts that follow from it.
//!
//! **Invariants.** A service is known by its own key, which never changes. A published template version never changes;
//! the same content has one version. Within one key, versions count from 1. A programme works with one template
//! version. An override in force today goes before what is derived from the register, one for a service before one
//! for all. A rollout shares its id, and the involvement of its parties, with a ticket; what is stored of its state
//! follows from facts (`started_on`, milestone entries and fixed dates, intervals, outcome) and can be rebuilt. A body
//! has one mother, and one rollout of a service, that did not end otherwise than live. A number of a source is one
//! order; each of its positions gets at most one rollout. One version of a form's key is published; a questionnaire keeps
//! the version it was begun with, and has one row per answer, so that several people fill it in at the same time. Of a
//! role at a place one entry of the party directory is in force at a time; who plays a role in a rollout follows from it
//! unless set by hand, as fast as sweeps come by.
//!
//! **States.** Rollouts as [`steering::CourseState`] says; positions clarification → ready → checked → released or
//! linked, or rejected or cancelled; orders follow from their positions. Forms draft → published → retired; questionnaires
//! open → submitted ⇄ reopened.
//!
//! **Events**: `service.created|updated|cost_entered|cost_changed|cost_removed`, `competence_override.created|ended`,
//! `template.imported|published|retired`, `programme.created|updated`; `rollout.created|milestone_completed|
//! milestone_reopened|milestone_skipped|due_set|party_set|phase_changed|waiting_started|waiting_ended|deferred|resumed|
//! blocked|unblocked|outcome_set|live|finished|start_moved|
//! coverage_changed|programme_set|template_changed|maturity_recorded`; `order.received|changed|cancelled|cancel_requested|cancel_refused|
//! position_clarified|position_changed|position_checked|position_released|position_linked|position_rejected|
//! position_cancelled`; `party_entry.created|updated|ended|removed`;
//! `form.drafted|changed|published|retired`,
//! `questionnaire.opened|answered|submitted|reopened`; `wave.created|updated|postponed`;
//! `term.created|updated|raised|renewed|ended`; `rollout.publication_changed`; `call.noted|settled|withdrawn`.
pub mod directory;
mod entity;
pub mod error;
pub mod events;
pub mod forecast;
pub mod input;
pub mod levy;
pub mod policy;
pub mod service;
pub mod steering;
mod store;
pub mod template;
pub mod types;
pub mod view;

pub use types::{
    FourEyes, OrderState, PackageCategory, PositionState, Problem, ProgrammeStatus, QuestionnaireState,
    RolloutKind, ServiceLevel, TemplateStatus,
};
