//! Grants: a role for a holder within a scope.
use super::super::store::{self, Holders};
use super::administrators::Administrators;
use super::{limits, reaches_all, rights};
use crate::entity::{client, grant, role, team, user};
use crate::events;
use crate::input::{GrantCreate, GrantListParams, HolderInput, ScopeInput};
use crate::policy::GRANT_WRITE;
use crate::types::{ClientStatus, HolderKind, PermissionInfo, scope_kind_of};
use crate::view::{GrantView, RoleName};
use dienstweg_kernel::ctx::{Ctx, Language};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{ApiClientId, GrantId, RoleId, TeamId, UserId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Reader, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::HashMap;
use uuid::Uuid;

const SORTS: &[(&str, grant::Column)] = &[("created_at", grant::Column::CreatedAt)];

/// Grants the caller sees: all with `role:read`, else one's own.
pub async fn grant_list(
    reader: &Reader,
    params: &GrantListParams,
    request: &PageRequest,
) -> Result<Page<GrantView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-created_at"), SORTS)?;
    let page = reader
        .select::<grant::Entity>()
        .filter_any(grant::Column::RoleId, params.role.clone())
        .filter_any(grant::Column::HolderId, params.holder.clone())
        .filter_any(grant::Column::ScopeId, params.scope.clone())
        .page(sort, request)
        .await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// One grant.
pub async fn grant_get(reader: &Reader, id: GrantId) -> Result<GrantView> {
    let row = reader.get::<grant::Entity>(id).await?;
    let views = views(reader, std::slice::from_ref(&row)).await?;
    views.into_iter().next().ok_or_else(|| Error::internal("a grant without a view"))
}

async fn views(reader: &Reader, rows: &[Visible<grant::Entity>]) -> Result<Vec<GrantView>> {
    let roles = role_names(reader, rows.iter().map(|row| row.role_id).collect()).await?;
    let labels =
        reader.labels(rows.iter().flat_map(|row| [row.holder_id, row.scope_id, row.role_id.0])).await?;
    let view = |row: &Visible<grant::Entity>| {
        let named = labels.named(row.role_id);
        let role = roles.get(&row.role_id).cloned().unwrap_or_else(|| RoleName {
            id: row.role_id,
            key: named.key.unwrap_or_default(),
            name: named.name.unwrap_or_default(),
        });
        built(reader.ctx(), row, role, labels.named(row.holder_id), labels.named(row.scope_id))
    };
    Ok(rows.iter().map(view).collect())
}

async fn role_names(reader: &Reader, ids: Vec<RoleId>) -> Result<HashMap<RoleId, RoleName>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader.select::<role::Entity>().filter_any(role::Column::Id, ids).all().await?;
    Ok(rows.iter().map(|row| (row.id, role_name(reader.ctx(), row))).collect())
}

fn role_name(ctx: &Ctx, row: &role::Model) -> RoleName {
    let name = match ctx.language {
        Language::De => row.name_de.clone(),
        Language::En => row.name_en.clone(),
    };
    RoleName { id: row.id, key: row.key.clone(), name }
}

/// Gives a role to a holder within a scope.
///
/// # Errors
/// `exceeds-own-rights` where the role may do more than the caller; `duplicate` where the holder has it there.
pub async fn grant_create(tx: &Tx, catalogue: &[PermissionInfo], input: &GrantCreate) -> Result<GrantView> {
    let role = store::lock_rights(tx, Some(input.role_id)).await?;
    let known_holder = holder_exists(tx, input.holder).await?;
    let scope_id = input.scope.id.unwrap_or_default();
    let names = store::kinds_and_names(tx, vec![input.holder.id, scope_id]).await?;
    let mut faults = Vec::new();
    if role.is_none() {
        faults.push(Fault::unknown_reference("/role_id"));
    }
    if !known_holder {
        faults.push(Fault::unknown_reference("/holder/id"));
    }
    faults.extend(scope_fault(input.scope, names.get(&scope_id).map(|(kind, _)| kind.as_str())));
    let (Some(role), true) = (role, faults.is_empty()) else { return Err(Error::invalid(faults)) };
    limits::within_own(&tx.ctx().actor, catalogue, &role.permissions.0)?;
    let row = insert(tx, input, scope_id).await?;
    rights::add(tx, &affected(input.holder.kind, input.holder.id)).await?;
    let named =
        |id: Uuid| names.get(&id).map_or(Named { id, name: None, key: None }, |(_, named)| named.clone());
    Ok(built(tx.ctx(), &row, role_name(tx.ctx(), &role), named(row.holder_id), named(scope_id)))
}

async fn insert(
    tx: &Tx,
    input: &GrantCreate,
    scope_id: Uuid,
) -> Result<dienstweg_kernel::guard::Visible<grant::Entity>> {
    let scope_kind = input.scope.kind.as_str();
    let row = grant::ActiveModel {
        id: Set(tx.ctx().new_id()),
        role_id: Set(input.role_id),
        holder_kind: Set(input.holder.kind),
        holder_id: Set(input.holder.id),
        scope_kind: Set(scope_kind.to_owned()),
        scope_id: Set(scope_id),
        created_at: Set(tx.ctx().now()),
    };
    let fact = events::grant("grant.created", input.role_id.0, input.holder.id, scope_kind, scope_id);
    tx.insert::<grant::Entity>(GRANT_WRITE, row, fact).await
}

async fn holder_exists(tx: &Tx, holder: HolderInput) -> Result<bool> {
    match holder.kind {
        HolderKind::User => {
            tx.select::<user::Entity>().filter(user::Column::Id.eq(UserId(holder.id))).exists().await
        }
        HolderKind::Team => {
            tx.select::<team::Entity>().filter(team::Column::Id.eq(TeamId(holder.id))).exists().await
        }
        HolderKind::ApiClient => {
            let client = tx.select::<client::Entity>().filter(client::Column::Id.eq(ApiClientId(holder.id)));
            client.filter(client::Column::Status.ne(ClientStatus::Retired)).exists().await
        }
    }
}

/// A scope names a thing of the right kind, or nothing for everything. The things belong to other domains and are
/// known by their label.
fn scope_fault(scope: ScopeInput, kind: Option<&str>) -> Option<Fault> {
    let wanted = match scope.kind {
        ScopeKind::Everything => {
            let message = Text::new(
                "„Überall“ nennt nichts Einzelnes. Bitte lassen Sie das Feld leer.",
                "\"Everything\" names no single thing. Please leave this empty.",
            );
            return scope.id.map(|_| Fault::new("/scope/id", "not_allowed", message));
        }
        ScopeKind::Organisation | ScopeKind::Involved => "organisation",
        ScopeKind::Team => "team",
        ScopeKind::Queue => "queue",
    };
    (scope.id.is_none() || kind != Some(wanted)).then(|| Fault::unknown_reference("/scope/id"))
}

pub(super) fn affected(kind: HolderKind, id: Uuid) -> Holders {
    match kind {
        HolderKind::Team => Holders::Team(TeamId(id)),
        HolderKind::User | HolderKind::ApiClient => Holders::Actor(id),
    }
}

/// Takes a grant back.
///
/// # Errors
/// `last-administrator`.
pub async fn grant_delete(tx: &Tx, id: GrantId) -> Result<()> {
    store::lock_rights(tx, None).await?;
    let administrators = Administrators::before(tx).await?;
    let row = tx.lock::<grant::Entity>(id, GRANT_WRITE, IfMatch::Any).await?;
    let holders = affected(row.holder_kind, row.holder_id);
    let fact = events::grant_gone(&row);
    tx.remove(row, fact).await?;
    rights::rebuild(tx, &holders).await?;
    administrators.kept(tx).await
}

fn built(ctx: &Ctx, row: &grant::Model, role: RoleName, holder: Named, scope: Named) -> GrantView {
    GrantView {
        id: row.id,
        role,
        holder_kind: row.holder_kind,
        holder,
        scope_kind: scope_kind_of(&row.scope_kind).unwrap_or(ScopeKind::Involved),
        scope: (!row.scope_id.is_nil()).then_some(scope),
        created_at: row.created_at,
        can: if reaches_all(&ctx.actor, GRANT_WRITE) { vec!["delete".to_owned()] } else { Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_names_a_thing_of_its_kind_and_everything_names_none() {
        let fault = |kind, id, label| scope_fault(ScopeInput { kind, id }, label).map(|fault| fault.code);
        let id = Some(Uuid::from_u128(1));
        assert_eq!(fault(ScopeKind::Everything, None, None), None);
        assert_eq!(fault(ScopeKind::Everything, id, Some("organisation")), Some("not_allowed"));
        assert_eq!(fault(ScopeKind::Involved, id, Some("organisation")), None);
        assert_eq!(fault(ScopeKind::Organisation, id, Some("user")), Some("unknown_reference"));
        assert_eq!(fault(ScopeKind::Team, None, Some("team")), Some("unknown_reference"));
    }
}
