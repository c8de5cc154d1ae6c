//! Who may log in and what they may do.
mod api_clients;
mod auth;
mod explain;
mod grants;
mod me;
mod oauth;
mod passwords;
mod roles;
mod sessions;
mod teams;
mod users;

use crate::state::AppState;
use actix_web::web;
use dienstweg_identity::{
    GrantListParams, HolderKind, PasswordHash, ROLE_READ, USER_READ, grant_list, password_hash, team_get,
};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{ActorId, RoleId};
use dienstweg_kernel::page::{MAX_LIMIT, PageRequest};
use dienstweg_kernel::{Ctx, Error, Reader, Result};
use tokio::sync::Semaphore;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn routes(config: &mut ServiceConfig) {
    api_clients::routes(config);
    auth::routes(config);
    explain::routes(config);
    grants::routes(config);
    me::routes(config);
    oauth::routes(config);
    passwords::routes(config);
    roles::routes(config);
    sessions::routes(config);
    teams::routes(config);
    users::routes(config);
}

/// So many passwords are hashed at a time. Each takes a core and 19 MiB; who floods the log-in waits in line.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Hashes or verifies a password: slow on purpose, so on a blocking thread and never within a transaction.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = HASHING.acquire().await.map_err(|error| Error::new(codes::UNAVAILABLE).caused_by(error))?;
    let work = move || {
        // Kept to the end of the work, also where nobody waits for it any more.
        let _turn = turn;
        work()
    };
    web::block(work).await.map_err(|error| Error::new(codes::UNAVAILABLE).caused_by(error))
}

/// The hash of a new password.
async fn new_hash(ctx: &Ctx, password: &str) -> Result<PasswordHash> {
    let (password, salt) = (password.to_owned(), ctx.random());
    hashing(move || password_hash(&password, salt)).await?
}

/// Lets changed rights hold at once in this process: what was loaded is forgotten, live streams begin anew.
fn rights_changed(state: &AppState, actors: impl IntoIterator<Item = ActorId>) {
    for actor in actors {
        state.principals.forget(Some(actor));
        state.hub.end_actor(actor);
    }
}

/// A reader that knows who holds what, whatever the caller may see of it.
fn rights_reader(state: &AppState, ctx: &Ctx) -> Reader {
    state.read(&ctx.with_actor(Actor::system("rights", &[ROLE_READ, USER_READ])))
}

/// Whom a holder of a grant stands for: the members of a team, or the user or program itself.
async fn behind_holder(reader: &Reader, kind: HolderKind, id: Uuid) -> Result<Vec<ActorId>> {
    match kind {
        HolderKind::Team => {
            let team = team_get(reader, id.into()).await?;
            Ok(team.members.into_iter().map(|member| ActorId(member.id)).collect())
        }
        HolderKind::User | HolderKind::ApiClient => Ok(vec![ActorId(id)]),
    }
}

/// Everyone who holds a role, alone or through a team.
async fn behind_role(reader: &Reader, role: RoleId) -> Result<Vec<ActorId>> {
    let params = GrantListParams { role: vec![role], ..GrantListParams::default() };
    let mut request = PageRequest { limit: MAX_LIMIT, ..PageRequest::default() };
    let mut actors = Vec::new();
    loop {
        let page = grant_list(reader, &params, &request).await?;
        for grant in page.items {
            actors.extend(behind_holder(reader, grant.holder_kind, grant.holder.id).await?);
        }
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => return Ok(actors),
        }
    }
}
