//! The REST interface. Handlers extract, call one use case, wrap; what holds for all requests is a layer around them.
//!
//! From outside in: [`circumstances`] (request id, language, deadline, log) → [`problem::render`] (errors get their
//! body) → [`authn`] (who calls, 401 before any body is read) → extractors ([`extract`]) → handler ([`routes`]) →
//! responder ([`respond`]). The contract ([`openapi`]) is generated from the same signatures.
pub mod authn;
mod circumstances;
mod disposition;
mod examples;
mod export;
pub mod extract;
pub mod limits;
mod metrics;
pub mod openapi;
pub mod operations;
pub mod permissions;
pub mod problem;
pub mod reach;
pub mod respond;
pub mod routes;
mod security;
pub mod spa;
pub mod state;

pub use state::{ApiSettings, AppState};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};
use std::collections::HashSet;
use std::sync::OnceLock;
use utoipa::OpenApi;
use utoipa_actix_web::{AppExt, scope};

/// Base of all operations.
pub const BASE: &str = "/api/v1";

/// The whole application as a factory for actix, the same for server and tests.
pub fn app(
    state: AppState,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let (app, _) = App::new()
        .into_utoipa_app()
        .app_data(web::Data::new(state))
        .service(
            scope::scope(BASE)
                .wrap(from_fn(extract::known::check))
                .wrap(from_fn(authn::authenticate))
                .configure(routes::all),
        )
        .split_for_parts();
    // Each worker makes the routes, and with them all schemas once more.
    drop(respond::take_schemas());
    app.configure(|config| operations::configure(config, contract()))
        .configure(spa::configure)
        .wrap(from_fn(problem::render))
        .wrap(from_fn(circumstances::frame))
        .wrap(from_fn(security::headers))
}

/// The contract as JSON, made once.
pub fn contract() -> &'static serde_json::Value {
    static CONTRACT: OnceLock<serde_json::Value> = OnceLock::new();
    CONTRACT.get_or_init(make_contract)
}

fn make_contract() -> serde_json::Value {
    drop(respond::take_schemas());
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(openapi::Base::openapi())
        .service(scope::scope(BASE).configure(routes::all))
        .split_for_parts();
    let components = document.components.get_or_insert_default();
    for (name, schema) in respond::take_schemas() {
        components.schemas.entry(name).or_insert(schema);
    }
    openapi::finish(document)
}

/// Methods and path patterns of operations that need no log-in, from the contract.
pub fn public_operations(contract: &serde_json::Value) -> HashSet<(String, String)> {
    let operations = openapi::operations(contract).into_iter().filter(|operation| operation.public);
    operations.map(|operation| (operation.method, operation.path)).collect()
}
