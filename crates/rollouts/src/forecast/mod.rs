//! When a rollout goes live, learned from how long milestones took.
//!
//! Pure: what was observed, the template's gates, what is open, the calendar and a day come in; dates that hold with 50 % and
//! 85 % come out, with what they rest on. The same input gives the same dates (ADR 0010). The plain forecast of
//! [`crate::steering::Forecast`] knows target days alone and stays what colours the light.

pub mod backtest;
mod course;
mod curve;
mod history;
mod joint;
mod model;
mod simulate;
mod sketch;

pub use course::{Ahead, Moment, Prediction, ahead, observe, open, predict};
pub use curve::{Curve, LONGEST, Seen};
pub use history::{Experience, Experiences, History, Source};
pub use joint::{Forecasted, Joint, month_of};
pub use model::{Model, Node};
pub use simulate::{CAUTIOUS, EVEN, Open, Outcome, RUNS, Simulation, seed};
pub use sketch::Sketch;

#[cfg(test)]
mod tests;
