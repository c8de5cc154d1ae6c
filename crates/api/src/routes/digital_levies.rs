//! `/digital-levies`: the Digitalumlage of a year (Art. 55a BayDiG, § 7b BayDiV).
use crate::extract::{Caller, List, PageParams, Query};
use crate::problem::Problem;
use crate::respond::{Answer, Listing};
use crate::state::AppState;
use actix_web::get;
use actix_web::web::{Data, Path};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_workflows::levy::{self, LevyListParams, LevyRow, LevySums, LevyView};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(digital_levy_list).service(digital_levy_sums).service(digital_levy_get);
}

#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct YearParams {
    /// The present one where it is not said.
    #[param(minimum = 2020, maximum = 2100)]
    pub year: Option<i32>,
}

/// What each body the caller sees pays in a year, computed from the costs of services and the people of the register. The
/// binding amounts are set by the Landesamt für Statistik.
#[utoipa::path(tag = "digital-levies", params(LevyListParams, PageParams), extensions(("x-permission" = json!("service:read"))))]
#[get("/digital-levies")]
async fn digital_levy_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<LevyListParams>,
) -> Result<Listing<LevyRow>, Problem> {
    Ok(Listing(levy::levy_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// The whole of a year: who bears what, by level and region, and what rounding adds.
#[utoipa::path(tag = "digital-levies", params(YearParams), extensions(("x-permission" = json!("service:read"))))]
#[get("/digital-levies/sums")]
async fn digital_levy_sums(
    state: Data<AppState>,
    caller: Caller,
    params: Query<YearParams>,
) -> Result<Answer<LevySums>, Problem> {
    Ok(Answer(levy::levy_sums(&state.read(&caller), params.year).await?))
}

/// What one body pays in a year, service by service; `id` is that of the body.
#[utoipa::path(tag = "digital-levies", params(YearParams), extensions(("x-permission" = json!("service:read"))))]
#[get("/digital-levies/{id}")]
async fn digital_levy_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrganisationId>,
    params: Query<YearParams>,
) -> Result<Answer<LevyView>, Problem> {
    Ok(Answer(levy::levy_get(&state.read(&caller), *id, params.year).await?))
}
