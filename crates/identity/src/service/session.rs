//! Sessions, one's own and, with `session:revoke`, those of others.
use super::reaches_all;
use crate::entity::{session, user};
use crate::events;
use crate::policy::{ME_WRITE, SESSION_OWN, SESSION_REVOKE};
use crate::view::SessionView;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{SessionId, UserId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Ctx, Reader, Tx};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait};

/// The sessions that hold, newest first: those of `user` where given, else one's own. `current` is the session the
/// request came with.
pub async fn session_list(
    reader: &Reader,
    user: Option<UserId>,
    current: Option<SessionId>,
    request: &PageRequest,
) -> Result<Page<SessionView>> {
    use session::Column as C;
    let ctx = reader.ctx();
    let whose = user.map_or(ctx.actor.id.0, |user| user.0);
    let newest = Sort { name: "created_at", column: C::CreatedAt, descending: true };
    let page = reader
        .select_with::<session::Entity>(permission(ctx))
        .filter(C::UserId.eq(whose))
        .filter(C::RevokedAt.is_null())
        .filter(C::ExpiresAt.gt(ctx.now()))
        .page(newest, request)
        .await?;
    let labels = reader.labels(page.items.iter().map(|row| row.user_id.0)).await?;
    Ok(page.map(|row| view(&row, current, &labels)))
}

/// Ends one session of `user`, or one of one's own.
///
/// # Errors
/// `not-found` where it is neither one's own nor may one end those of others.
pub async fn session_revoke(tx: &Tx, user: Option<UserId>, id: SessionId) -> Result<()> {
    let row = tx.lock::<session::Entity>(id, permission(tx.ctx()), IfMatch::Any).await?;
    if row.user_id != user.unwrap_or(UserId(tx.ctx().actor.id.0)) {
        return Err(Error::not_found());
    }
    if row.revoked_at.is_some() {
        return Ok(());
    }
    let fact = events::session_ended(row.user_id, "revoked");
    let mut change = row.change();
    change.revoked_at = Set(Some(tx.ctx().now()));
    tx.update(row, change, fact).await.map(|_| ())
}

/// "Log out everywhere": ends all sessions of `user`, or one's own, and makes their access tokens worthless at once.
pub async fn session_end_all(tx: &Tx, user: Option<UserId>) -> Result<()> {
    let ctx = tx.ctx();
    let own = UserId(ctx.actor.id.0);
    let user = user.unwrap_or(own);
    let permission = if user == own { ME_WRITE } else { SESSION_REVOKE };
    let row = tx.lock::<user::Entity>(user, permission, IfMatch::Any).await?;
    let mut change = row.change();
    change.epoch = Set(row.epoch + 1);
    let row = tx.update(row, change, events::sessions_ended()).await?;
    end_sessions(tx, row.id, None).await
}

/// Marks all sessions of a user as ended but the one to be kept. The fact of the user says so, not one per session.
pub(super) async fn end_sessions(tx: &Tx, user: UserId, kept: Option<SessionId>) -> Result<()> {
    use session::Column as C;
    let mut end = Query::update();
    end.table(session::Entity)
        .value(C::RevokedAt, tx.ctx().now())
        .and_where(C::UserId.eq(user))
        .and_where(C::RevokedAt.is_null());
    if let Some(kept) = kept {
        end.and_where(C::Id.ne(kept));
    }
    tx.unscoped_write("all sessions of a user the caller has locked").run(&end).await.map(|_| ())
}

fn permission(ctx: &Ctx) -> Permission {
    if reaches_all(&ctx.actor, SESSION_REVOKE) { SESSION_REVOKE } else { SESSION_OWN }
}

fn view(row: &Visible<session::Entity>, current: Option<SessionId>, labels: &Labels) -> SessionView {
    SessionView {
        id: row.id,
        user: labels.named(row.user_id),
        user_agent: row.user_agent.clone(),
        current: current == Some(row.id),
        created_at: row.created_at,
        last_used_at: row.rotated_at,
        expires_at: row.expires_at,
        can: vec!["revoke".to_owned()],
    }
}
