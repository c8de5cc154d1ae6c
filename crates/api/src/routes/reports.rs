//! `/reports`, `/rollouts/early-warning`, `/rollouts/{id}/forecast`: how it went, and how it will go.
use super::rollouts::named;
use crate::extract::{Caller, List, PageParams};
use crate::problem::Problem;
use crate::respond::{Answer, Listing};
use crate::state::AppState;
use actix_web::get;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use dienstweg_kernel::Error;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, WaveId};
use dienstweg_projections::snapshots::{TrendBy, TrendRow, TrendStep, Wanted, trend};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::service::{early_warning_list, forecast_get, forecast_months, party_report};
use dienstweg_rollouts::view::{
    EarlyWarning, ForecastMonth, ForecastReportRow, ForecastView, PartyReportRow,
};
use dienstweg_workflows::memory::forecast_by;
use dienstweg_workflows::rollouts::{RollupKind, of};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(early_warning)
        .service(forecast)
        .service(trend_report)
        .service(forecasts)
        .service(months)
        .service(parties);
}

/// Rollouts expected later than planned, ranked by delay times the population they cover. Filters are those of the list of
/// rollouts; `sort` is `-weight` (default), `delay` or `population`, each with `-` for descending.
#[utoipa::path(tag = "reports", operation_id = "early_warning_list", params(RolloutListParams, PageParams),
    extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/early-warning")]
async fn early_warning(
    state: Data<AppState>,
    caller: Caller,
    list: List<RolloutListParams>,
) -> Result<Listing<EarlyWarning>, Problem> {
    Ok(Listing(early_warning_list(&state.read(&caller), &list.params, &list.page, &of).await?))
}

/// When a rollout goes live with 50 % and with 85 %, and what that rests on.
#[utoipa::path(tag = "reports", operation_id = "rollout_forecast", params(("id" = String, Path)), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}/forecast")]
async fn forecast(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Answer<ForecastView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Answer(forecast_get(&reader, id, &of).await?))
}

/// Narrows a report.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TrendParams {
    pub by: TrendBy,
    pub step: TrendStep,
    /// A year before `until` where it is not said.
    pub from: Option<NaiveDate>,
    /// Yesterday where it is not said.
    pub until: Option<NaiveDate>,
    /// Regions in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

/// How the rollouts of the regions one sees as a whole stood at the end of past days.
#[utoipa::path(tag = "reports", operation_id = "report_trend", params(TrendParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/reports/trend")]
async fn trend_report(
    state: Data<AppState>,
    caller: Caller,
    list: List<TrendParams>,
) -> Result<Listing<TrendRow>, Problem> {
    let TrendParams { by, step, from, until, below, programme, service } = list.params;
    let wanted = Wanted { by, step, from, until, below, programme, service };
    Ok(Listing::whole(trend(&state.read(&caller), &wanted).await?))
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ForecastReportParams {
    /// Groups; all together where it is not said.
    pub by: Option<RollupKind>,
    /// The share that has to be live, in percent; 90 where it is not said.
    #[param(minimum = 1, maximum = 100)]
    pub share_percent: Option<i64>,
    /// Only bodies in the subtree of this organisation; for `region`, its direct children are the groups.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
    pub wave: Option<WaveId>,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReportParams {
    /// Only bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

fn narrowed(
    below: Option<OrganisationId>,
    programme: Option<ProgrammeId>,
    service: Option<ServiceId>,
) -> RolloutListParams {
    let (programme, service) = (programme.into_iter().collect(), service.into_iter().collect());
    RolloutListParams { below, programme, service, ..RolloutListParams::default() }
}

/// When most rollouts of a group are live: by plan, in half of all runs, in 85 % of them.
#[utoipa::path(tag = "reports", operation_id = "report_forecast", params(ForecastReportParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/reports/forecast")]
async fn forecasts(
    state: Data<AppState>,
    caller: Caller,
    list: List<ForecastReportParams>,
) -> Result<Listing<ForecastReportRow>, Problem> {
    let params = list.params;
    let share = within("share_percent", params.share_percent.unwrap_or(90), 1, 100)?;
    let rollouts = RolloutListParams {
        wave: params.wave.into_iter().collect(),
        ..narrowed(params.below, params.programme, params.service)
    };
    Ok(Listing::whole(forecast_by(&state.read(&caller), &rollouts, params.by, share).await?))
}

/// How many rollouts are live at the end of each month: by plan, really, and in the runs of the forecast.
#[utoipa::path(tag = "reports", operation_id = "report_forecast_months", params(ReportParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/reports/forecast-months")]
async fn months(
    state: Data<AppState>,
    caller: Caller,
    list: List<ReportParams>,
) -> Result<Listing<ForecastMonth>, Problem> {
    let ReportParams { below, programme, service } = list.params;
    Ok(Listing::whole(forecast_months(&state.read(&caller), &narrowed(below, programme, service)).await?))
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartyReportParams {
    /// Looks at what was done in so many weeks; 12 where it is not said.
    #[param(minimum = 1, maximum = 104)]
    pub weeks: Option<i64>,
    /// Only bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

/// Throughput and waiting time of roles and organisations; never of single persons.
#[utoipa::path(tag = "reports", operation_id = "report_parties", params(PartyReportParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/reports/parties")]
async fn parties(
    state: Data<AppState>,
    caller: Caller,
    list: List<PartyReportParams>,
) -> Result<Listing<PartyReportRow>, Problem> {
    let params = list.params;
    let weeks = within("weeks", params.weeks.unwrap_or(12), 1, 104)?;
    let rollouts = narrowed(params.below, params.programme, params.service);
    let weeks = u32::try_from(weeks).unwrap_or(1);
    Ok(Listing::whole(party_report(&state.read(&caller), &rollouts, weeks).await?))
}

fn within(name: &'static str, value: i64, least: i64, most: i64) -> Result<i64, Problem> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    let text = Text::new(format!("{least} bis {most}."), format!("{least} to {most}."));
    let fault = Fault::new(name, "range", text);
    Err(Problem(Error::new(dienstweg_kernel::error::codes::MALFORMED).with_faults(vec![fault])))
}
