//! The table of a run.
use crate::client::Sample;
use crate::rows::Targets;
use std::fmt::Write;

/// What came of one row.
pub struct Measured {
    pub name: &'static str,
    pub targets: Targets,
    /// Medians.
    pub ours: Sample,
    pub handler: Sample,
    pub postgres: Option<f64>,
    /// Largest difference between two runs of Dienstweg, as a share of the smaller one.
    pub scatter: f64,
    pub reruns: usize,
}

/// The run in the middle by what was answered per second; its percentiles are medians of their own.
pub fn median(samples: &[Sample]) -> Sample {
    let middle = |value: fn(&Sample) -> f64| {
        let mut all: Vec<f64> = samples.iter().map(value).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let bytes = samples.first().map_or(0, |sample| sample.bytes);
    Sample { per_second: middle(|s| s.per_second), p50: middle(|s| s.p50), p99: middle(|s| s.p99), bytes }
}

/// The rows of one database as a table of Markdown.
pub fn table(database: &str, rows: &[Measured]) -> String {
    let mut text = format!(
        "\n### {database}\n\n\
         | | Dienstweg /s | p50, p99 ms | (a) /s | (b) /s | p99 ms | of (a) | aim | of (b) | aim | p99 ÷ (b) | scatter |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    );
    for row in rows {
        let of_a = row.postgres.map(|all| row.ours.per_second / all);
        let of_b = row.ours.per_second / row.handler.per_second;
        let aim_a = row.postgres.map(|_| row.targets.postgres);
        let again = if row.reruns > 0 { format!(" ({} again)", row.reruns) } else { String::new() };
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.2}, {:.2} | {} | {:.0} | {:.2} | {} | {} | {} | {} | {} | {:.0} %{again} |",
            row.name,
            row.ours.per_second,
            row.ours.p50,
            row.ours.p99,
            row.postgres.map_or_else(|| "–".to_owned(), |all| format!("{all:.0}")),
            row.handler.per_second,
            row.handler.p99,
            share(of_a, aim_a),
            aim(aim_a),
            share(Some(of_b), row.targets.handler),
            aim(row.targets.handler),
            at_most(row.ours.p99 / row.handler.p99, 4.0),
            row.scatter * 100.0,
        );
    }
    text
}

fn aim(aim: Option<f64>) -> String {
    aim.map_or_else(|| "–".to_owned(), |aim| format!("{aim:.2}"))
}

/// In bold where it falls short.
fn share(value: Option<f64>, aim: Option<f64>) -> String {
    match (value, aim) {
        (Some(value), Some(aim)) if value < aim => format!("**{value:.2}**"),
        (Some(value), _) => format!("{value:.2}"),
        _ => "–".to_owned(),
    }
}

fn at_most(value: f64, most: f64) -> String {
    if value > most { format!("**{value:.1}**") } else { format!("{value:.1}") }
}
