//! The caller: who one is, what one may, and what one may change about oneself.
use super::super::store::{self, Holders, Right};
use crate::entity::user;
use crate::events;
use crate::input::MePatch;
use crate::policy::{ME_READ, ME_WRITE};
use crate::types::{language_of, language_text, scope_kind_of};
use crate::view::{MeScope, MeUser, MeView, RoleName};
use dienstweg_kernel::ctx::{Ctx, Language};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Error, Fault, Result};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::labels::{Labels, Named};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Reader, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who the caller is and what it may. Three statements.
pub async fn me_get(reader: &Reader) -> Result<MeView> {
    let ctx = reader.ctx();
    let actor = &ctx.actor;
    let own = user::Column::Id.eq(actor.id.0);
    let user = reader.select_with::<user::Entity>(ME_READ).filter(own).one().await?;
    let rights = store::rights(reader, &Holders::Actor(actor.id.0)).await?;
    let labels = reader.labels(rights.iter().map(|right| right.scope_id)).await?;
    let roles: BTreeSet<RoleName> = rights.iter().map(|right| role_name(ctx, right)).collect();
    Ok(MeView {
        user: MeUser {
            id: actor.id.0,
            name: user.as_ref().map_or_else(|| actor.name.to_string(), |user| user.name.clone()),
            login: user.as_ref().map(|user| user.login.clone()),
            language: user.as_ref().map_or(ctx.language, |user| language_of(&user.language)),
        },
        actor_kind: actor.kind,
        permissions: actor.permissions().map(str::to_owned).collect(),
        roles: roles.into_iter().collect(),
        scopes: scopes(&rights, &labels),
        organisations: organisations(&rights, &labels),
    })
}

/// Changes one's own language.
pub async fn me_patch(tx: &Tx, patch: MePatch) -> Result<MeView> {
    let row = tx.lock::<user::Entity>(UserId(tx.ctx().actor.id.0), ME_WRITE, IfMatch::Any).await?;
    let (mut change, mut faults) = (row.change(), Vec::new());
    match patch.language {
        Patch::Absent => {}
        Patch::Null => faults.push(Fault::required("/language")),
        Patch::Value(language) => {
            change.language = Set(language_text(language).to_owned());
            change.updated_at = Set(tx.ctx().now());
        }
    }
    Error::check(faults)?;
    tx.update(row, change, Fact::new(events::USER_UPDATED)).await?;
    me_get(tx).await
}

pub(super) fn role_name(ctx: &Ctx, right: &Right) -> RoleName {
    let name = match ctx.language {
        Language::De => right.name_de.clone(),
        Language::En => right.name_en.clone(),
    };
    RoleName { id: right.role_id, key: right.role_key.clone(), name }
}

/// The scope a right names, if it names one.
pub(super) fn scope_named(right: &Right, labels: &Labels) -> Option<Named> {
    (!right.scope_id.is_nil()).then(|| labels.named(right.scope_id))
}

fn scopes(rights: &[Right], labels: &Labels) -> Vec<MeScope> {
    let mut roles: BTreeMap<(&str, Uuid), BTreeSet<&str>> = BTreeMap::new();
    for right in rights {
        roles.entry((&right.scope_kind, right.scope_id)).or_default().insert(&right.role_key);
    }
    let view = |((kind, id), roles): ((&str, Uuid), BTreeSet<&str>)| {
        let scope = (!id.is_nil()).then(|| labels.named(id));
        let roles = roles.into_iter().map(str::to_owned).collect();
        scope_kind_of(kind).map(|kind| MeScope { kind, scope, roles })
    };
    roles.into_iter().filter_map(view).collect()
}

fn organisations(rights: &[Right], labels: &Labels) -> Vec<Named> {
    let of_organisation = |right: &&Right| {
        matches!(scope_kind_of(&right.scope_kind), Some(ScopeKind::Organisation | ScopeKind::Involved))
    };
    let ids: BTreeSet<Uuid> = rights.iter().filter(of_organisation).map(|right| right.scope_id).collect();
    ids.into_iter().map(|id| labels.named(id)).collect()
}
