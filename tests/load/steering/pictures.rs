//! The matrix, sums and first pages of lists.
use super::{Figure, login, milliseconds, pause, percentile};
use crate::Outcome;
use crate::caller::Caller;
use crate::process::Served;
use crate::source::{Cell, Source};
use std::time::Instant;

const MATRIX: &str = "/api/v1/portfolio/matrix";
const ROUNDS: usize = 9;
const LOOKS: usize = 200;
/// Tries of which the one with least background work counts.
const QUIET: usize = 4;

/// The first request of a process, by somebody who has logged in at once.
pub async fn cold(served: &Served) -> Outcome<Vec<Figure>> {
    let admin = login(served, "admin").await?;
    let begun = Instant::now();
    let bytes = admin.bytes(MATRIX).await?.len();
    let listened = served.listened_after.as_secs_f64() * 1e3;
    Ok(vec![
        Figure::new("from the start of a process until it listens", listened, "ms", None),
        Figure::new("matrix, first request of a process", milliseconds(begun), "ms", Some(400.0)),
        Figure::new("matrix, before compression", bytes as f64 / 1024.0, "KB", Some(400.0)),
    ])
}

/// What somebody else waits for afterwards, for each kind of caller.
pub async fn warm(served: &Served) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    for (who, name) in [
        ("admin", "everything"),
        ("district", "one district"),
        ("coordinator", "one town"),
        ("provider", "a provider"),
    ] {
        let caller = login(served, who).await?;
        let name = |what: &str| format!("{what}, {name}");
        figures.push(Figure::new(name("matrix by body"), median(&caller, MATRIX).await?, "ms", Some(30.0)));
        let by = format!("{MATRIX}?by=municipality");
        figures.push(Figure::new(
            name("matrix by municipality"),
            median(&caller, &by).await?,
            "ms",
            Some(30.0),
        ));
    }
    let admin = login(served, "admin").await?;
    for by in ["service", "phase"] {
        let path = format!("/api/v1/rollup?by={by}");
        let name = format!("roll-up of the Land by {by}");
        figures.push(Figure::new(name, median(&admin, &path).await?, "ms", Some(150.0)));
    }
    Ok(figures)
}

async fn median(caller: &Caller, path: &str) -> Outcome<f64> {
    let mut all = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        caller.bytes(path).await?;
        all.push(milliseconds(begun));
    }
    Ok(percentile(all, 0.5))
}

/// Pages PostgreSQL looks at for the first page of the list; to be compared with a run of another factor.
pub async fn lists(served: &Served, source: &Source) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    if !source.is_postgres() {
        return Ok(figures);
    }
    for who in ["admin", "coordinator", "district"] {
        let caller = login(served, who).await?;
        let mut least = f64::INFINITY;
        for _ in 0..QUIET {
            least = least.min(of_page(&caller, source).await?);
        }
        let name = format!("buffers of the first page of rollouts, {who}");
        figures.push(Figure::new(name, least, "pages", None));
    }
    Ok(figures)
}

/// On average of many looks, with whatever background work looked at meanwhile.
async fn of_page(caller: &Caller, source: &Source) -> Outcome<f64> {
    let path = "/api/v1/rollouts?limit=50&state=running&sort=next_due";
    caller.bytes(path).await?;
    let before = buffers(source).await?;
    for _ in 0..LOOKS {
        caller.bytes(path).await?;
    }
    Ok((buffers(source).await? - before) / LOOKS as f64)
}

/// Connections tell what they read after a second of rest.
async fn buffers(source: &Source) -> Outcome<f64> {
    pause(2_500).await;
    let sql =
        "SELECT (blks_hit + blks_read)::bigint FROM pg_stat_database WHERE datname = current_database()";
    match source.rows(sql, None).await?.first().map(Vec::as_slice) {
        Some([Cell::Number(count)]) => Ok(*count as f64),
        _ => Err("no statistics".into()),
    }
}
