//! The forecast of the go-live and what it rests on: learned once a day, computed for each open rollout, shown alone, as a
//! ranking, and for many together.
mod backtest;
mod compute;
mod get;
mod joint;
mod learn;
mod parties;
mod warning;
mod words;

pub use backtest::{Backtest, BacktestDay, backtest};
pub use compute::{forecasts_compute, forecasts_due};
pub use get::forecast_get;
pub use joint::{ReportBy, forecast_months, forecast_report};
pub use learn::{durations_learn, durations_store};
pub use parties::party_report;
pub use warning::{early_warning_list, forecast_days};
pub use words::{TemplateWords, template_words};
