//! `/portfolio`: pictures of the whole.
use crate::export::MatrixFile;
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::AppState;
use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_projections::matrix::{MatrixBy, Narrowing, Wanted, matrix};
use dienstweg_rollouts::input::ServiceColumnParams;
use dienstweg_rollouts::steering::Light;
use dienstweg_rollouts::{PackageCategory, ServiceLevel};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(matrix_get);
}

/// Narrows the matrix. What narrows rollouts (phase, light, who must act) leaves all other cells blank.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MatrixParams {
    /// Rows: responsible bodies (default) or municipalities.
    pub by: MatrixBy,
    /// Rows in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    /// Only these rows, as to renew some; repeat for several.
    pub body: Vec<OrganisationId>,
    /// Columns: these services.
    pub service: Vec<ServiceId>,
    /// Columns: services of this level; repeat for several.
    pub level: Vec<ServiceLevel>,
    /// Columns: services of this category; repeat for several.
    pub package: Vec<PackageCategory>,
    /// Services and rollouts of this programme.
    pub programme: Vec<ProgrammeId>,
    /// Key of the phase.
    pub phase: Vec<String>,
    pub light: Vec<Light>,
    /// Key of the role that must act.
    pub ball_role: Vec<String>,
    /// Organisation that must act.
    pub ball_party: Vec<OrganisationId>,
}

impl From<MatrixParams> for Wanted {
    fn from(params: MatrixParams) -> Self {
        let MatrixParams { by, below, body, service, level, package, programme, .. } = params;
        let rollouts = Narrowing {
            programme: programme.clone(),
            phase: params.phase,
            light: params.light,
            ball_role: params.ball_role,
            ball_party: params.ball_party,
        };
        Self {
            by,
            columns: ServiceColumnParams { service, level, package, programme },
            below,
            body,
            rollouts,
        }
    }
}

/// How every service stands at every body, or for every municipality, as far as the caller sees it; as a file (`Accept`)
/// one row each, with a column per service.
#[utoipa::path(tag = "portfolio", operation_id = "matrix", params(MatrixParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/portfolio/matrix")]
async fn matrix_get(
    state: Data<AppState>,
    caller: Caller,
    params: Query<MatrixParams>,
    request: HttpRequest,
) -> Result<MatrixFile, Problem> {
    let view = matrix(&state.read(&caller), &state.portfolio, &params.0.into()).await?;
    Ok(MatrixFile::of(&request, &caller, view))
}
