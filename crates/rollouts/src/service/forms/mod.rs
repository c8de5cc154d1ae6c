//! Forms, and the questionnaires that are filled in with them.
mod definitions;
mod export;
mod gate;
mod get;
mod history;
mod save;
mod seed;
mod slots;
mod submit;

pub use definitions::{
    form_check, form_create, form_get, form_history, form_list, form_patch, form_publish, form_retire,
};
pub use export::answers_export;
pub use gate::forms_known;
pub(super) use gate::{gate, named_forms};
pub use get::{questionnaire_get, questionnaire_list};
pub use history::questionnaire_history;
pub use save::{References, answers_save};
pub use seed::forms_seed;
pub use submit::{questionnaire_reopen, questionnaire_submit};

/// What a prefill may take from the register.
pub const SOURCES: [&str; 8] = [
    "organisation",
    "organisation.name",
    "organisation.official_name",
    "organisation.ags",
    "organisation.ars",
    "organisation.seat",
    "organisation.postal_code",
    "organisation.population",
];
