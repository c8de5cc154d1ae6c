//! The tables of status reports.
pub mod copy;
pub mod recipient;
pub mod report;
pub mod run;
