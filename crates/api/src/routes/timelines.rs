//! `/portfolio/timeline`: rollouts of regions and bodies on a time axis.
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::respond::Answer;
use crate::state::AppState;
use actix_web::get;
use actix_web::web::Data;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_projections::timeline::{TimelineBy, TimelineView, timeline};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::steering::{CourseState, Light};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(timeline_get);
}

/// Narrows the rollouts of a time axis.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TimelineParams {
    /// Rows: regions (default) or responsible bodies.
    pub by: TimelineBy,
    /// Of bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    pub programme: Vec<ProgrammeId>,
    /// Key of the phase.
    pub phase: Vec<String>,
    pub light: Vec<Light>,
    pub state: Vec<CourseState>,
    /// Key of the role that must act.
    pub ball_role: Vec<String>,
    /// Organisation that must act.
    pub ball_party: Vec<OrganisationId>,
}

/// From when to when the rollouts of each service go, per region or body: plan, forecast and go-live.
#[utoipa::path(tag = "portfolio", operation_id = "timeline", params(TimelineParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/portfolio/timeline")]
async fn timeline_get(
    state: Data<AppState>,
    caller: Caller,
    params: Query<TimelineParams>,
) -> Result<Answer<TimelineView>, Problem> {
    let TimelineParams { by, below, service, programme, phase, light, state: states, ball_role, ball_party } =
        params.0;
    let asked = RolloutListParams {
        below,
        service,
        programme,
        phase,
        light,
        state: states,
        ball_role,
        ball_party,
        ..RolloutListParams::default()
    };
    Ok(Answer(timeline(&state.read(&caller), by, &asked).await?))
}
