//! Configuration, wiring and the command line: the only place that knows everything.
mod background;
pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod logging;
pub mod migrate;
mod secret;
pub mod wiring;
