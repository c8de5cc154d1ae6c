//! What each command does.
mod backtest;
mod doctor;
mod import;
mod openapi;
mod serve;
mod user;

use crate::cli::{Command, Migrate};
use crate::config::Config;
use crate::{logging, migrate};
use dienstweg_kernel::db::Settings;
use dienstweg_kernel::{Actor, Clock, Ctx, Db, clock::SystemClock};
use dienstweg_migrations::{Migrator, MigratorTrait};
use dienstweg_workflows::memory::remember_anew;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs a command. An error is a text for whoever typed it.
pub async fn run(config: Config, command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Serve { demo } => {
            logging::start(&config)?;
            serve::run(config, demo).await?;
        }
        Command::Migrate { step } => {
            let db = open(&config).await?;
            match step.unwrap_or(Migrate::Up) {
                Migrate::Up => migrate::up(&db).await?,
                Migrate::Down { steps } => Migrator::down(db.for_migrations(), Some(steps))
                    .await
                    .map_err(|error| error.to_string())?,
                Migrate::Status => migration_status(&db).await?,
            }
        }
        Command::Import { what } => return import::run(&config, what).await,
        Command::User { what } => user::run(&config, what).await?,
        Command::Openapi { check, write } => return openapi::run(check, write),
        Command::Backtest(asked) => backtest::run(&config, asked).await?,
        Command::Rebuild => {
            let db = open(&config).await?;
            remember_anew(&db, Arc::new(SystemClock)).await.map_err(|error| error.to_string())?;
        }
        Command::Doctor => return doctor::run(&config).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the database; the folder of an embedded one is made where it is missing.
pub(crate) async fn open(config: &Config) -> Result<Db, String> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("{}: {error}", config.data_dir.display()))?;
    let mut settings = Settings::new(&config.database_url());
    settings.connections = config.database_connections;
    Db::connect(&settings).await.map_err(|error| match std::error::Error::source(&error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    })
}

/// The circumstances of what somebody does at the console.
pub(crate) fn console() -> Ctx {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    Ctx::system(Actor::operator(), clock)
}

async fn migration_status(db: &Db) -> Result<(), String> {
    let connection = db.for_migrations();
    let applied = Migrator::get_applied_migrations(connection).await.map_err(|error| error.to_string())?;
    for migration in &applied {
        println!("applied  {}", migration.name());
    }
    for migration in Migrator::get_pending_migrations(connection).await.map_err(|error| error.to_string())? {
        println!("pending  {}", migration.name());
    }
    Ok(())
}
