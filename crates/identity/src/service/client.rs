//! API clients: programs with credentials of their own (OAuth 2.0 client credentials, RFC 6749 § 4.4).
use super::super::store;
use super::role::unknown_permissions;
use super::{check, client_secret, not_null, patched_name, reaches_all};
use crate::entity::{client, client_secret as secret_row};
use crate::error::CLIENT_REFUSED;
use crate::events;
use crate::input::{ApiClientCreate, ApiClientListParams, ApiClientPatch};
use crate::policy::API_CLIENT_WRITE;
use crate::tokens::TokenSubject;
use crate::types::{ClientStatus, Names, PermissionInfo, keep, parse_name};
use crate::view::{ApiClientView, ApiClientWithSecret, SecretView};
use chrono::Duration;
use dienstweg_kernel::ctx::{Actor, ActorKind};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Guarded, Locked, Visible};
use dienstweg_kernel::ids::ApiClientId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::search::{SearchDoc, found};
use dienstweg_kernel::{Reader, Tx, secret, text};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use std::collections::HashMap;

const SORTS: &[(&str, client::Column)] =
    &[("name", client::Column::SortKey), ("created_at", client::Column::CreatedAt)];

/// API clients the caller sees.
pub async fn client_list(
    reader: &Reader,
    params: &ApiClientListParams,
    request: &PageRequest,
) -> Result<Page<ApiClientView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SORTS)?;
    let page = reader
        .select::<client::Entity>()
        .filter_any(client::Column::Status, params.status.clone())
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
        Patch::Null => faults.push(not_null("/scopes")),
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
        Patch::Null => faults.push(not_null("/status")),
        Patch::Value(status) => {
            change.status = Set(status);
            if status != row.status {
                change.epoch = Set(row.epoch + 1);
            }
        }
    }
    check(faults)?;
    Ok(change)
}

/// A program that has proven who it is.
#[derive(Clone, Copy, Debug)]
pub struct AuthenticatedClient {
    /// For [`crate::Tokens::issue`].
    pub subject: TokenSubject,
    /// Whether [`client_touch`] has something to note.
    pub touch: bool,
}

/// Checks the credentials of a program. Two statements.
///
/// # Errors
/// `client-refused` (401) whatever is wrong: id, secret, status, expiry.
pub async fn client_authenticate(
    reader: &Reader,
    id: ApiClientId,
    secret: &str,
) -> Result<AuthenticatedClient> {
    let now = reader.ctx().now();
    let hash = secret::hash_hex(secret.as_bytes());
    let client = store::client_by_id(reader, id).await?;
    let secrets = store::secrets(reader, vec![id], now).await?;
    let known = secrets.iter().any(|row| secret::equal(row.secret_hash.as_bytes(), hash.as_bytes()));
    let holds = |client: &client::Model| {
        known && client.status == ClientStatus::Active && client.expires_at.is_none_or(|end| now < end)
    };
    let client = client.filter(holds).ok_or_else(|| Error::new(CLIENT_REFUSED))?;
    let touch = client.last_used_at.is_none_or(|last| last <= now - Duration::minutes(1));
    let subject =
        TokenSubject { id: id.into(), kind: ActorKind::ApiClient, session: None, epoch: client.epoch };
    Ok(AuthenticatedClient { subject, touch })
}

/// Notes that a client was used, at most once a minute.
pub async fn client_touch(tx: &Tx, id: ApiClientId) -> Result<()> {
    use client::Column as C;
    let now = tx.ctx().now();
    let due =
        Condition::any().add(C::LastUsedAt.is_null()).add(C::LastUsedAt.lte(now - Duration::minutes(1)));
    let touch = Query::update()
        .table(client::Entity)
        .value(C::LastUsedAt, now)
        .and_where(C::Id.eq(id))
        .cond_where(due)
        .take();
    tx.unscoped_write("last use of a client that has proven who it is").run(&touch).await.map(|_| ())
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
    let can: &[&str] = if reaches_all(actor, API_CLIENT_WRITE) {
        &["update", "rotate_secret", "remove_secret"]
    } else {
        &[]
    };
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
        can: can.iter().map(|action| (*action).to_owned()).collect(),
    }
}
