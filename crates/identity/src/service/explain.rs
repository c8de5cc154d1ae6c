//! Why may somebody do something, or why not.
use super::super::store::{self, Holders, Right};
use super::me::{role_name, scope_named};
use crate::entity::{role, user};
use crate::policy::EVERYBODY;
use crate::types::{PermissionInfo, scope_kind_of};
use crate::view::{ExplainGrant, ExplainSubject, ExplainView, RoleName};
use dienstweg_kernel::Reader;
use dienstweg_kernel::ctx::{ActorKind, Language};
use dienstweg_kernel::error::{Error, Result};
use dienstweg_kernel::guard::Subject;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::ActorId;
use dienstweg_kernel::labels::Labels;
use sea_orm::ColumnTrait;
use uuid::Uuid;

/// Through which grants an actor (the caller, or somebody the caller sees) has a permission, and which roles would
/// give it. Whether it reaches `subject` is for the domain of the subject to say: fill in `reached`.
///
/// # Errors
/// `not-found` where the caller does not see the actor.
pub async fn explain(
    reader: &Reader,
    catalogue: &[PermissionInfo],
    permission: &str,
    actor: Option<ActorId>,
    subject: Option<Subject>,
) -> Result<ExplainView> {
    let ctx = reader.ctx();
    let own = actor.is_none_or(|actor| actor == ctx.actor.id);
    let id = actor.unwrap_or(ctx.actor.id);
    if !own && !reader.select::<user::Entity>().filter(user::Column::Id.eq(id.0)).exists().await? {
        return Err(Error::not_found());
    }
    let mut rights = store::rights(reader, &Holders::Actor(id.0)).await?;
    rights.retain(|right| right.permissions.has(permission));
    let everybody = EVERYBODY.iter().any(|known| known.0 == permission);
    let withheld = own
        && ctx.actor.kind == ActorKind::ApiClient
        && !rights.is_empty()
        && !ctx.actor.permissions().any(|known| known == permission);
    let labels = reader
        .labels(rights.iter().flat_map(|right| [right.scope_id, right.team_id.unwrap_or_default()]))
        .await?;
    let info = catalogue.iter().find(|info| info.name == permission);
    Ok(ExplainView {
        permission: permission.to_owned(),
        allows: info.map(|info| if ctx.language == Language::En { info.en } else { info.de }.to_owned()),
        granted: everybody || !rights.is_empty() && !withheld,
        everybody,
        withheld_by_scopes: withheld,
        through: rights.iter().map(|right| through(reader, right, &labels)).collect(),
        roles: roles_with(reader, permission).await?,
        subject: subject.map(|subject| ExplainSubject {
            kind: subject.kind.to_owned(),
            id: subject.id,
            reached: None,
        }),
    })
}

fn through(reader: &Reader, right: &Right, labels: &Labels) -> ExplainGrant {
    ExplainGrant {
        grant_id: right.grant_id,
        role: role_name(reader.ctx(), right),
        scope_kind: scope_kind_of(&right.scope_kind).unwrap_or(ScopeKind::Involved),
        scope: scope_named(right, labels),
        team: right.team_id.map(|team: Uuid| labels.named(team)),
    }
}

/// The roles that would give a permission. What roles there are is no secret among those who are logged in, so that
/// people know what to ask for.
async fn roles_with(reader: &Reader, permission: &str) -> Result<Vec<RoleName>> {
    let roles: Vec<role::Model> = store::roles(reader).await?;
    let language = reader.ctx().language;
    let name = |row: role::Model| RoleName {
        id: row.id,
        key: row.key,
        name: if language == Language::En { row.name_en } else { row.name_de },
    };
    Ok(roles.into_iter().filter(|row| row.permissions.has(permission)).map(name).collect())
}
