//! `dienstweg user …`: the first administrator comes from here.
use super::{console, open};
use crate::cli::User;
use crate::config::Config;
use crate::migrate;
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_identity::{
    GrantCreate, HolderInput, HolderKind, RoleListParams, ScopeInput, UserCreate, grant_create,
    password_faults, password_hash, role_list, user_create, user_create_faults,
};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::Fault;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Ctx, Db, Error};
use std::io::BufRead;

pub async fn run(config: &Config, what: User) -> Result<(), String> {
    let User::Create { login, name, role } = what;
    let db = open(config).await?;
    migrate::up(&db).await?;
    let password = match std::env::var("DIENSTWEG_PASSWORD") {
        Ok(password) => password,
        Err(_) => ask()?,
    };
    let name = name.unwrap_or_else(|| login.clone());
    create(&db, &console(), &login, &name, &password, &role).await.map_err(|error| in_words(&error))?;
    println!("{login} angelegt, Rolle {role}.");
    Ok(())
}

fn ask() -> Result<String, String> {
    eprint!("Passwort (mindestens 12 Zeichen): ");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| error.to_string())?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn in_words(error: &Error) -> String {
    let faults: Vec<&str> =
        error.faults().iter().map(|fault: &Fault| fault.message.get(Language::De)).collect();
    let detail = error.detail_text().map(|text| text.get(Language::De)).unwrap_or_default();
    format!("{}. {detail} {}", error.code().title(Language::De), faults.join(" "))
}

/// Creates a user with one role on everything.
pub async fn create(
    db: &Db,
    ctx: &Ctx,
    login: &str,
    name: &str,
    password: &str,
    role: &str,
) -> Result<(), Error> {
    let input = UserCreate {
        login: login.to_owned(),
        name: name.to_owned(),
        email: None,
        language: Language::De,
        password: Some(password.to_owned()),
    };
    let mut faults = user_create_faults(&input);
    faults.extend(password_faults("/password", password, login, name));
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let hash = password_hash(password, ctx.random())?;
    let roles = role_list(
        &db.read(ctx),
        &RoleListParams::default(),
        &PageRequest { limit: 200, ..PageRequest::default() },
    )
    .await?;
    let role = roles
        .items
        .into_iter()
        .find(|known| known.key == role)
        .ok_or_else(|| Error::invalid(vec![Fault::unknown_reference("/role")]))?;
    db.write(ctx, async |tx| {
        let user = user_create(tx, &input, Some(&hash)).await?;
        let grant = GrantCreate {
            role_id: role.id,
            holder: HolderInput { kind: HolderKind::User, id: user.id.into() },
            scope: ScopeInput { kind: ScopeKind::Everything, id: None },
        };
        grant_create(tx, CATALOGUE, &grant).await.map(|_| ())
    })
    .await
}
