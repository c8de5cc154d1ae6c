//! `/background`: how the work behind the scenes is doing.
use crate::extract::Caller;
use crate::problem::Problem;
use crate::respond::Listing;
use crate::state::AppState;
use actix_web::get;
use actix_web::web::Data;
use dienstweg_kernel::Error;
use dienstweg_kernel::ctx::Permission;
use dienstweg_worker::ReconcilerStatus;
use utoipa_actix_web::service_config::ServiceConfig;

const METRICS_READ: Permission = Permission("metrics:read");

pub fn routes(config: &mut ServiceConfig) {
    config.service(background_list);
}

/// The reconcilers of the process that answers, with their last runs and errors.
#[utoipa::path(tag = "operations", extensions(("x-permission" = json!("metrics:read"))))]
#[get("/background")]
async fn background_list(
    state: Data<AppState>,
    caller: Caller,
) -> Result<Listing<ReconcilerStatus>, Problem> {
    if !caller.actor.has(METRICS_READ) {
        return Err(Problem(Error::forbidden(METRICS_READ)));
    }
    Ok(Listing::whole(state.background.list()))
}
