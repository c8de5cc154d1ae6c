//! `/register-imports`: the official Gemeindeverzeichnis, previewed, looked at, applied.
use crate::extract::{Caller, List, NoFilters, PageParams, Query};
use crate::problem::Problem;
use crate::respond::{Accepted, Answer, Created, Listing, Resource};
use crate::routes::upload::{Binary, receive};
use crate::state::AppState;
use actix_web::web::{Data, Path, Payload};
use actix_web::{get, post};
use dienstweg_connectors::registers::MAX_FILE;
use dienstweg_customers::policy::REGISTER_IMPORT;
use dienstweg_customers::service;
use dienstweg_customers::view::RegisterImportView;
use dienstweg_kernel::Error;
use dienstweg_kernel::ids::ImportId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl Resource for RegisterImportView {
    const PATH: &'static str = "register-imports";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn version(&self) -> i64 {
        self.finished_at.map_or(0, |at| at.timestamp_micros())
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(register_import_list)
        .service(register_import_create)
        .service(register_import_get)
        .service(register_import_apply);
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UploadParams {
    /// Name of the file, for people.
    pub file_name: Option<String>,
}

/// Imports so far, newest first.
#[utoipa::path(tag = "register", params(PageParams), extensions(("x-permission" = json!("register:import"))))]
#[get("/register-imports")]
async fn register_import_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<NoFilters>,
) -> Result<Listing<RegisterImportView>, Problem> {
    Ok(Listing(service::import_list(&state.read(&caller), &list.page).await?))
}

/// Reads a Gemeindeverzeichnis (GV100AD) and says what it would change. Nothing changes yet.
#[utoipa::path(tag = "register", params(UploadParams),
    request_body(content = Binary, content_type = "application/octet-stream"),
    extensions(("x-permission" = json!("register:import"))))]
#[post("/register-imports")]
async fn register_import_create(
    state: Data<AppState>,
    caller: Caller,
    params: Query<UploadParams>,
    payload: Payload,
) -> Result<Created<RegisterImportView>, Problem> {
    if !caller.actor.has(REGISTER_IMPORT) {
        return Err(Problem(Error::forbidden(REGISTER_IMPORT)));
    }
    let bytes = receive(payload, MAX_FILE).await?;
    let name = params.file_name.as_deref().unwrap_or("GV100AD");
    Ok(Created(state.imports.preview(&caller, name, bytes).await?))
}

/// One import with its difference report and how far it is.
#[utoipa::path(tag = "register", extensions(("x-permission" = json!("register:import"))))]
#[get("/register-imports/{id}")]
async fn register_import_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ImportId>,
) -> Result<Answer<RegisterImportView>, Problem> {
    Ok(Answer(service::import_get(&state.read(&caller), *id).await?))
}

/// Applies a previewed import; it goes on after the answer.
#[utoipa::path(tag = "register", extensions(("x-permission" = json!("register:import"))))]
#[post("/register-imports/{id}/apply")]
async fn register_import_apply(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ImportId>,
) -> Result<Accepted<RegisterImportView>, Problem> {
    let (view, work) = state.imports.start(&caller, *id).await?;
    actix_web::rt::spawn(work);
    Ok(Accepted(view))
}
