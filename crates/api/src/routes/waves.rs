//! `/waves`: services for many bodies, live by one day.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::{JobId, WaveId};
use dienstweg_rollouts::input::{WaveCreate, WaveListParams, WavePatch, WavePostpone};
use dienstweg_rollouts::service;
use dienstweg_rollouts::view::WaveView;
use dienstweg_worker::jobs::{JobView, job_get};
use dienstweg_workflows::waves;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(WaveView => "waves");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(wave_list)
        .service(wave_create)
        .service(wave_get)
        .service(wave_patch)
        .service(wave_start)
        .service(wave_postpone);
}

/// Waves, the latest key date first.
#[utoipa::path(tag = "waves", params(WaveListParams, PageParams), extensions(("x-permission" = json!("programme:read"))))]
#[get("/waves")]
async fn wave_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<WaveListParams>,
) -> Result<Listing<WaveView>, Problem> {
    Ok(Listing(service::wave_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Plans a wave. Nothing happens to rollouts yet.
#[utoipa::path(tag = "waves", request_body = WaveCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/waves")]
async fn wave_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<WaveCreate>,
) -> Result<Created<WaveView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::wave_create(tx, body.value.clone()).await,
        async |reader, id| service::wave_get(reader, id.into()).await,
    )
    .await
}

/// One wave, with its rollouts counted.
#[utoipa::path(tag = "waves", extensions(("x-permission" = json!("programme:read"))))]
#[get("/waves/{id}")]
async fn wave_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WaveId>,
) -> Result<Found<WaveView>, Problem> {
    Ok(Found(service::wave_get(&state.read(&caller), *id).await?))
}

/// Changes a wave that has not begun.
#[utoipa::path(tag = "waves", request_body(content = WavePatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("rollout:steer"))))]
#[patch("/waves/{id}")]
async fn wave_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WaveId>,
    seen: Precondition,
    body: Body<WavePatch>,
) -> Result<Found<WaveView>, Problem> {
    let work = async |tx: &_| service::wave_patch(tx, *id, seen.0, body.value.clone()).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || service::wave_get(&state.read(&caller), *id).await).await
}

/// Prepares the rollouts of a wave, one for each body and service: a job tries them all, and its `start` creates them.
#[utoipa::path(tag = "waves", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/waves/{id}/start")]
async fn wave_start(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WaveId>,
    seen: Precondition,
    once: Idempotency,
) -> Result<Created<JobView>, Problem> {
    let work = async |tx: &_| waves::wave_start(tx, *id, seen.0).await;
    let again = async |reader: &_, id| job_get(reader, JobId(id)).await;
    Ok(Created(once.view(&state, &caller, "", work, again).await?))
}

/// Moves a wave to another day: a job tries what that means for each rollout, and its `start` carries it out. What was
/// done stays.
#[utoipa::path(tag = "waves", request_body = WavePostpone,
    params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/waves/{id}/postpone")]
async fn wave_postpone(
    state: Data<AppState>,
    caller: Caller,
    id: Path<WaveId>,
    seen: Precondition,
    once: Idempotency,
    body: Body<WavePostpone>,
) -> Result<Created<JobView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| waves::wave_postpone(tx, *id, seen.0, &body).await,
        async |reader, id| job_get(reader, id.into()).await,
    )
    .await
}
