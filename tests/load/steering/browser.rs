//! How pictures and lists of full size scroll in a slow browser.
use super::Figure;
use crate::Outcome;
use crate::people::PASSWORD;
use crate::process::Served;
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Seen {
    name: String,
    value: f64,
    unit: String,
    aim: Option<f64>,
}

/// What Chromium measures with `frontend/e2e/scroll.ts`; nothing where there is no Chromium.
pub fn scroll(served: &Served, folder: &Path) -> Outcome<Vec<Figure>> {
    let Some(chromium) = std::env::var_os("DIENSTWEG_CHROMIUM").filter(|path| !path.is_empty()) else {
        eprintln!("no Chromium, scrolling is not measured");
        return Ok(Vec::new());
    };
    let file = folder.join("scroll.json");
    let status = Command::new("npm")
        .args(["run", "-s", "scroll"])
        .current_dir("frontend")
        .env("DIENSTWEG_CHROMIUM", chromium)
        .env("DIENSTWEG_E2E_URL", &served.address)
        .env("DIENSTWEG_BENCH_LOGIN", "admin")
        .env("DIENSTWEG_BENCH_PASSWORD", PASSWORD)
        .env("DIENSTWEG_BENCH_FIGURES", &file)
        .status()?;
    if !status.success() {
        return Err("scrolling failed; see above".into());
    }
    let seen: Vec<Seen> = serde_json::from_slice(&std::fs::read(&file)?)?;
    Ok(seen.into_iter().map(|one| Figure::new(one.name, one.value, unit(&one.unit), one.aim)).collect())
}

fn unit(word: &str) -> &'static str {
    if word == "ms" { "ms" } else { "nodes" }
}
