//! Who may what.
mod coverage;
mod matrix;
pub mod operations;
mod oracle;
mod reach;
mod rows;
