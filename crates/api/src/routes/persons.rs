//! `/persons`: who speaks for which organisation.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition, Query};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Items, Listing, or_current};
use crate::routes::history::HistoryParams;
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post};
use dienstweg_customers::input::{FunctionCreate, PersonCreate, PersonListParams, PersonPatch};
use dienstweg_customers::service;
use dienstweg_customers::view::PersonView;
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ids::{FunctionId, PersonId};
use utoipa_actix_web::service_config::ServiceConfig;

resource!(PersonView => "persons");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(person_list)
        .service(person_create)
        .service(person_get)
        .service(person_patch)
        .service(person_history)
        .service(function_add)
        .service(function_end);
}

/// Persons the caller sees; found by name in any spelling.
#[utoipa::path(tag = "persons", params(PersonListParams, PageParams), extensions(("x-permission" = json!("person:read"))))]
#[get("/persons")]
async fn person_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<PersonListParams>,
) -> Result<Listing<PersonView>, Problem> {
    Ok(Listing(service::person_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// A new person with at least one function.
#[utoipa::path(tag = "persons", request_body = PersonCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("person:write"))))]
#[post("/persons")]
async fn person_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<PersonCreate>,
) -> Result<Created<PersonView>, Problem> {
    once.create(
        &state,
        &caller,
        &body,
        async |tx| service::person_create(tx, body.value.clone()).await,
        async |reader, id| service::person_get(reader, id.into()).await,
    )
    .await
}

/// One person. E-mail and telephone only for those who may read contact data; `hidden` names them otherwise.
#[utoipa::path(tag = "persons", extensions(("x-permission" = json!("person:read"))))]
#[get("/persons/{id}")]
async fn person_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PersonId>,
) -> Result<Found<PersonView>, Problem> {
    Ok(Found(service::person_get(&state.read(&caller), *id).await?))
}

/// Changes a person.
#[utoipa::path(tag = "persons", request_body(content = PersonPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)), extensions(("x-permission" = json!("person:write"))))]
#[patch("/persons/{id}")]
async fn person_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PersonId>,
    seen: Precondition,
    body: Body<PersonPatch>,
) -> Result<Found<PersonView>, Problem> {
    let changed = state
        .db
        .write(&caller, async |tx| service::person_patch(tx, *id, seen.0, body.value.clone()).await)
        .await;
    or_current(changed, async || service::person_get(&state.read(&caller), *id).await).await
}

/// Who changed what, newest first.
#[utoipa::path(tag = "persons", params(HistoryParams), extensions(("x-permission" = json!("person:read"))))]
#[get("/persons/{id}/history")]
async fn person_history(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PersonId>,
    params: Query<HistoryParams>,
) -> Result<Items<HistoryEntry>, Problem> {
    let (before, limit) = params.parts();
    Ok(Items(service::person_history(&state.read(&caller), *id, before, limit).await?))
}

/// Lets a person speak for one more organisation.
#[utoipa::path(tag = "persons", request_body = FunctionCreate,
    params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("person:write"))))]
#[post("/persons/{id}/functions")]
async fn function_add(
    state: Data<AppState>,
    caller: Caller,
    id: Path<PersonId>,
    once: Idempotency,
    body: Body<FunctionCreate>,
) -> Result<Found<PersonView>, Problem> {
    let work = async |tx: &_| service::function_add(tx, *id, body.value.clone()).await;
    let again = async |reader: &_, id: uuid::Uuid| service::person_get(reader, id.into()).await;
    Ok(Found(once.view(&state, &caller, &body.hash, work, again).await?))
}

/// Ends a function today; what was done under it stays.
#[utoipa::path(tag = "persons", extensions(("x-permission" = json!("person:write"))))]
#[delete("/persons/{id}/functions/{function}")]
async fn function_end(
    state: Data<AppState>,
    caller: Caller,
    path: Path<(PersonId, FunctionId)>,
) -> Result<Found<PersonView>, Problem> {
    let (person, function) = *path;
    let view = state.db.write(&caller, async |tx| service::function_end(tx, person, function).await).await?;
    Ok(Found(view))
}
