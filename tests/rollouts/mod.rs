//! From the order to regular operation: steering with all its refusals, lights, figures, competence.
mod competence;
mod conversation;
mod drift;
mod figures;
mod main_job;
mod pauses;
mod refusals;
pub mod stage;
mod torn;
