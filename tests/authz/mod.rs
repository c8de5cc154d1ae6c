//! Who may what.
mod coverage;
mod matrix;
mod oracle;
pub mod operations;
mod rows;
