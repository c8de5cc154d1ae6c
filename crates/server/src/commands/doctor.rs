//! `dienstweg doctor`: looks at settings, database and files, and says in words what is wrong and what to do.
use super::open;
use crate::config::Config;
use crate::{logging, secret};
use dienstweg_migrations::{Migrator, MigratorTrait};
use std::net::ToSocketAddrs;
use std::os::unix::fs::PermissionsExt;
use std::process::ExitCode;

pub async fn run(config: &Config) -> Result<ExitCode, String> {
    let mut findings = Vec::new();
    findings.extend(settings(config));
    findings.push(mail(config));
    findings.extend(files(config));
    findings.extend(database(config).await);
    for (fine, text) in &findings {
        println!("{} {text}", if *fine { "ok    " } else { "FEHLER" });
    }
    Ok(if findings.iter().all(|(fine, _)| *fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

type Finding = (bool, String);

fn settings(config: &Config) -> Vec<Finding> {
    let listen = match config.listen.to_socket_addrs() {
        Ok(_) => (true, format!("listen: {}", config.listen)),
        Err(_) => {
            (false, format!("listen: „{}“ ist keine Adresse mit Port, etwa 127.0.0.1:8080", config.listen))
        }
    };
    let public = config.public_url();
    let scheme = public.starts_with("http://") || public.starts_with("https://");
    let local = public.contains("//127.0.0.1") || public.contains("//localhost");
    let url = match (scheme, public.starts_with("https://") || local) {
        (false, _) => (false, format!("public_url: „{public}“ beginnt nicht mit https://")),
        (true, false) => {
            (false, format!("public_url: {public} ist ohne https nur auf diesem Rechner vertretbar"))
        }
        (true, true) => (true, format!("public_url: {public}")),
    };
    let log = match logging::start(config) {
        Ok(()) => (true, format!("log: {}", config.log)),
        Err(error) => (false, error),
    };
    let cookies = config.secure_cookies() || local;
    let cookies = (
        cookies,
        format!(
            "secure_cookies: {}{}",
            config.secure_cookies(),
            if cookies { "" } else { "; außerhalb dieses Rechners nötig" }
        ),
    );
    vec![listen, url, cookies, log]
}

fn mail(config: &Config) -> Finding {
    let smtp = match config.smtp() {
        Ok(Some(smtp)) => smtp,
        Ok(None) => {
            return (
                true,
                "smtp_host: nicht gesetzt; es werden keine E-Mails versendet und keine vorgemerkt".to_owned(),
            );
        }
        Err(error) => return (false, error),
    };
    match dienstweg_outbound::mail::check(&smtp, &config.public_url()) {
        Ok(()) => (true, format!("smtp_host: {}", smtp.host)),
        Err(error) => (false, error),
    }
}

fn files(config: &Config) -> Vec<Finding> {
    let folder = config.data_dir.display();
    if let Err(error) = std::fs::create_dir_all(&config.data_dir) {
        return vec![(false, format!("data_dir: {folder} ist nicht nutzbar: {error}"))];
    }
    let key = match secret::load(config) {
        Ok(_) => (true, "secret: vorhanden".to_owned()),
        Err(error) => (false, format!("secret: {error}")),
    };
    let mode =
        std::fs::metadata(config.data_dir.join("secret")).map(|file| file.permissions().mode() & 0o077);
    let open = matches!(mode, Ok(mode) if mode != 0);
    let private = (
        !open,
        if open {
            "secret: andere dürfen die Datei lesen; chmod 600".to_owned()
        } else {
            "secret: nur für uns lesbar".to_owned()
        },
    );
    vec![(true, format!("data_dir: {folder}")), key, private]
}

async fn database(config: &Config) -> Vec<Finding> {
    let db = match open(config).await {
        Ok(db) => db,
        Err(error) => return vec![(false, format!("database_url: {error}"))],
    };
    let kind = if db.is_postgres() { "PostgreSQL" } else { "SQLite" };
    let pending = Migrator::get_pending_migrations(db.for_migrations()).await.map(|all| all.len());
    let schema = match pending {
        Ok(0) => (true, "Schema: auf dem neuesten Stand".to_owned()),
        Ok(pending) => (false, format!("Schema: {pending} Änderungen fehlen; dienstweg migrate")),
        Err(error) => (false, format!("Schema: {error}")),
    };
    vec![(true, format!("database_url: {kind} antwortet")), schema]
}
