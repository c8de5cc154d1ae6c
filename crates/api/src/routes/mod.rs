//! One file per resource; a handler extracts, calls one use case, wraps.
mod events;
mod history;
mod identity;
mod organisations;
mod persons;
mod register_imports;

use utoipa_actix_web::service_config::ServiceConfig;

/// All operations below `/api/v1`.
pub fn all(config: &mut ServiceConfig) {
    events::routes(config);
    identity::routes(config);
    organisations::routes(config);
    persons::routes(config);
    register_imports::routes(config);
}
