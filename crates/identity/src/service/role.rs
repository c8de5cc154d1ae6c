//! Roles: permissions as data.
use super::super::store::{self, Holders};
use super::administrators::Administrators;
use super::grant::affected;
use super::{limits, patched_name, reaches_all, rights, taken};
use crate::entity::{grant, role};
use crate::error::ROLE_SHIPPED;
use crate::events;
use crate::input::{RoleCreate, RoleListParams, RolePatch};
use crate::policy::{GRANT_WRITE, ROLE_WRITE};
use crate::shipped::{SHIPPED, ShippedRole};
use crate::types::{Names, PermissionInfo, keep, parse_name, parse_role_key};
use crate::view::RoleView;
use dienstweg_kernel::ctx::Actor;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::RoleId;
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Reader, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::BTreeMap;

const SORTS: &[(&str, role::Column)] = &[("key", role::Column::Key), ("created_at", role::Column::CreatedAt)];

/// Roles the caller sees.
pub async fn role_list(
    reader: &Reader,
    params: &RoleListParams,
    request: &PageRequest,
) -> Result<Page<RoleView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("key"), SORTS)?;
    let page = reader.select::<role::Entity>().page(sort, request).await?;
    let actor = &reader.ctx().actor;
    Ok(page.map(|row| view(actor, &row)))
}

/// One role.
pub async fn role_get(reader: &Reader, id: RoleId) -> Result<RoleView> {
    Ok(view(&reader.ctx().actor, &*reader.get::<role::Entity>(id).await?))
}

/// The faults of names that are no permissions.
pub(super) fn unknown_permissions(
    pointer: &str,
    names: &[String],
    catalogue: &[PermissionInfo],
) -> Vec<Fault> {
    let unknown = |name: &String| !catalogue.iter().any(|info| info.name == name);
    let fault = |index: usize| {
        let message = Text::new(
            "Dieses Recht gibt es nicht. Bitte nehmen Sie es heraus.",
            "There is no such permission. Please leave it out.",
        );
        Fault::new(format!("{pointer}/{index}"), "unknown_permission", message)
    };
    names.iter().enumerate().filter(|(_, name)| unknown(name)).map(|(index, _)| fault(index)).collect()
}

/// Creates a role.
///
/// # Errors
/// `exceeds-own-rights` where it may do more than the caller.
pub async fn role_create(tx: &Tx, catalogue: &[PermissionInfo], input: &RoleCreate) -> Result<RoleView> {
    let mut faults = Vec::new();
    let key = keep(&mut faults, parse_role_key("/key", &input.key));
    let name_de = keep(&mut faults, parse_name("/name_de", &input.name_de));
    let name_en = keep(&mut faults, parse_name("/name_en", &input.name_en));
    faults.extend(unknown_permissions("/permissions", &input.permissions, catalogue));
    let (Some(key), Some(name_de), Some(name_en), true) = (key, name_de, name_en, faults.is_empty()) else {
        return Err(Error::invalid(faults));
    };
    limits::within_own(&tx.ctx().actor, catalogue, &input.permissions)?;
    let permissions = Names::of(input.permissions.iter().map(String::as_str));
    let row = new_row(tx, [key, name_de, name_en], permissions, false);
    let row = tx
        .insert::<role::Entity>(ROLE_WRITE, row, Fact::new(events::ROLE_CREATED))
        .await
        .map_err(taken("/key"))?;
    name_for_others(tx, &row);
    Ok(view(&tx.ctx().actor, &row))
}

/// Changes names or permissions of a role of one's own making.
///
/// # Errors
/// `role-shipped`; `exceeds-own-rights` where permissions come that the caller lacks; `last-administrator`.
pub async fn role_patch(
    tx: &Tx,
    catalogue: &[PermissionInfo],
    id: RoleId,
    patch: RolePatch,
    seen: IfMatch,
) -> Result<RoleView> {
    store::lock_rights(tx, Some(id)).await?;
    let administrators = Administrators::before(tx).await?;
    let row = tx.lock::<role::Entity>(id, ROLE_WRITE, seen).await?;
    if row.shipped {
        return Err(Error::new(ROLE_SHIPPED));
    }
    let (mut change, mut faults) = (row.change(), Vec::new());
    if let Some(name) = patched_name(&mut faults, "/name_de", patch.name_de) {
        change.name_de = Set(name);
    }
    if let Some(name) = patched_name(&mut faults, "/name_en", patch.name_en) {
        change.name_en = Set(name);
    }
    match patch.permissions {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/permissions")),
        Patch::Value(names) => {
            faults.extend(unknown_permissions("/permissions", &names, catalogue));
            let added = names.iter().filter(|name| !row.permissions.has(name));
            limits::within_own(&tx.ctx().actor, catalogue, added)?;
            change.permissions = Set(Names::of(names));
        }
    }
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, Fact::new(events::ROLE_UPDATED)).await?;
    name_for_others(tx, &row);
    rights::rebuild(tx, &Holders::Roles(vec![id])).await?;
    administrators.kept(tx).await?;
    Ok(view(&tx.ctx().actor, &row))
}

/// Deletes a role of one's own making; whoever holds it loses what it gave.
///
/// # Errors
/// `role-shipped`; `forbidden` without the right to withdraw grants; `last-administrator`.
pub async fn role_delete(tx: &Tx, id: RoleId, seen: IfMatch) -> Result<()> {
    store::lock_rights(tx, Some(id)).await?;
    let administrators = Administrators::before(tx).await?;
    let row = tx.lock::<role::Entity>(id, ROLE_WRITE, seen).await?;
    if row.shipped {
        return Err(Error::new(ROLE_SHIPPED));
    }
    if !reaches_all(&tx.ctx().actor, GRANT_WRITE) {
        return Err(Error::forbidden(GRANT_WRITE));
    }
    let mut holders = BTreeMap::new();
    for held in tx.lock_all::<grant::Entity>(GRANT_WRITE, grant::Column::RoleId.eq(id)).await? {
        holders.insert(held.holder_id, affected(held.holder_kind, held.holder_id));
        let fact = events::grant_gone(&held);
        tx.remove(held, fact).await?;
    }
    tx.remove(row, Fact::new(events::ROLE_DELETED)).await?;
    for holder in holders.values() {
        rights::rebuild(tx, holder).await?;
    }
    administrators.kept(tx).await
}

/// Brings the shipped roles in line with this version of Dienstweg and the permissions there are. Answers how many
/// were created or changed. To be called by the system or the operator at start.
pub async fn roles_seed(tx: &Tx, catalogue: &[PermissionInfo]) -> Result<usize> {
    store::lock_rights(tx, None).await?;
    let there = tx.select::<role::Entity>().all().await?;
    let (mut changed, mut created) = (Vec::new(), 0);
    for shipped in SHIPPED {
        let wanted = Names::of(shipped.names(catalogue.iter().map(|info| info.name)));
        match there.iter().find(|row| row.key == shipped.key) {
            None => {
                let names = [shipped.key, shipped.de, shipped.en].map(str::to_owned);
                let row = new_row(tx, names, wanted, true);
                let row = tx.insert::<role::Entity>(ROLE_WRITE, row, Fact::new(events::ROLE_CREATED)).await?;
                name_for_others(tx, &row);
                created += 1;
            }
            Some(row) if !in_line(row, shipped, &wanted) => {
                update_shipped(tx, row.id, shipped, wanted).await?;
                changed.push(row.id);
            }
            Some(_) => {}
        }
    }
    let count = created + changed.len();
    if !changed.is_empty() {
        rights::rebuild(tx, &Holders::Roles(changed)).await?;
    }
    Ok(count)
}

fn in_line(row: &role::Model, shipped: &ShippedRole, wanted: &Names) -> bool {
    row.permissions == *wanted && row.name_de == shipped.de && row.name_en == shipped.en && row.shipped
}

async fn update_shipped(tx: &Tx, id: RoleId, shipped: &ShippedRole, wanted: Names) -> Result<()> {
    let row = tx.lock::<role::Entity>(id, ROLE_WRITE, IfMatch::Any).await?;
    let mut change = row.change();
    change.name_de = Set(shipped.de.to_owned());
    change.name_en = Set(shipped.en.to_owned());
    change.permissions = Set(wanted);
    change.shipped = Set(true);
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, Fact::new(events::ROLE_UPDATED)).await?;
    name_for_others(tx, &row);
    Ok(())
}

fn new_row(
    tx: &Tx,
    [key, name_de, name_en]: [String; 3],
    permissions: Names,
    shipped: bool,
) -> role::ActiveModel {
    let now = tx.ctx().now();
    role::ActiveModel {
        id: Set(tx.ctx().new_id()),
        key: Set(key),
        name_de: Set(name_de),
        name_en: Set(name_en),
        permissions: Set(permissions),
        shipped: Set(shipped),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

fn name_for_others(tx: &Tx, row: &Visible<role::Entity>) {
    tx.label(Label::new(role::Entity::KIND, row.id, row.name_de.as_str()).key(Some(&row.key)));
}

fn view(actor: &Actor, row: &role::Model) -> RoleView {
    let writes = reaches_all(actor, ROLE_WRITE) && !row.shipped;
    let actions = [("update", writes), ("delete", writes && reaches_all(actor, GRANT_WRITE))];
    let can = actions.into_iter().filter(|(_, may)| *may).map(|(name, _)| name.to_owned()).collect();
    RoleView {
        id: row.id,
        key: row.key.clone(),
        name_de: row.name_de.clone(),
        name_en: row.name_en.clone(),
        permissions: row.permissions.0.clone(),
        shipped: row.shipped,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        can,
    }
}
