//! Tables of this domain. Never leaves the crate.
pub mod answer;
pub mod competence_override;
pub mod cover;
pub mod form;
pub mod interval;
pub mod milestone;
pub mod order;
pub mod party;
pub mod position;
pub mod programme;
pub mod programme_service;
pub mod questionnaire;
pub mod rollout;
pub mod service;
pub mod service_leika;
pub mod template;
