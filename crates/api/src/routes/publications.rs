//! `/publications`: whether citizens find what is rolled out.
use crate::extract::{Caller, Idempotency, List, PageParams};
use crate::problem::Problem;
use crate::respond::{Answer, Listing, NoContent};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use dienstweg_connectors::publication::IndexKind;
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_rollouts::input::PublicationListParams;
use dienstweg_rollouts::service::{publication_counts, publication_hurry, publication_list};
use dienstweg_rollouts::view::{PublicationCounts, PublicationRow};
use dienstweg_workflows::rollouts::of;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(publication_list_get).service(publication_summary).service(publication_check);
}

/// Which index is asked, and what it says of the rollouts the caller sees.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicationSummary {
    /// `null` where none is asked.
    #[schema(required)]
    pub index: Option<IndexKind>,
    #[serde(flatten)]
    pub counts: PublicationCounts,
}

/// What an index of published services says of rollouts whose publication is next, or done; the newest change first.
#[utoipa::path(tag = "publications", operation_id = "publication_list", params(PublicationListParams, PageParams), extensions(("x-permission" = json!("rollout:read"))))]
#[get("/publications")]
async fn publication_list_get(
    state: Data<AppState>,
    caller: Caller,
    list: List<PublicationListParams>,
) -> Result<Listing<PublicationRow>, Problem> {
    Ok(Listing(publication_list(&state.read(&caller), &list.params, &list.page, &of).await?))
}

/// Which index is asked, and how many rollouts the caller sees are in each state.
#[utoipa::path(tag = "publications", extensions(("x-permission" = json!("rollout:read"))))]
#[get("/publication-summary")]
async fn publication_summary(
    state: Data<AppState>,
    caller: Caller,
) -> Result<Answer<PublicationSummary>, Problem> {
    let counts = publication_counts(&state.read(&caller)).await?;
    Ok(Answer(PublicationSummary { index: state.settings.publication_index, counts }))
}

/// The index is asked about this rollout within the next minute.
#[utoipa::path(tag = "publications", params(("Idempotency-Key" = Option<String>, Header)), extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/publications/{id}/check")]
async fn publication_check(
    state: Data<AppState>,
    caller: Caller,
    id: Path<RolloutId>,
    once: Idempotency,
) -> Result<NoContent, Problem> {
    let (key, rollout) = (once.key(&state, ""), id.0);
    state.db.once(&caller, key.as_ref(), |()| rollout, async |tx| publication_hurry(tx, *id).await).await?;
    Ok(NoContent)
}
