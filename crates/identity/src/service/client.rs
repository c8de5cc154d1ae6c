//! API clients: programs with credentials of their own (OAuth 2.0 client credentials, RFC 6749 § 4.4).
use super::super::store;
use super::client_retire::not_retired;
use super::role::unknown_permissions;
use super::{client_secret, patched_name, reaches_all};
use crate::entity::{client, client_secret as secret_row};
use crate::events;
use crate::input::{ApiClientCreate, ApiClientListParams, ApiClientPatch};
use crate::policy::{API_CLIENT_WRITE, GRANT_WRITE};
use crate::types::{ClientStatus, Names, PermissionInfo, keep, parse_name};
use crate::view::{ApiClientView, ApiClientWithSecret, SecretView};
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Guarded, Locked, Visible};
use dienstweg_kernel::ids::ApiClientId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::search::{SearchDoc, found};
use dienstweg_kernel::{Reader, Tx, text};
use sea_orm::ActiveValue::Set;
use std::collections::HashMap;

const SORTS: &[(&str, client::Column)] =
    &[("name", client::Column::SortKey), ("created_at", client::Column::CreatedAt)];

/// API clients the caller sees; those that have ended only where asked for.
pub async fn client_list(
    reader: &Reader,
    params: &ApiClientListParams,
    request: &PageRequest,
) -> Result<Page<ApiClientView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SORTS)?;
    let status = match params.status.is_empty() {
        true => vec![ClientStatus::Active, ClientStatus::Inactive],
        false => params.status.clone(),
    };
    let page = reader
        .select::<client::Entity>()
        .filter_any(client::Column::Status, status)
        .filter_opt(params.q.as_deref(), |q| found(client::Column::Id, reader.find(client::Entity::KIND, q)))
        .page(sort, request)
        .await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// One API client.
pub async fn client_get(reader: &Reader, id: ApiClientId) -> Result<ApiClientView> {
    view(reader, &reader.get::<client::Entity>(id).await?).await
}

/// Creates an API client with its first secret. It may do nothing until it gets grants.
pub async fn client_create(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    input: &ApiClientCreate,
) -> Result<ApiClientWithSecret> {
    let mut faults = Vec::new();
    let name = keep(&mut faults, parse_name("/name", &input.name));
    faults.extend(unknown_permissions("/scopes", &input.scopes, catalogue));
    let (Some(name), true) = (name, faults.is_empty()) else { return Err(Error::invalid(faults)) };
    let now = tx.ctx().now();
    let row = client::ActiveModel {
        id: Set(tx.ctx().new_id()),
        sort_key: Set(text::sort_key(&name)),
        name: Set(name),
        status: Set(ClientStatus::Active),
        scopes: Set(Names::of(input.scopes.iter().map(String::as_str))),
        epoch: Set(1),
        expires_at: Set(input.expires_at),
        last_used_at: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<client::Entity>(API_CLIENT_WRITE, row, Fact::new(events::CLIENT_CREATED)).await?;
    name_for_others(tx, &row);
    let secret = client_secret::insert(tx, row.id).await?.1;
    Ok(ApiClientWithSecret { client: view(tx, &row).await?, secret })
}

/// Changes name, scopes, expiry or status. Becoming inactive ends its access at once.
pub async fn client_patch(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    id: ApiClientId,
    patch: ApiClientPatch,
    seen: IfMatch,
) -> Result<ApiClientView> {
    let row = tx.lock::<client::Entity>(id, API_CLIENT_WRITE, seen).await?;
    not_retired(&row)?;
    let mut change = patched(&row, patch, catalogue)?;
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, Fact::new(events::CLIENT_UPDATED)).await?;
    name_for_others(tx, &row);
    view(tx, &row).await
}

fn patched(
    row: &Locked<client::Entity>,
    patch: ApiClientPatch,
    catalogue: &[PermissionInfo],
) -> Result<client::ActiveModel> {
    let (mut change, mut faults) = (row.change(), Vec::new());
    if let Some(name) = patched_name(&mut faults, "/name", patch.name) {
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    match patch.scopes {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/scopes")),
        Patch::Value(scopes) => {
            faults.extend(unknown_permissions("/scopes", &scopes, catalogue));
            change.scopes = Set(Names::of(scopes));
        }
    }
    if let Some(expires_at) = patch.expires_at.into_change() {
        change.expires_at = Set(expires_at);
    }
    match patch.status {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/status")),
        Patch::Value(ClientStatus::Retired) => faults.push(retire_instead()),
        Patch::Value(status) => {
            change.status = Set(status);
            if status != row.status {
                change.epoch = Set(row.epoch + 1);
            }
        }
    }
    Error::check(faults)?;
    Ok(change)
}

/// The end of a client takes more than a status with it.
fn retire_instead() -> Fault {
    let message = Text::new(
        "Bitte nutzen Sie dafür „Endgültig stilllegen“.",
        "Please use the action \"retire\" for this.",
    );
    Fault::new("/status", "not_allowed", message)
}

fn name_for_others(tx: &Tx, row: &Visible<client::Entity>) {
    tx.label(Label::new(client::Entity::KIND, row.id, row.name.as_str()));
    tx.index(SearchDoc::new(client::Entity::subject(row), &[&row.name]));
}

pub(super) async fn view(reader: &Reader, row: &Visible<client::Entity>) -> Result<ApiClientView> {
    let views = views(reader, std::slice::from_ref(row)).await?;
    views.into_iter().next().ok_or_else(|| Error::internal("an API client without a view"))
}

async fn views(reader: &Reader, rows: &[Visible<client::Entity>]) -> Result<Vec<ApiClientView>> {
    let ids: Vec<ApiClientId> = rows.iter().map(|row| row.id).collect();
    let mut secrets: HashMap<ApiClientId, Vec<secret_row::Model>> = HashMap::new();
    for row in store::secrets(reader, ids, reader.ctx().now()).await? {
        secrets.entry(row.api_client_id).or_default().push(row);
    }
    let actor = &reader.ctx().actor;
    Ok(rows.iter().map(|row| built(actor, row, secrets.remove(&row.id).unwrap_or_default())).collect())
}

fn built(actor: &Actor, row: &client::Model, secrets: Vec<secret_row::Model>) -> ApiClientView {
    let writes = reaches_all(actor, API_CLIENT_WRITE) && row.status != ClientStatus::Retired;
    let mut can = if writes { vec!["update", "rotate_secret", "remove_secret"] } else { Vec::new() };
    if writes && reaches_all(actor, GRANT_WRITE) {
        can.push("retire");
    }
    let secret = |row: secret_row::Model| SecretView {
        id: row.id,
        created_at: row.created_at,
        expires_at: row.expires_at,
    };
    ApiClientView {
        id: row.id,
        name: row.name.clone(),
        status: row.status,
        scopes: row.scopes.0.clone(),
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        secrets: secrets.into_iter().map(secret).collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        can: can.into_iter().map(str::to_owned).collect(),
    }
}
