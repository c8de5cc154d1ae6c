//! Who may what.
mod coverage;
mod matrix;
mod operations;
mod rows;
