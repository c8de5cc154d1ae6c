//! `/party-entries` and beside: who plays which role where, and what rollouts make of it.
use super::history::HistoryParams;
use super::rollouts::named;
use super::upload::{check_csv, receive};
use crate::export::MAX_ROWS;
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Answer, Created, Found, Items, Listing, NoContent, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, delete, get, patch, post};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{PartyEntryId, PersonId};
use dienstweg_rollouts::input::{
    PartyEntriesBulk, PartyEntriesImportParams, PartyEntryCreate, PartyEntryListParams, PartyEntryPatch,
    PartyGapParams, PersonHandover,
};
use dienstweg_rollouts::policy::{PARTY_MAINTAIN, PARTY_READ};
use dienstweg_rollouts::service::{self, PartyRoles};
use dienstweg_rollouts::view::{
    HandoverView, PartyEntriesBulkView, PartyEntriesImportView, PartyEntryView, PartyGapRow, PartyRoleView,
    RolloutPartyView,
};
use dienstweg_workflows::parties;
use utoipa_actix_web::service_config::ServiceConfig;

resource!(PartyEntryView => "party-entries");

/// Largest file of entries, in bytes.
const FILE_MAX: u64 = 8 * 1024 * 1024;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(party_entry_list)
        .service(party_entry_create)
        .service(party_entries_import)
        .service(party_entries_bulk)
        .service(party_entry_get)
        .service(party_entry_patch)
        .service(party_entry_end)
        .service(party_entry_history)
        .service(party_role_list)
        .service(party_gap_list)
        .service(rollout_party_list)
        .service(person_handover);
}

/// Entries of the party directory: who plays a role at a body and all below it, for a service, in a programme.
#[utoipa::path(tag = "parties", params(PartyEntryListParams, PageParams), extensions(("x-permission" = json!("party:read"))))]
#[get("/party-entries")]
async fn party_entry_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<PartyEntryListParams>,
) -> Result<Listing<PartyEntryView>, Problem> {
    Ok(Listing(service::party_entry_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new entry. Rollouts follow it from the day on which it begins, but for roles set by hand.
#[utoipa::path(tag = "parties", request_body = PartyEntryCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("party:maintain"))))]
#[post("/party-entries")]
async fn party_entry_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<PartyEntryCreate>,
) -> Result<Created<PartyEntryView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| parties::entry_create(tx, body.value.clone()).await,
        async |reader, id| service::party_entry_get(reader, id.into()).await,
    )
    .await
}

/// Takes in entries from a CSV file of at most 8 MiB: all rows or, with any fault, none. The same file again changes
/// nothing; `dry_run` says what would change.
#[utoipa::path(tag = "parties", params(PartyEntriesImportParams), request_body(content = String, content_type = "text/csv"),
    extensions(("x-permission" = json!("party:maintain"))))]
#[post("/party-entries/imports")]
async fn party_entries_import(
    state: Data<AppState>,
    caller: Caller,
    params: Query<PartyEntriesImportParams>,
    request: HttpRequest,
    payload: Payload,
) -> Result<Answer<PartyEntriesImportView>, Problem> {
    check_csv(&caller.actor, PARTY_MAINTAIN, &request)?;
    let file = receive(payload, FILE_MAX).await?;
    let view = state.db.write(&caller, async |tx| parties::import(tx, &file, &params).await).await?;
    Ok(Answer(view))
}

/// One change of up to 1,000 entries from a day on, those named or those a filter shows; `preview` says what it would
/// do.
#[utoipa::path(tag = "parties", request_body = PartyEntriesBulk, extensions(("x-permission" = json!("party:maintain"))))]
#[post("/party-entries/bulk")]
async fn party_entries_bulk(
    state: Data<AppState>,
    caller: Caller,
    body: Body<PartyEntriesBulk>,
) -> Result<Answer<PartyEntriesBulkView>, Problem> {
    if !caller.actor.has(PARTY_MAINTAIN) {
        return Err(Problem(dienstweg_kernel::Error::forbidden(PARTY_MAINTAIN)));
    }
    let work = async |tx: &_| parties::entries_bulk(tx, body.value.clone()).await;
    Ok(Answer(state.db.write(&caller, work).await?))
}

/// One entry.
#[utoipa::path(tag = "parties", extensions(("x-permission" = json!("party:read"))))]
#[get("/party-entries/{id}")]
async fn party_entry_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PartyEntryId>,
) -> Result<Found<PartyEntryView>, Problem> {
    Ok(Found(service::party_entry_get(&state.read(&caller), *id).await?))
}

/// Changes who it is, or until when; role and place stay.
#[utoipa::path(tag = "parties", request_body(content = PartyEntryPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("party:maintain"))))]
#[patch("/party-entries/{id}")]
async fn party_entry_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PartyEntryId>,
    seen: Precondition,
    body: Body<PartyEntryPatch>,
) -> Result<Found<PartyEntryView>, Problem> {
    let work = async |tx: &_| parties::entry_patch(tx, *id, seen.0, body.value.clone()).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || service::party_entry_get(&state.read(&caller), *id).await).await
}

/// Ends an entry today; one that has not begun yet goes.
#[utoipa::path(tag = "parties", params(("If-Match" = String, Header)), extensions(("x-permission" = json!("party:maintain"))))]
#[delete("/party-entries/{id}")]
async fn party_entry_end(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PartyEntryId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    let ended = state.db.write(&caller, async |tx| service::party_entry_end(tx, *id, seen.0).await).await;
    match ended {
        Err(error) if error.is(codes::STALE) => {
            let current = async || service::party_entry_get(&state.read(&caller), *id).await;
            or_current(Err(error), current).await.map(|_| NoContent)
        }
        ended => Ok(ended.map(|()| NoContent)?),
    }
}

/// Who changed what, newest first.
#[utoipa::path(tag = "parties", params(HistoryParams), extensions(("x-permission" = json!("party:read"))))]
#[get("/party-entries/{id}/history")]
async fn party_entry_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PartyEntryId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::party_entry_history(&state.read(&caller), *id, before, limit).await?))
}

/// The roles there are entries for.
#[utoipa::path(tag = "parties", operation_id = "party_role_list", extensions(("x-permission" = json!("party:read"))))]
#[get("/party-roles")]
async fn party_role_list(state: Data<AppState>, caller: Caller) -> Result<Items<PartyRoleView>, Problem> {
    if !caller.actor.has(PARTY_READ) {
        return Err(Problem(dienstweg_kernel::Error::forbidden(PARTY_READ)));
    }
    let reader = state.read(&caller);
    Ok(Items(PartyRoles::load(&reader).await?.views(&reader)))
}

/// Roles that nobody plays in ordered and running rollouts, counted by district and service; most rollouts first, at most
/// 5,001 rows: one more than fits into a file.
#[utoipa::path(tag = "parties", operation_id = "party_gaps", params(PartyGapParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/party-gaps")]
async fn party_gap_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<PartyGapParams>,
) -> Result<Listing<PartyGapRow>, Problem> {
    Ok(Listing::whole(parties::gaps(&state.read(&caller), &list.params, MAX_ROWS + 1).await?))
}

/// Who plays each role in a rollout, by which entry, and where that was looked up.
#[utoipa::path(tag = "parties", operation_id = "rollout_party_list", params(("id" = String, Path)), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/rollouts/{id}/parties")]
async fn rollout_party_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Items<RolloutPartyView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Items(service::rollout_parties(&reader, id).await?))
}

/// Somebody takes over what a person does: entries of the directory, roles and open milestones set by hand; `preview`
/// says what that is. Rollouts follow on the day.
#[utoipa::path(tag = "parties", request_body = PersonHandover, extensions(("x-permission" = json!("party:maintain"))))]
#[post("/persons/{id}/handover")]
async fn person_handover(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PersonId>,
    body: Body<PersonHandover>,
) -> Result<Answer<HandoverView>, Problem> {
    let work = async |tx: &_| parties::handover(tx, *id, &body.value).await;
    Ok(Answer(state.db.write(&caller, work).await?))
}
