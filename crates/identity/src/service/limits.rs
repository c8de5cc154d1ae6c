//! Nobody hands out, or takes over, rights beyond their own. Without this, whoever may manage users, roles or grants
//! could make themselves administrator.
use super::super::store::{self, Holders};
use crate::error::EXCEEDS_OWN_RIGHTS;
use crate::types::PermissionInfo;
use dienstweg_kernel::Reader;
use dienstweg_kernel::ctx::{Actor, Extent, Permission};
use dienstweg_kernel::error::{Error, Result};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// Whether the actor has all these permissions everywhere. Names that are no permission (any more) give nothing.
///
/// # Errors
/// `exceeds-own-rights`, naming what is missing.
pub fn within_own<'n>(
    actor: &Actor,
    catalogue: &[PermissionInfo],
    names: impl IntoIterator<Item = &'n String>,
) -> Result<()> {
    let names: BTreeSet<&str> = names.into_iter().map(String::as_str).collect();
    let lacks = |name: &'static str| actor.extent(Permission(name)) != Some(Extent::Everything);
    let known = catalogue.iter().map(|info| info.name).filter(|name| names.contains(name));
    let missing: Vec<&str> = known.filter(|name| lacks(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(", ");
    Err(Error::new(EXCEEDS_OWN_RIGHTS).detail(format!("Ihnen fehlt: {list}."), format!("You lack: {list}.")))
}

/// Those of these users who may do more than the caller, in one statement.
pub async fn beyond_own(
    reader: &Reader,
    catalogue: &[PermissionInfo],
    users: Vec<Uuid>,
) -> Result<HashSet<Uuid>> {
    let rights = store::rights(reader, &Holders::Actors(users)).await?;
    let actor = &reader.ctx().actor;
    let beyond = |right: &&store::Right| within_own(actor, catalogue, &right.permissions.0).is_err();
    Ok(rights.iter().filter(beyond).map(|right| right.actor).collect())
}

/// The same for all that another user or an API client may.
pub async fn actor_within_own(reader: &Reader, catalogue: &[PermissionInfo], actor: Uuid) -> Result<()> {
    let rights = store::rights(reader, &Holders::Actor(actor)).await?;
    within_own(&reader.ctx().actor, catalogue, rights.iter().flat_map(|right| &right.permissions.0))
}
