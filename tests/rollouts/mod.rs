//! From the order to regular operation: steering with all its refusals, lights, figures, competence.
mod bulk;
mod competence;
mod conversation;
mod coverage;
mod day;
mod drift;
mod figures;
mod main_job;
mod matrix;
mod pauses;
mod questionnaires;
mod refusals;
pub mod stage;
mod suggestions;
mod timeline;
mod torn;
