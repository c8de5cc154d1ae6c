//! What steering has to reach at full size: pictures of the whole, lists, mass work while others work, live state, memory.
mod browser;
mod live;
mod mass;
mod pictures;

use crate::Outcome;
use crate::caller::Caller;
use crate::process::{Backend, Served, server};
use crate::source::Source;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// One figure with what is aimed at.
pub struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    /// At most this.
    aim: Option<f64>,
}

impl Figure {
    fn new(name: impl Into<String>, value: f64, unit: &'static str, aim: Option<f64>) -> Self {
        Self { name: name.into(), value, unit, aim }
    }
}

/// All figures of steering as a table of Markdown.
pub async fn measure(backend: &Backend, binary: &Path, folder: &Path) -> Outcome<String> {
    let database = backend.url("measured")?;
    let served = server(binary, &database, folder)?;
    let mut figures = pictures::cold(&served).await?;
    figures.extend(pictures::warm(&served).await?);
    figures.extend(pictures::lists(&served, &Source::open(&database).await?).await?);
    figures.push(Figure::new("memory after that", resident(&served, "VmRSS")?, "MB", Some(300.0)));
    figures.extend(browser::scroll(&served, folder)?);
    figures.extend(mass::bulk(&served).await?);
    let streams = live::open(&served).await?;
    figures.extend(mass::wave(&served, &streams).await?);
    figures.push(Figure::new(
        "memory at the most, with 500 streams",
        resident(&served, "VmHWM")?,
        "MB",
        Some(450.0),
    ));
    Ok(table(backend.name(), &figures))
}

/// Of the process that serves, in MB.
fn resident(served: &Served, what: &str) -> Outcome<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.id()))?;
    let line = status.lines().find(|line| line.starts_with(what)).ok_or("no such line")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}

async fn login(served: &Served, login: &str) -> Outcome<Caller> {
    Caller::login(&served.address, login).await
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// The value below which this share of all lies.
fn percentile(mut all: Vec<f64>, share: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get((all.len() as f64 * share) as usize).or(all.last()).copied().unwrap_or_default()
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// In bold what is more than its aim.
fn table(backend: &str, figures: &[Figure]) -> String {
    let mut text = format!("\n### Steering, {backend}\n\n| | measured | aim |\n|---|--:|--:|\n");
    for figure in figures {
        let said = |value: f64| format!("{value:.*} {}", usize::from(value < 10.0), figure.unit);
        let value = match figure.aim {
            Some(aim) if figure.value > aim => format!("**{}**", said(figure.value)),
            _ => said(figure.value),
        };
        let aim = figure.aim.map_or_else(|| "–".to_owned(), said);
        let _ = writeln!(text, "| {} | {value} | {aim} |", figure.name);
    }
    text
}
