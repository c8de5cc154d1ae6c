//! `/geometry`: shapes of organisations, for maps.
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::respond::Answer;
use crate::state::AppState;
use actix_web::get;
use actix_web::web::Data;
use dienstweg_customers::input::GeometryParams;
use dienstweg_customers::service;
use dienstweg_customers::view::GeometryView;
use dienstweg_kernel::Result;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(geometry_get);
}

/// Shapes of the organisations one sees, as they were imported (`dienstweg import geometry`). Every map shows the notices
/// in `sources`.
#[utoipa::path(tag = "organisations", params(GeometryParams), extensions(("x-permission" = json!("organisation:read"))))]
#[get("/geometry")]
async fn geometry_get(
    state: Data<AppState>,
    caller: Caller,
    params: Query<GeometryParams>,
) -> Result<Answer<GeometryView>, Problem> {
    Ok(Answer(service::geometry_get(&state.read(&caller), &params.0).await?))
}
