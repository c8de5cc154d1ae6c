//! `/tickets/{id}/watchers`: who hears of it.
use super::named;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::respond::{Answer, Listing, NoContent};
use crate::state::AppState;
use actix_web::web::{Data, Path};
use actix_web::{delete, get, put};
use dienstweg_kernel::Error;
use dienstweg_kernel::ids::UserId;
use dienstweg_tickets::input::WatcherCreate;
use dienstweg_tickets::service;
use dienstweg_tickets::view::WatcherView;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(watcher_list).service(watcher_add).service(watcher_remove);
}

/// The user that a path names; nothing for `me`.
fn other_than_me(user: &str) -> Result<Option<UserId>, Error> {
    match user {
        "me" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Error::not_found()),
    }
}

/// Who watches, longest first.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[get("/tickets/{id}/watchers")]
async fn watcher_list(
    state: Data<AppState>,
    caller: Caller,
    id: Path<String>,
) -> Result<Listing<WatcherView>, Problem> {
    let reader = state.read(&caller);
    let id = named(&reader, &id).await?;
    Ok(Listing::whole(service::watcher_list(&reader, id).await?))
}

/// Watches (`me`) or, with `ticket:assign`, makes somebody else watch. Who watches already goes on watching.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[put("/tickets/{id}/watchers/{user}")]
async fn watcher_add(
    state: Data<AppState>,
    caller: Caller,
    at: Path<(String, String)>,
) -> Result<Answer<WatcherView>, Problem> {
    let id = named(&state.read(&caller), &at.0).await?;
    let input = WatcherCreate { user_id: other_than_me(&at.1)? };
    let view = state.db.write(&caller, async |tx| service::watcher_add(tx, id, input).await).await?;
    Ok(Answer(view))
}

/// Stops watching, or makes somebody else stop.
#[utoipa::path(tag = "tickets", extensions(("x-permission" = json!("ticket:read"))))]
#[delete("/tickets/{id}/watchers/{user}")]
async fn watcher_remove(
    state: Data<AppState>,
    caller: Caller,
    at: Path<(String, String)>,
) -> Result<NoContent, Problem> {
    let id = named(&state.read(&caller), &at.0).await?;
    let user = other_than_me(&at.1)?.unwrap_or(UserId(caller.actor.id.0));
    state.db.write(&caller, async |tx| service::watcher_remove(tx, id, user).await).await?;
    Ok(NoContent)
}
