//! Who works with the data that is measured on.
use crate::Outcome;
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_identity::{
    GrantCreate, HolderInput, HolderKind, RoleListParams, ScopeInput, UserCreate, grant_create,
    password_hash, role_list, user_create,
};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{OrganisationId, UserId};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Ctx, Db, Error, Result};
use dienstweg_outbound::webhooks::sources::entity::source;
use sea_orm::{ActiveValue::Set, EntityTrait};

/// The password of everybody here.
pub const PASSWORD: &str = "drei blaue Fenster";
/// People who listen to what happens.
pub const READERS: usize = 50;

/// Where people work.
pub struct Places {
    pub town: OrganisationId,
    pub district: Option<OrganisationId>,
    pub operator: OrganisationId,
}

/// An administrator, a coordinator of one town, a rollout manager of one district, an operator of services, and readers.
pub async fn all(db: &Db, ctx: &Ctx, places: Places) -> Outcome<()> {
    let admin = user(db, ctx, "admin", "administrator", ScopeKind::Everything, None).await?;
    marketplace(db, ctx, admin).await?;
    user(db, ctx, "coordinator", "coordinator", ScopeKind::Organisation, Some(places.town)).await?;
    user(db, ctx, "district", "rollout_manager", ScopeKind::Organisation, places.district).await?;
    user(db, ctx, "provider", "coordinator", ScopeKind::Involved, Some(places.operator)).await?;
    for nth in 0..READERS {
        user(db, ctx, &reader_login(nth), "administrator", ScopeKind::Everything, None).await?;
    }
    Ok(())
}

/// The log-in of a reader.
pub fn reader_login(nth: usize) -> String {
    format!("reader{nth:02}")
}

async fn user(
    db: &Db,
    ctx: &Ctx,
    login: &str,
    role: &str,
    kind: ScopeKind,
    scope: Option<OrganisationId>,
) -> Result<UserId> {
    let all = PageRequest { limit: 200, ..PageRequest::default() };
    let roles = role_list(&db.read(ctx), &RoleListParams::default(), &all).await?;
    let role = roles.items.into_iter().find(|known| known.key == role).ok_or_else(Error::not_found)?;
    let hash = password_hash(PASSWORD, ctx.random())?;
    let input = UserCreate {
        login: login.to_owned(),
        name: login.to_owned(),
        email: None,
        language: Language::De,
        password: None,
    };
    db.write(ctx, async |tx| {
        let id = user_create(tx, &input, Some(&hash)).await?.id;
        let holder = HolderInput { kind: HolderKind::User, id: id.into() };
        let scope = ScopeInput { kind, id: scope.map(Into::into) };
        grant_create(tx, CATALOGUE, &GrantCreate { role_id: role.id, holder, scope }).await.map(|_| id)
    })
    .await
}

/// The marketplace whose orders are measured. It speaks through the administrator, so that one log-in does for all.
async fn marketplace(db: &Db, ctx: &Ctx, admin: UserId) -> Outcome<()> {
    let row = source::ActiveModel {
        id: Set(ctx.new_id()),
        key: Set("measured".to_owned()),
        client_id: Set(admin.into()),
        version: Set(1),
        created_at: Set(ctx.now()),
        updated_at: Set(ctx.now()),
    };
    source::Entity::insert(row).exec_without_returning(db.for_migrations()).await?;
    Ok(())
}
