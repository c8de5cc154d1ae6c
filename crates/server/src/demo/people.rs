//! Users of each role, and persons to call.
use super::PASSWORD;
use super::land::Places;
use dienstweg_api::AppState;
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_customers::FunctionKind;
use dienstweg_customers::input::{FunctionCreate, PersonCreate};
use dienstweg_customers::service::person_create;
use dienstweg_identity::{
    GrantCreate, HolderInput, HolderKind, RoleListParams, RoleView, ScopeInput, UserCreate, actor_of,
    grant_create, password_hash, role_list, user_create,
};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Actor, Ctx, Error, Result};

/// Those who do the work of the past months.
pub struct People {
    pub manager: Actor,
    pub second: Actor,
}

pub async fn create(state: &AppState, ctx: &Ctx, places: &Places) -> Result<People> {
    let everything = (ScopeKind::Everything, None);
    user(state, ctx, "admin", "Adrian Min", "administrator", everything).await?;
    let manager =
        user(state, ctx, "renate.rollout", "Renate Rollhuber", "rollout_manager", everything).await?;
    let second =
        user(state, ctx, "viktor.vieraugen", "Viktor Vieraugen", "rollout_manager", everything).await?;
    let own = (ScopeKind::Organisation, Some(places.association));
    user(state, ctx, "karin.kommune", "Karin Gmeiner", "coordinator", own).await?;
    user(
        state,
        ctx,
        "lena.landkreis",
        "Lena Kreisl",
        "multiplier",
        (ScopeKind::Organisation, Some(places.district)),
    )
    .await?;
    user(
        state,
        ctx,
        "ingo.it",
        "Ingo Rechner",
        "it_provider",
        (ScopeKind::Involved, Some(places.it_provider)),
    )
    .await?;
    persons(state, ctx, places).await?;
    Ok(People { manager, second })
}

async fn user(
    state: &AppState,
    ctx: &Ctx,
    login: &str,
    name: &str,
    role: &str,
    (kind, scope): (ScopeKind, Option<OrganisationId>),
) -> Result<Actor> {
    let input = UserCreate {
        login: login.to_owned(),
        name: name.to_owned(),
        email: Some(format!("{login}@musterland.example")),
        language: Language::De,
        password: None,
    };
    let hash = password_hash(PASSWORD, ctx.random())?;
    let role = self::role(state, ctx, role).await?;
    let id = state
        .db
        .write(ctx, async |tx| {
            let user = user_create(tx, &input, Some(&hash)).await?;
            let grant = GrantCreate {
                role_id: role.id,
                holder: HolderInput { kind: HolderKind::User, id: user.id.into() },
                scope: ScopeInput { kind, id: scope.map(Into::into) },
            };
            grant_create(tx, CATALOGUE, &grant).await?;
            Ok(user.id)
        })
        .await?;
    actor_of(&state.db.read(ctx), id.into()).await?.ok_or_else(Error::not_found)
}

async fn role(state: &AppState, ctx: &Ctx, key: &str) -> Result<RoleView> {
    let all = PageRequest { limit: 200, ..PageRequest::default() };
    let roles = role_list(&state.db.read(ctx), &RoleListParams::default(), &all).await?;
    roles.items.into_iter().find(|role| role.key == key).ok_or_else(Error::not_found)
}

/// Names with the letters of DIN 91379, so that searching for them can be tried.
const PERSONS: &[(&str, &str, FunctionKind)] = &[
    ("Łucja", "Müller-Ðurić", FunctionKind::DigitalOfficer),
    ("Jörg", "Moeller", FunctionKind::SubjectContact),
    ("Žaneta", "Großhäuser", FunctionKind::TechnicalContact),
    ("Søren", "Ångström", FunctionKind::DigitalOfficer),
    ("Marie-Thérèse", "Öztürk", FunctionKind::SubjectContact),
    ("Ignác", "Dvořák", FunctionKind::TechnicalContact),
];

async fn persons(state: &AppState, ctx: &Ctx, places: &Places) -> Result<()> {
    for (index, (_, body)) in places.bodies.iter().enumerate() {
        let (given, family, function) = PERSONS[index % PERSONS.len()];
        let input = PersonCreate {
            title: None,
            given_name: Some(given.to_owned()),
            family_name: family.to_owned(),
            email: Some(format!("stelle{index}@musterland.example")),
            phone: Some(format!("0999 {:05}", 1_000 + index)),
            functions: vec![FunctionCreate {
                organisation_id: *body,
                function,
                valid_from: None,
                valid_to: None,
            }],
        };
        state.db.write(ctx, async |tx| person_create(tx, input.clone()).await).await?;
    }
    Ok(())
}
