//! `dienstweg backtest`: what the forecast would have said, and what came.
use super::{console, open};
use crate::cli::Backtest as Asked;
use crate::config::Config;
use dienstweg_rollouts::forecast::backtest::Score;
use dienstweg_rollouts::service::{Backtest, backtest};
use dienstweg_workflows::rollouts::of;

pub async fn run(config: &Config, asked: Asked) -> Result<(), String> {
    let db = open(config).await?;
    let reader = db.read(&console());
    let tried = backtest(&reader, (asked.from, asked.until), &of).await.map_err(|error| error.to_string())?;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&tried).map_err(|error| error.to_string())?);
    } else {
        print!("{}", table(&tried));
    }
    Ok(())
}

/// Errors in working days; positive bias: it was later than forecast.
fn table(tried: &Backtest) -> String {
    let head = "              Vorher-   noch   Prognose                        Plan + bisheriger Verzug\n\
                Stichtag      sagen     offen  Fehler  Verzerrung  bis 85 %    Fehler  Verzerrung\n";
    let line = |day: &str, forecast: &Score, plan: &Score| {
        format!(
            "{day:<12} {:>7} {:>8} {:>7.1} {:>11.1} {:>8.0} % {:>9.1} {:>11.1}\n",
            forecast.forecasts,
            forecast.not_live_yet,
            forecast.mean_absolute_error_working_days,
            forecast.bias_working_days,
            forecast.live_by_cautious_date * 100.0,
            plan.mean_absolute_error_working_days,
            plan.bias_working_days,
        )
    };
    let days = tried.days.iter().map(|day| line(&day.day.to_string(), &day.forecast, &day.plan));
    let all = line("zusammen", &tried.forecast, &tried.plan);
    let unit = "Fehler (im Mittel) und Verzerrung in Arbeitstagen; positiv heißt: es wurde später als vorhergesagt.\n\
                Verglichen wird, was nach beiden Vorhersagen schon live sein müsste; was offen ist, zählt mit dem Verzug bis heute.\n";
    std::iter::once(head.to_owned()).chain(days).chain([all, unit.to_owned()]).collect()
}
