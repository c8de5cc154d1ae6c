//! One file per resource; a handler extracts, calls one use case, wraps.
mod background;
mod calls;
mod competence_overrides;
mod digital_levies;
mod events;
mod forms;
mod geometry;
mod history;
mod identity;
mod jobs;
mod mails;
mod marketplace;
mod marketplace_sources;
mod orders;
mod organisations;
mod parties;
mod persons;
mod portfolio;
mod programmes;
mod questionnaires;
mod register_imports;
mod reminders;
mod reports;
mod rollouts;
mod saved_views;
mod search;
mod service_costs;
mod services;
mod status_reports;
mod stock;
mod templates;
pub mod tickets;
mod timelines;
mod upload;
mod waves;
mod webhooks;

use utoipa_actix_web::service_config::ServiceConfig;

/// All operations below `/api/v1`.
pub fn all(config: &mut ServiceConfig) {
    background::routes(config);
    calls::routes(config);
    competence_overrides::routes(config);
    digital_levies::routes(config);
    events::routes(config);
    forms::routes(config);
    geometry::routes(config);
    identity::routes(config);
    jobs::routes(config);
    mails::routes(config);
    marketplace::routes(config);
    marketplace_sources::routes(config);
    orders::routes(config);
    organisations::routes(config);
    parties::routes(config);
    persons::routes(config);
    portfolio::routes(config);
    programmes::routes(config);
    questionnaires::routes(config);
    register_imports::routes(config);
    reminders::routes(config);
    // Its words in place of an id come before the ids.
    reports::routes(config);
    rollouts::routes(config);
    saved_views::routes(config);
    search::routes(config);
    service_costs::routes(config);
    services::routes(config);
    status_reports::routes(config);
    templates::routes(config);
    tickets::routes(config);
    stock::routes(config);
    waves::routes(config);
    timelines::routes(config);
    webhooks::routes(config);
}
