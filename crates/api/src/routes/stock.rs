//! `/rollouts/stock-imports`: rollouts that are under way already.
use super::upload::{Binary, receive};
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::respond::Answer;
use crate::state::AppState;
use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage, HttpRequest, post};
use dienstweg_kernel::Error;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::ProgrammeId;
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_worker::jobs::JobView;
use dienstweg_workflows::stock::{self, StockColumns, StockParams};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

/// Largest sheet, in bytes.
const FILE_MAX: u64 = 16 * 1024 * 1024;
const SHEETS: [&str; 2] = ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

pub fn routes(config: &mut ServiceConfig) {
    config.service(stock_columns).service(stock_import);
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StockColumnsParams {
    /// The programme whose milestones are looked for.
    pub programme: ProgrammeId,
}

/// The columns of a sheet (CSV or Excel, at most 16 MiB), and what their names tell. Nothing is stored.
#[utoipa::path(tag = "rollouts", params(StockColumnsParams), request_body(content(
    (Binary = "text/csv"), (Binary = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/rollouts/stock-imports/columns")]
async fn stock_columns(
    state: Data<AppState>,
    caller: Caller,
    params: Query<StockColumnsParams>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Answer<StockColumns>, Problem> {
    check(&caller.actor, &request)?;
    let file = receive(payload, FILE_MAX).await?;
    Ok(Answer(stock::stock_columns(&state.read(&caller), &file, params.programme).await?))
}

/// Prepares a job that takes in the rows of a sheet: each creates a rollout with what has happened in it, or adds to one that
/// is there what it lacks. The same sheet again changes nothing.
#[utoipa::path(tag = "rollouts", params(StockParams), request_body(content(
    (Binary = "text/csv"), (Binary = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/rollouts/stock-imports")]
async fn stock_import(
    state: Data<AppState>,
    caller: Caller,
    params: Query<StockParams>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Answer<JobView>, Problem> {
    check(&caller.actor, &request)?;
    let file = receive(payload, FILE_MAX).await?;
    Ok(Answer(state.db.write(&caller, async |tx| stock::stock_import(tx, &file, &params).await).await?))
}

/// Right and media type, before anything of the file is received.
fn check(actor: &Actor, request: &HttpRequest) -> Result<(), Error> {
    if !actor.has(ROLLOUT_STEER) {
        return Err(Error::forbidden(ROLLOUT_STEER));
    }
    if !SHEETS.iter().any(|sheet| request.content_type().eq_ignore_ascii_case(sheet)) {
        return Err(Error::new(codes::UNSUPPORTED_MEDIA_TYPE)
            .detail("Erwartet wird eine CSV- oder Excel-Datei.", "Expected is a CSV or Excel file."));
    }
    Ok(())
}
