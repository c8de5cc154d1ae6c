//! `cargo run -q -p dienstweg-xtask -- plan` checks the rules of the house that the compiler cannot:
//! dependency direction, sizes and forbidden text. Exit code 0 = kept, 1 = broken, 2 = could not check.

mod direction;
mod forbidden;
mod lists;
mod repo;
mod report;
mod rooms;
mod scan;
mod sizes;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use report::Report;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("plan") => match plan() {
            Ok(report) => finish(&report),
            Err(message) => {
                eprintln!("xtask plan: {message}");
                ExitCode::from(2)
            }
        },
        _ => {
            eprintln!("usage: cargo run -q -p dienstweg-xtask -- plan");
            ExitCode::from(2)
        }
    }
}

fn plan() -> Result<Report, String> {
    let root = repo::root()?;
    let files = repo::files(&root)?;
    let mut report = Report::default();
    direction::check(&metadata(&root)?, &root, &mut report)?;
    let exceptions = lists::read(&root, "crates/xtask/exceptions.txt")?;
    sizes::check(&files, &exceptions, &mut report);
    let unscoped = lists::read(&root, "crates/xtask/unscoped.txt")?;
    forbidden::check(&files, &unscoped, &mut report);
    Ok(report)
}

/// The workspace as cargo sees it, without resolving (so without network and without a lock file).
fn metadata(root: &PathBuf) -> Result<serde_json::Value, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata did not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata is no JSON: {error}"))
}

fn finish(report: &Report) -> ExitCode {
    print!("{report}");
    if report.failures().next().is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
