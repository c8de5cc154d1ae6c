//! `/rollouts`, `/mothers`, `/milestones`: steering.
use crate::extract::{Body, Caller, List, PageParams, Precondition, Query, Retry};
use crate::problem::Problem;
use crate::respond::{Answer, Found, Items, Listing, or_current};
use crate::routes::history::HistoryParams;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_projections::rollups::{Counted, rollup};
use dienstweg_rollouts::input::{FollowUpListParams, MilestoneListParams, RolloutListParams};
use dienstweg_rollouts::service::{follow_up_list, milestone_list};
use dienstweg_rollouts::view::{FollowUp, OwedMilestone, RolloutRow, RollupRow};
use dienstweg_tickets::service::{ticket_find, ticket_history};
use dienstweg_tickets::view::TicketHistory;
use dienstweg_workflows::rollouts::{
    Coverage, MotherDetail, RolloutAct, RolloutDetail, RollupKind, coverage, mother_detail, of, rollout_act,
    rollout_detail, rollouts_found, rollup_by,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

impl crate::respond::Resource for RolloutDetail {
    const PATH: &'static str = "rollouts";
    fn id(&self) -> uuid::Uuid {
        self.rollout.id.0
    }
    fn version(&self) -> i64 {
        self.version
    }
}

impl crate::respond::Resource for MotherDetail {
    const PATH: &'static str = "mothers";
    fn id(&self) -> uuid::Uuid {
        self.mother.mother.id.0
    }
    fn version(&self) -> i64 {
        self.version
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(rollout_list_get)
        .service(rollout_get)
        .service(rollout_command)
        .service(rollout_history)
        .service(mother_get)
        .service(milestone_list_get)
        .service(follow_up_list_get)
        .service(rollup_get)
        .service(coverage_get);
}

/// What is in the path: an id, or the number people say.
pub(super) async fn named(reader: &Reader, text: &str) -> Result<RolloutId> {
    match text.parse() {
        Ok(id) => Ok(id),
        Err(_) => Ok(ticket_find(reader, text).await?.into()),
    }
}

/// Rollouts the caller sees.
#[utoipa::path(tag = "rollouts", operation_id = "rollout_list", params(RolloutListParams, PageParams),
    extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts")]
async fn rollout_list_get(
    state: Data<AppState>,
    caller: Caller,
    list: List<RolloutListParams>,
) -> Result<Listing<RolloutRow>, Problem> {
    Ok(Listing(rollouts_found(&state.read(&caller), &list.params, &list.page).await?))
}

/// One rollout, by id or number.
#[utoipa::path(tag = "rollouts", params(("id" = String, Path)), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}")]
async fn rollout_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Found<RolloutDetail>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Found(rollout_detail(&reader, id).await?))
}

/// One command: complete, reopen or skip a milestone, wait, defer, block, set parties, due dates, the outcome,
/// move the start, change the coverage. `If-Match`
/// is the version of the milestone where the command names one, else of the rollout.
#[utoipa::path(tag = "rollouts", request_body = RolloutAct, params(("id" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-permission" = json!("milestone:complete"))))]
#[post("/rollouts/{id}/commands")]
async fn rollout_command(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    seen: Precondition,
    once: Retry,
    body: Body<RolloutAct>,
) -> Result<Found<RolloutDetail>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    let key = once.0.key(&state, &body.hash);
    let work = async |tx: &_| rollout_act(tx, id, seen.0, &body).await;
    let acted = match state.db.once(&caller, key.as_ref(), |_| id.0, work).await {
        Ok(_) => rollout_detail(&reader, id).await,
        Err(error) => Err(error),
    };
    or_current(acted, async || rollout_detail(&reader, id).await).await
}

/// Who did what, newest first.
#[utoipa::path(tag = "rollouts", params(("id" = String, Path), HistoryParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}/history")]
async fn rollout_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
    params: Query<HistoryParams>,
) -> Result<Answer<TicketHistory>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    let (before, limit) = params.parts();
    Ok(Answer(ticket_history(&reader, id.into(), before, limit).await?))
}

/// What concerns a body as a whole, with all its rollouts on one time axis.
#[utoipa::path(tag = "rollouts", params(("id" = String, Path)), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/mothers/{id}")]
async fn mother_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Found<MotherDetail>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Found(mother_detail(&reader, id).await?))
}

/// Open milestones, those the caller owes first of all: what can be done now, by due date.
#[utoipa::path(tag = "rollouts", operation_id = "milestone_list", params(MilestoneListParams, PageParams),
    extensions(("x-permission" = json!("rollout:read"))))]
#[get("/milestones")]
async fn milestone_list_get(
    state: Data<AppState>,
    caller: Caller,
    list: List<MilestoneListParams>,
) -> Result<Listing<OwedMilestone>, Problem> {
    Ok(Listing(milestone_list(&state.read(&caller), &list.params, &list.page, &of).await?))
}

/// Whom to ask again: waiting whose follow-up is due, where the caller steers the rollout or is waited for.
#[utoipa::path(tag = "rollouts", operation_id = "follow_up_list", params(FollowUpListParams, PageParams),
    extensions(("x-permission" = json!("rollout:read"))))]
#[get("/follow-ups")]
async fn follow_up_list_get(
    state: Data<AppState>,
    caller: Caller,
    list: List<FollowUpListParams>,
) -> Result<Listing<FollowUp>, Problem> {
    Ok(Listing(follow_up_list(&state.read(&caller), &list.params, &list.page, &of).await?))
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RollupParams {
    /// By what the rollouts are counted.
    pub by: RollupKind,
    /// Only bodies in the subtree of this organisation; for `region`, its direct children are counted.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

/// Rollouts counted by light, outcome and progress: per phase, service, programme or region.
#[utoipa::path(tag = "rollouts", operation_id = "rollup", params(RollupParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollup")]
async fn rollup_get(
    state: Data<AppState>,
    caller: Caller,
    params: Query<RollupParams>,
) -> Result<Items<RollupRow>, Problem> {
    let RollupParams { by, below, programme, service } = params.0;
    let reader = state.read(&caller);
    let by = rollup_by(&reader, below, by).await?;
    Ok(Items(rollup(&reader, &state.portfolio, &Counted { below, programme, service }, &by).await?))
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CoverageParams {
    /// Only municipalities in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

/// Municipalities and people with a live rollout that covers them.
#[utoipa::path(tag = "rollouts", operation_id = "coverage", params(CoverageParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/coverage")]
async fn coverage_get(
    state: Data<AppState>,
    caller: Caller,
    params: Query<CoverageParams>,
) -> Result<Answer<Coverage>, Problem> {
    Ok(Answer(coverage(&state.read(&caller), params.below, params.service, params.programme).await?))
}
