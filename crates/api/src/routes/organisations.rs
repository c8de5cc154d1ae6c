//! `/organisations`: the tree of bodies and who stands where.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Answer, Created, Found, Items, Listing, or_current};
use crate::routes::history::HistoryParams;
use crate::routes::upload::{check_csv, receive};
use crate::state::AppState;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, get, patch, post};
use dienstweg_customers::input::{
    HolidaysImportParams, OrganisationCreate, OrganisationListParams, OrganisationPatch, SuccessionCreate,
};
use dienstweg_customers::policy::ORGANISATION_WRITE;
use dienstweg_customers::service;
use dienstweg_customers::view::{HolidaysImportView, OrganisationRow, OrganisationView};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_workflows::rollouts::organisations_found;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(OrganisationView => "organisations");

/// Largest file of municipal holidays, in bytes: every municipality of Germany several times.
const HOLIDAYS_MAX: u64 = 4 * 1024 * 1024;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(organisation_list)
        .service(organisation_create)
        .service(holidays_import)
        .service(organisation_get)
        .service(organisation_patch)
        .service(organisation_history)
        .service(succession_create);
}

/// Organisations the caller sees.
#[utoipa::path(tag = "organisations", params(OrganisationListParams, PageParams), extensions(("x-permission" = json!("organisation:read"))))]
#[get("/organisations")]
async fn organisation_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<OrganisationListParams>,
) -> Result<Listing<OrganisationRow>, Problem> {
    Ok(Listing(organisations_found(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new organisation that the register does not know.
#[utoipa::path(tag = "organisations", request_body = OrganisationCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("organisation:write"))))]
#[post("/organisations")]
async fn organisation_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<OrganisationCreate>,
) -> Result<Created<OrganisationView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::organisation_create(tx, body.value.clone()).await,
        async |reader, id| service::organisation_get(reader, id.into()).await,
    )
    .await
}

/// Takes in the flags of municipal holidays from a CSV file of at most 4 MiB: all rows or, with any fault, none. The same
/// file again changes nothing; `dry_run` says what would change. Columns: `ags` or `ars`, and any of
/// `mariae_himmelfahrt`, `friedensfest`, `fronleichnam` with `ja`, `nein` or `nicht gepflegt`; empty cells say nothing.
#[utoipa::path(tag = "organisations", params(HolidaysImportParams), request_body(content = String, content_type = "text/csv"),
    extensions(("x-permission" = json!("organisation:write"))))]
#[post("/organisations/holidays/import")]
async fn holidays_import(
    state: Data<AppState>,
    caller: Caller,
    params: Query<HolidaysImportParams>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Answer<HolidaysImportView>, Problem> {
    check_csv(&caller.actor, ORGANISATION_WRITE, &request)?;
    let file = receive(payload, HOLIDAYS_MAX).await?;
    let import = async |tx: &_| service::holidays_import(tx, &file, params.dry_run).await;
    Ok(Answer(state.db.write(&caller, import).await?))
}

/// One organisation with its place in the tree.
#[utoipa::path(tag = "organisations", extensions(("x-permission" = json!("organisation:read"))))]
#[get("/organisations/{id}")]
async fn organisation_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrganisationId>,
) -> Result<Found<OrganisationView>, Problem> {
    Ok(Found(service::organisation_get(&state.read(&caller), *id).await?))
}

/// Changes an organisation; what comes from the register cannot be changed by hand.
#[utoipa::path(tag = "organisations", request_body(content = OrganisationPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("organisation:write"))))]
#[patch("/organisations/{id}")]
async fn organisation_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrganisationId>,
    seen: Precondition,
    body: Body<OrganisationPatch>,
) -> Result<Found<OrganisationView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::organisation_patch(tx, *id, seen.0, body.value.clone()).await)
        .await;
    or_current(changed, async || service::organisation_get(&state.read(&caller), *id).await).await
}

/// Who changed what, newest first.
#[utoipa::path(tag = "organisations", params(HistoryParams), extensions(("x-permission" = json!("organisation:read"))))]
#[get("/organisations/{id}/history")]
async fn organisation_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrganisationId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::organisation_history(&state.read(&caller), *id, before, limit).await?))
}

/// Another organisation took over; this one ends on that day.
#[utoipa::path(tag = "organisations", request_body = SuccessionCreate,
    params(("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("organisation:write"))))]
#[post("/organisations/{id}/successors")]
async fn succession_create(
    state: Data<AppState>,
    caller: Caller,
    id: Path<OrganisationId>,
    seen: Precondition,
    once: Idempotency,
    body: Body<SuccessionCreate>,
) -> Result<Found<OrganisationView>, Problem> {
    let work = async |tx: &_| service::succession_create(tx, *id, body.value.clone(), seen.0).await;
    let current = async || service::organisation_get(&state.read(&caller), *id).await;
    once.act(&state, &caller, &body.hash, work, current).await
}
