//! The first floor: PostgreSQL alone, driven by its own pgbench with prepared statements.
use crate::Outcome;
use crate::client::CONNECTIONS;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use url::Url;

/// More scripts than this pgbench does not take.
pub const SCRIPTS: usize = 100;

/// Writes each statement as a script of its own; pgbench takes one at random each time.
pub fn scripts(folder: &Path, name: &str, statements: &[String]) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for (index, statement) in statements.iter().take(SCRIPTS).enumerate() {
        let file = folder.join(format!("{name}-{index}.sql"));
        std::fs::write(&file, format!("{};\n", without_variables(statement)))?;
        files.push(file);
    }
    Ok(files)
}

/// A colon before a letter names a variable, also within a text; in JSON a blank between them changes nothing.
fn without_variables(statement: &str) -> String {
    let mut text = String::with_capacity(statement.len());
    for letter in statement.chars() {
        let variable =
            text.ends_with(':') && !text.ends_with("::") && (letter.is_alphabetic() || letter == '_');
        if variable {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

/// Transactions per second.
pub fn run(url: &str, scripts: &[PathBuf], time: Duration) -> Outcome<f64> {
    let url = Url::parse(url)?;
    let bin = std::env::var("DIENSTWEG_PG_BIN").map(PathBuf::from).unwrap_or_default();
    let mut command = Command::new(bin.join("pgbench"));
    command.env("PGPASSWORD", url.password().unwrap_or_default());
    command.args([
        "-n",
        "-M",
        "prepared",
        "-j",
        "2",
        "-c",
        &CONNECTIONS.to_string(),
        "-T",
        &time.as_secs().max(1).to_string(),
    ]);
    command.args([
        "-h",
        url.host_str().unwrap_or_default(),
        "-p",
        &url.port().unwrap_or(5432).to_string(),
        "-U",
        url.username(),
    ]);
    for script in scripts {
        command.arg("-f").arg(script);
    }
    let output = command.arg(url.path().trim_start_matches('/')).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.ok_or_else(|| format!("pgbench: {text}{}", String::from_utf8_lossy(&output.stderr)).into())
}
