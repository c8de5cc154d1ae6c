//! `dienstweg import …`
use super::{console, open};
use crate::cli::{Import, Level};
use crate::config::Config;
use crate::migrate;
use dienstweg_connectors::registers::{Outcome, import_now};
use dienstweg_customers::GeometryLevel;
use dienstweg_customers::input::GeometryImport;
use dienstweg_customers::service::{geometry_import, holidays_import};
use dienstweg_customers::view::ChangeKind;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Db, Error};
use dienstweg_rollouts::input::ServicesImportParams;
use dienstweg_rollouts::service::services_import;
use serde::Serialize;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub async fn run(config: &Config, what: Import) -> Result<ExitCode, String> {
    let db = open(config).await?;
    migrate::up(&db).await?;
    match what {
        Import::Register { file, dry_run, json } => register(&db, &file, dry_run, json).await,
        Import::Holidays { file, dry_run } => holidays(&db, &file, dry_run).await,
        Import::Geometry { file, source, level, dry_run } => {
            let level = level.map(|level| match level {
                Level::District => GeometryLevel::District,
                Level::Municipality => GeometryLevel::Municipality,
            });
            geometry(&db, &file, GeometryImport { source, level, dry_run }).await
        }
        Import::Services { file, dry_run } => services(&db, &file, dry_run).await,
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

async fn register(db: &Db, file: &Path, dry_run: bool, as_json: bool) -> Result<ExitCode, String> {
    match import_now(db, &console(), &read(file)?, dry_run).await {
        Ok(outcome) if as_json => {
            println!("{}", json!({"records": outcome.records, "difference": outcome.difference}));
            Ok(ExitCode::SUCCESS)
        }
        Ok(outcome) => {
            print_outcome(&outcome, dry_run);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            print_faults(file, &error);
            Ok(ExitCode::FAILURE)
        }
    }
}

fn print_outcome(outcome: &Outcome, dry_run: bool) {
    println!("Satzart   Anzahl");
    for (kind, count) in &outcome.records {
        println!("{kind:>7} {count:>8}");
    }
    let difference = outcome.difference;
    println!("\nGemeinden           {}", if dry_run { "(Probelauf, nichts geändert)" } else { "" });
    for (name, count) in [
        ("neu", difference.new),
        ("weggefallen", difference.gone),
        ("umbenannt", difference.renamed),
        ("anderer Verband", difference.moved),
    ] {
        println!("{name:<16} {count:>6}");
    }
    let known = outcome
        .changes
        .iter()
        .filter(|change| !matches!(change.change, ChangeKind::New | ChangeKind::Population));
    for change in known.take(200) {
        let word = match change.change {
            ChangeKind::Gone => "weggefallen",
            ChangeKind::Renamed => "umbenannt",
            ChangeKind::Moved => "anderer Verband",
            ChangeKind::New | ChangeKind::Population => continue,
        };
        let before = change.before.as_deref().map(|text| format!(" (bisher {text})")).unwrap_or_default();
        println!("{:<16} {:<12} {}{before}", word, change.key, change.name);
    }
}

fn print_faults(file: &Path, error: &Error) {
    eprintln!("{}: {}", file.display(), error.code().title(Language::De));
    if let Some(detail) = error.detail_text() {
        eprintln!("{}", detail.get(Language::De));
    }
    for fault in error.faults() {
        eprintln!("{:>10}  {}", fault.pointer, fault.message.get(Language::De));
    }
}

async fn services(db: &Db, file: &Path, dry_run: bool) -> Result<ExitCode, String> {
    let bytes = read(file)?;
    let params = ServicesImportParams { dry_run, ..ServicesImportParams::default() };
    let imported = db.write(&console(), async |tx| services_import(tx, &bytes, &params).await).await;
    Ok(told(file, imported))
}

async fn holidays(db: &Db, file: &Path, dry_run: bool) -> Result<ExitCode, String> {
    let bytes = read(file)?;
    let imported = db.write(&console(), async |tx| holidays_import(tx, &bytes, dry_run).await).await;
    Ok(told(file, imported))
}

async fn geometry(db: &Db, file: &Path, asked: GeometryImport) -> Result<ExitCode, String> {
    let bytes = read(file)?;
    let imported = db.write(&console(), async |tx| geometry_import(tx, &bytes, &asked).await).await;
    Ok(told(file, imported))
}

/// The outcome as JSON, or the faults.
fn told(file: &Path, imported: Result<impl Serialize, Error>) -> ExitCode {
    match imported {
        Ok(outcome) => {
            println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
            ExitCode::SUCCESS
        }
        Err(error) => {
            print_faults(file, &error);
            ExitCode::FAILURE
        }
    }
}
