//! `dienstweg openapi`: the contract, and whether the files in the repository still say the same.
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

const CONTRACT: &str = "openapi/openapi.json";
const OPERATIONS: &str = "openapi/operations.txt";
const MARKETPLACE: &str = "openapi/marketplace.json";

pub fn run(check: bool, write: bool) -> Result<ExitCode, String> {
    let contract = dienstweg_api::contract();
    if !check && !write {
        print!("{}", pretty(contract));
        return Ok(ExitCode::SUCCESS);
    }
    let files = [
        (CONTRACT, pretty(contract)),
        (OPERATIONS, operations(contract)),
        (MARKETPLACE, pretty(&dienstweg_api::openapi::marketplace(contract))),
    ];
    let mut drift = false;
    for (path, content) in files {
        if write {
            std::fs::create_dir_all("openapi")
                .and_then(|()| std::fs::write(path, content))
                .map_err(|error| format!("{path}: {error}"))?;
        } else if std::fs::read_to_string(Path::new(path)).unwrap_or_default() != content {
            eprintln!("{path} is not what the code says; run: make openapi");
            drift = true;
        }
    }
    Ok(if drift { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn operations(contract: &Value) -> String {
    dienstweg_api::openapi::operations(contract).iter().fold(String::new(), |mut text, operation| {
        let _ = writeln!(text, "{operation}");
        text
    })
}
