//! `/explain`: why somebody may do something, or why not.
use crate::extract::{Caller, Query};
use crate::permissions::CATALOGUE;
use crate::problem::Problem;
use crate::respond::Answer;
use crate::state::{AppState, ReachRegistry};
use actix_web::get;
use actix_web::web::Data;
use dienstweg_identity::{self as service, ExplainView};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::error::{Error, Fault, Result, Text, codes};
use dienstweg_kernel::guard::Subject;
use dienstweg_kernel::ids::ActorId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn routes(config: &mut ServiceConfig) {
    config.service(explain);
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplainParams {
    /// What is to be done, such as `ticket:write`.
    pub permission: String,
    /// With what: the kind of thing as events name it, such as `ticket`, `rollout`, `order`, `service`, `organisation`.
    #[serde(default)]
    pub subject_kind: Option<String>,
    #[serde(default)]
    pub subject_id: Option<Uuid>,
    /// By whom; the caller where absent.
    #[serde(default)]
    pub actor: Option<ActorId>,
}

/// Through which grants somebody has a permission, which roles would give it, and whether it reaches a certain thing.
#[utoipa::path(tag = "grants", params(ExplainParams))]
#[get("/explain")]
async fn explain(
    state: Data<AppState>,
    caller: Caller,
    params: Query<ExplainParams>,
) -> Result<Answer<ExplainView>, Problem> {
    let subject = subject(&state.reach, &params)?;
    let reader = state.read(&caller);
    let mut view = service::explain(&reader, CATALOGUE, &params.permission, params.actor, subject).await?;
    if let (Some(asked), Some(subject)) = (&mut view.subject, subject) {
        asked.reached = reached(&state, &caller, &params, subject).await?;
    }
    Ok(Answer(view))
}

/// The thing asked about, if any: kind and id come together, and the kind is one that somebody answers for.
fn subject(reach: &ReachRegistry, params: &ExplainParams) -> Result<Option<Subject>> {
    let fault = |pointer: &str, code, text| {
        Err(Error::new(codes::MALFORMED).with_faults(vec![Fault::new(pointer, code, text)]))
    };
    let together = || {
        Text::new(
            "subject_kind und subject_id gehören zusammen.",
            "subject_kind and subject_id belong together.",
        )
    };
    match (params.subject_kind.as_deref(), params.subject_id) {
        (None, None) => Ok(None),
        (None, Some(_)) => fault("subject_kind", "required", together()),
        (Some(_), None) => fault("subject_id", "required", together()),
        (Some(kind), Some(id)) => match reach.kinds().find(|known| *known == kind) {
            Some(kind) => Ok(Some(Subject { kind, id })),
            None => {
                let valid = reach.kinds().collect::<Vec<_>>().join(", ");
                fault(
                    "subject_kind",
                    "unknown_kind",
                    Text::new(format!("Möglich sind: {valid}."), format!("Possible are: {valid}.")),
                )
            }
        },
    }
}

/// Whether the permission reaches the thing. Of others one learns that only about what one sees oneself.
async fn reached(
    state: &AppState,
    caller: &Caller,
    params: &ExplainParams,
    subject: Subject,
) -> Result<Option<bool>> {
    let Some(info) = CATALOGUE.iter().find(|info| info.name == params.permission) else { return Ok(None) };
    let (reader, permission) = (state.read(caller), Permission(info.name));
    let Some(other) = params.actor.filter(|actor| *actor != caller.actor.id) else {
        return state.reach.reached(&reader, permission, subject).await;
    };
    if !state.reach.seen(&reader, subject).await? {
        return Ok(None);
    }
    match service::actor_of(&reader, other).await? {
        Some(actor) => state.reach.reached(&state.read(&caller.with_actor(actor)), permission, subject).await,
        None => Ok(Some(false)),
    }
}
