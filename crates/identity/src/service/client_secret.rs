//! Secrets of API clients: shown once, stored as hash, replaced with an overlap.
use super::client_retire::not_retired;
use super::{client, limits};
use crate::entity::{client as client_row, client_secret};
use crate::events;
use crate::input::SecretRotate;
use crate::policy::API_CLIENT_WRITE;
use crate::tokens;
use crate::types::PermissionInfo;
use crate::view::{ApiClientView, ApiClientWithSecret};
use chrono::Duration;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Locked, Visible};
use dienstweg_kernel::ids::ApiClientId;
use dienstweg_kernel::{Tx, secret};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryTrait};
use uuid::Uuid;

/// Adds a secret; those there hold for the overlap and no longer.
///
/// # Errors
/// `exceeds-own-rights` where the client may do more than the caller, who could call in its name then.
pub async fn client_secret_rotate(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    id: ApiClientId,
    input: &SecretRotate,
) -> Result<ApiClientWithSecret> {
    use client_secret::Column as C;
    let row = tx.lock::<client_row::Entity>(id, API_CLIENT_WRITE, IfMatch::Any).await?;
    not_retired(&row)?;
    limits::actor_within_own(tx, catalogue, id.0).await?;
    let end = tx.ctx().now() + Duration::seconds(input.overlap_seconds.into());
    let longer = Condition::any().add(C::ExpiresAt.is_null()).add(C::ExpiresAt.gt(end));
    let shorten = Query::update()
        .table(client_secret::Entity)
        .value(C::ExpiresAt, end)
        .and_where(C::ApiClientId.eq(id))
        .cond_where(longer)
        .take();
    tx.unscoped_write("secrets of an API client the caller has locked").run(&shorten).await?;
    let (secret_id, secret) = insert(tx, id).await?;
    // Without an overlap the old secrets are to be worthless now, and so what was issued for them.
    let row = changed(tx, row, events::secret_added(secret_id), input.overlap_seconds == 0).await?;
    Ok(ApiClientWithSecret { client: client::view(tx, &row).await?, secret })
}

/// Removes a secret and makes all access tokens of the client worthless, as nobody knows which were issued for it.
///
/// # Errors
/// `not-found` where the client has no such secret.
pub async fn client_secret_remove(tx: &Tx, id: ApiClientId, secret_id: Uuid) -> Result<ApiClientView> {
    use client_secret::Column as C;
    let row = tx.lock::<client_row::Entity>(id, API_CLIENT_WRITE, IfMatch::Any).await?;
    let delete = Query::delete()
        .from_table(client_secret::Entity)
        .and_where(C::Id.eq(secret_id))
        .and_where(C::ApiClientId.eq(id))
        .take();
    if tx.unscoped_write("secrets of an API client the caller has locked").run(&delete).await? == 0 {
        return Err(Error::not_found());
    }
    let row = changed(tx, row, events::secret_removed(secret_id), true).await?;
    client::view(tx, &row).await
}

/// Secrets are part of the view, so the version counts them.
async fn changed(
    tx: &Tx,
    row: Locked<client_row::Entity>,
    fact: Fact,
    end_tokens: bool,
) -> Result<Visible<client_row::Entity>> {
    let mut change = row.change();
    change.version = Set(row.version + 1);
    change.updated_at = Set(tx.ctx().now());
    if end_tokens {
        change.epoch = Set(row.epoch + 1);
    }
    tx.update(row, change, fact).await
}

/// A new secret: its id and the text that is shown once. Prefixed, so that scanners of repositories know it.
pub(super) async fn insert(tx: &Tx, client: ApiClientId) -> Result<(Uuid, String)> {
    let id: Uuid = tx.ctx().new_id::<dienstweg_kernel::ids::ActorId>().0;
    let secret = format!("dwc_{}", tokens::new_secret(tx.ctx()));
    let row = client_secret::ActiveModel {
        id: Set(id),
        api_client_id: Set(client),
        secret_hash: Set(secret::hash_hex(secret.as_bytes())),
        created_at: Set(tx.ctx().now()),
        expires_at: Set(None),
    };
    let insert = QueryTrait::into_query(client_secret::Entity::insert(row));
    tx.unscoped_write("secrets of an API client the caller has locked").run(&insert).await?;
    Ok((id, secret))
}
