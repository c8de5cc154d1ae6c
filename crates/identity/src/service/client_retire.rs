//! The end of an API client. It is not deleted: orders and history go on naming it.
use super::client::view;
use super::{reaches_all, rights};
use crate::entity::{client, client_secret, grant};
use crate::error::CLIENT_RETIRED;
use crate::events;
use crate::policy::{API_CLIENT_WRITE, GRANT_WRITE};
use crate::store::{self, Holders};
use crate::types::ClientStatus;
use crate::view::ApiClientView;
use dienstweg_kernel::Tx;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::ApiClientId;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait};

/// Ends a client for good: its secrets and grants are gone, its tokens worthless. Nothing happens where it has ended.
///
/// # Errors
/// `forbidden` without the rights to write API clients and to withdraw grants.
pub async fn client_retire(tx: &Tx, id: ApiClientId, seen: IfMatch) -> Result<ApiClientView> {
    store::lock_rights(tx, None).await?;
    let row = tx.lock::<client::Entity>(id, API_CLIENT_WRITE, seen).await?;
    if row.status == ClientStatus::Retired {
        return view(tx, &row.unchanged()).await;
    }
    if !reaches_all(&tx.ctx().actor, GRANT_WRITE) {
        return Err(Error::forbidden(GRANT_WRITE));
    }
    let secrets = Query::delete()
        .from_table(client_secret::Entity)
        .and_where(client_secret::Column::ApiClientId.eq(id))
        .take();
    tx.unscoped_write("secrets of an API client the caller has locked").run(&secrets).await?;
    for held in tx.lock_all::<grant::Entity>(GRANT_WRITE, grant::Column::HolderId.eq(id.0)).await? {
        let fact = events::grant_gone(&held);
        tx.remove(held, fact).await?;
    }
    rights::rebuild(tx, &Holders::Actor(id.0)).await?;
    let mut change = row.change();
    change.status = Set(ClientStatus::Retired);
    change.epoch = Set(row.epoch + 1);
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, Fact::new(events::CLIENT_RETIRED)).await?;
    view(tx, &row).await
}

/// A client that has ended does not come back.
///
/// # Errors
/// `client-retired`.
pub(super) fn not_retired(row: &client::Model) -> Result<()> {
    match row.status {
        ClientStatus::Retired => Err(Error::new(CLIENT_RETIRED)),
        ClientStatus::Active | ClientStatus::Inactive => Ok(()),
    }
}
