//! `/saved-views`: views that people keep of lists and pictures.
use crate::extract::{Body, Caller, Idempotency, List, PageParams, Precondition};
use crate::problem::Problem;
use crate::resource;
use crate::respond::{Created, Found, Listing, NoContent, or_current};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post, put};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::SavedViewId;
use dienstweg_projections::views::{
    self, SavedViewCreate, SavedViewListParams, SavedViewMark, SavedViewPatch, SavedViewView,
};
use utoipa_actix_web::service_config::ServiceConfig;

resource!(SavedViewView => "saved-views");

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(saved_view_list)
        .service(saved_view_create)
        .service(saved_view_get)
        .service(saved_view_patch)
        .service(saved_view_delete)
        .service(saved_view_mark);
}

/// Views of one's own, and those shared with a role one holds.
#[utoipa::path(tag = "saved_views", params(SavedViewListParams, PageParams))]
#[get("/saved-views")]
async fn saved_view_list(
    state: Data<AppState>,
    caller: Caller,
    list: List<SavedViewListParams>,
) -> Result<Listing<SavedViewView>, Problem> {
    Ok(Listing(views::saved_view_list(&state.read(&caller), &list.params, &list.page).await?))
}

/// Keeps a view under a name. To share it with roles needs `saved_view:share`.
#[utoipa::path(tag = "saved_views", request_body = SavedViewCreate, params(("Idempotency-Key" = Option<String>, Header)))]
#[post("/saved-views")]
async fn saved_view_create(
    state: Data<AppState>,
    caller: Caller,
    once: Idempotency,
    body: Body<SavedViewCreate>,
) -> Result<Created<SavedViewView>, Problem> {
    let work = async |tx: &_| views::saved_view_create(tx, body.value.clone()).await;
    once.create(&state, &caller, &body, work, async |reader, id| {
        views::saved_view_get(reader, id.into()).await
    })
    .await
}

/// One view.
#[utoipa::path(tag = "saved_views")]
#[get("/saved-views/{id}")]
async fn saved_view_get(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SavedViewId>,
) -> Result<Found<SavedViewView>, Problem> {
    Ok(Found(views::saved_view_get(&state.read(&caller), *id).await?))
}

/// Changes a view of one's own; what others have shared needs `saved_view:manage`.
#[utoipa::path(tag = "saved_views", request_body(content = SavedViewPatch, content_type = "application/merge-patch+json"),
    params(("If-Match" = String, Header)))]
#[patch("/saved-views/{id}")]
async fn saved_view_patch(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SavedViewId>,
    seen: Precondition,
    body: Body<SavedViewPatch>,
) -> Result<Found<SavedViewView>, Problem> {
    let work = async |tx: &_| views::saved_view_patch(tx, *id, body.value.clone(), seen.0).await;
    let changed = state.db.write(&caller, work).await;
    or_current(changed, async || views::saved_view_get(&state.read(&caller), *id).await).await
}

/// Forgets a view, for everybody who sees it.
#[utoipa::path(tag = "saved_views", params(("If-Match" = String, Header)))]
#[delete("/saved-views/{id}")]
async fn saved_view_delete(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SavedViewId>,
    seen: Precondition,
) -> Result<NoContent, Problem> {
    match state.db.write(&caller, async |tx| views::saved_view_delete(tx, *id, seen.0).await).await {
        Ok(()) => Ok(NoContent),
        Err(error) => or_current(Err(error), async || views::saved_view_get(&state.read(&caller), *id).await)
            .await
            .map(|_| NoContent),
    }
}

/// Pins a view to one's own side menu, or makes it what its page begins with. For others nothing changes.
#[utoipa::path(tag = "saved_views", request_body = SavedViewMark)]
#[put("/saved-views/{id}/mark")]
async fn saved_view_mark(
    state: Data<AppState>,
    caller: Caller,
    id: Path<SavedViewId>,
    body: Body<SavedViewMark>,
) -> Result<Found<SavedViewView>, Problem> {
    let work = async |tx: &_| views::saved_view_mark(tx, *id, body.value).await;
    Ok(Found(state.db.write(&caller, work).await?))
}
