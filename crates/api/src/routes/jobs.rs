//! `/jobs`: long work on many things, and `/rollouts/bulk`, `/milestones/bulk` and `/rollouts/reminders/bulk`, which begin it.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::JobId;
use dienstweg_rollouts::input::{MilestoneListParams, RolloutListParams};
use dienstweg_worker::jobs::{
    ItemState, JobAct, JobItemView, JobState, JobView, job_act, job_get, job_items, job_list,
};
use dienstweg_workflows::bulk::{BulkInput, MilestonesInput, bulk_create, milestones_create};
use dienstweg_workflows::mail::reminder_jobs::{ReminderBulkInput, reminders_create};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(JobView => "jobs");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(rollout_bulk)
        .service(milestone_bulk)
        .service(rollout_reminder_bulk)
        .service(job_list_get)
        .service(job_one)
        .service(job_item_list)
        .service(job_start)
        .service(job_cancel)
        .service(job_undo);
}

/// Narrows the list of jobs.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct JobListParams {
    pub state: Vec<JobState>,
}

/// Narrows the items of a job.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct JobItemListParams {
    pub state: Vec<ItemState>,
}

/// Prepares one command to up to 5,000 rollouts: those named by id, those of the keys or, where none is named, those of the
/// parameters. It is tried on each without changing anything; `start` carries it out.
#[utoipa::path(tag = "rollouts", params(RolloutListParams, ("Idempotency-Key" = Option<String>, Header)), request_body = BulkInput,
    extensions(("x-permission" = json!("milestone:complete"))))]
#[post("/rollouts/bulk")]
async fn rollout_bulk(
    state: Data<AppState>,
    caller: Caller,
    params: Query<RolloutListParams>,
    once: Idempotency,
    body: Body<BulkInput>,
) -> Result<Created<JobView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| bulk_create(tx, &params, &body).await,
        async |reader, id| job_get(reader, id.into()).await,
    )
    .await
}

/// Prepares the completion of up to 5,000 milestones, each of its own rollout: those named by id or, where none is named, those
/// of the parameters of the list. Each is tried without changing anything; `start` carries it out.
#[utoipa::path(tag = "rollouts", params(MilestoneListParams, ("Idempotency-Key" = Option<String>, Header)), request_body = MilestonesInput,
    extensions(("x-permission" = json!("milestone:complete"))))]
#[post("/milestones/bulk")]
async fn milestone_bulk(
    state: Data<AppState>,
    caller: Caller,
    params: Query<MilestoneListParams>,
    once: Idempotency,
    body: Body<MilestonesInput>,
) -> Result<Created<JobView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| milestones_create(tx, &params, &body).await,
        async |reader, id| job_get(reader, id.into()).await,
    )
    .await
}

/// Prepares a reminder for up to 5,000 rollouts: those named by id, those of the keys or, where none is named, those of the
/// parameters. What it becomes is shown for each before `start` sends it; what is sent cannot be taken back.
#[utoipa::path(tag = "rollouts", params(RolloutListParams, ("Idempotency-Key" = Option<String>, Header)), request_body = ReminderBulkInput,
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/rollouts/reminders/bulk")]
async fn rollout_reminder_bulk(
    state: Data<AppState>,
    caller: Caller,
    params: Query<RolloutListParams>,
    once: Idempotency,
    body: Body<ReminderBulkInput>,
) -> Result<Created<JobView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| reminders_create(tx, &state.mail, &params, &body).await,
        async |reader, id| job_get(reader, id.into()).await,
    )
    .await
}

/// The caller's jobs of the last 30 days, newest first.
#[utoipa::path(tag = "jobs", operation_id = "job_list", params(JobListParams, PageParams))]
#[get("/jobs")]
async fn job_list_get(
    state: Data<AppState>,
    caller: Caller,
    list: List<JobListParams>,
) -> Result<Listing<JobView>, Problem> {
    Ok(Listing(job_list(&state.read(&caller), list.params.state.clone(), &list.page).await?))
}

/// How far a job is.
#[utoipa::path(tag = "jobs", operation_id = "job_get")]
#[get("/jobs/{id}")]
async fn job_one(state: Data<AppState>, caller: Caller, id: Path<JobId>) -> Result<Found<JobView>, Problem> {
    Ok(Found(job_get(&state.read(&caller), *id).await?))
}

/// What becomes of each thing, in their order.
#[utoipa::path(tag = "jobs", params(JobItemListParams, PageParams))]
#[get("/jobs/{id}/items")]
async fn job_item_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<JobId>,
    list: List<JobItemListParams>,
) -> Result<Listing<JobItemView>, Problem> {
    Ok(Listing(job_items(&state.read(&caller), *id, list.params.state.clone(), &list.page).await?))
}

/// Carries out what was tried.
#[utoipa::path(tag = "jobs", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)))]
#[post("/jobs/{id}/start")]
async fn job_start(
    state: Data<AppState>,
    caller: Caller,
    id: Path<JobId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<JobView>, Problem> {
    act(&state, &caller, *id, JobAct::Start, &seen, once).await
}

/// Stops a job; what was done stays done.
#[utoipa::path(tag = "jobs", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)))]
#[post("/jobs/{id}/cancel")]
async fn job_cancel(
    state: Data<AppState>,
    caller: Caller,
    id: Path<JobId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<JobView>, Problem> {
    act(&state, &caller, *id, JobAct::Cancel, &seen, once).await
}

/// Takes back what a job did, where nobody has changed it since; within ten minutes of its end.
#[utoipa::path(tag = "jobs", params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)))]
#[post("/jobs/{id}/undo")]
async fn job_undo(
    state: Data<AppState>,
    caller: Caller,
    id: Path<JobId>,
    seen: Precondition,
    once: Retry,
) -> Result<Found<JobView>, Problem> {
    act(&state, &caller, *id, JobAct::Undo, &seen, once).await
}

async fn act(
    state: &Data<AppState>,
    caller: &Caller,
    id: JobId,
    act: JobAct,
    seen: &Precondition,
    once: Retry,
) -> Result<Found<JobView>, Problem> {
    let work = async |tx: &_| job_act(tx, id, act, seen.0).await;
    let current = async || job_get(&state.read(caller), id).await;
    once.0.act(state, caller, "", work, current).await
}
