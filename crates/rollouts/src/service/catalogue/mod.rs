//! Use cases of the catalogue.
mod competence;
mod import;
mod import_rows;
mod near;
mod programmes;
mod service_state;
mod services;
mod templates;

pub use competence::{
    Overrides, override_changes, override_create, override_end, override_get, override_history, override_list,
};
pub use import::services_import;
pub use near::{ServiceNames, service_names};
pub(super) use programmes::four_eyes_for;
pub use programmes::{
    ProgrammeMatch, Programmes, programme_create, programme_get, programme_history, programme_list,
    programme_patch, programme_services_add, programme_services_remove, programmes_by_keys,
};
pub(in crate::service) use service_state::texts;
pub use services::{
    ServiceColumn, ServiceFacts, ServicesByKey, service_columns, service_create, service_get,
    service_history, service_list, service_patch, services_by_ids,
};
pub use templates::{
    parsed, template_changes, template_get, template_history, template_import, template_list,
    template_publish, template_retire, templates_seed,
};
