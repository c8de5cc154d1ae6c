//! `/search`: jumping to anything by key or name.
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::respond::Items;
use crate::state::AppState;
use actix_web::get;
use actix_web::web::Data;
use dienstweg_workflows::search::{SearchHit, search};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(search_all);
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// Words or keys; the last one may be only begun: `09184148 EWA`, `RO-2026-004711`, `Möll`.
    pub q: String,
    /// Hits per kind, 1..=20, default 5.
    pub limit: Option<u64>,
}

/// A few of each kind of thing the caller sees, by key or name.
#[utoipa::path(tag = "search", operation_id = "search", params(SearchParams))]
#[get("/search")]
async fn search_all(
    state: Data<AppState>,
    caller: Caller,
    params: Query<SearchParams>,
) -> Result<Items<SearchHit>, Problem> {
    Ok(Items(search(&state.read(&caller), &params.q, params.limit.unwrap_or(5)).await?))
}
