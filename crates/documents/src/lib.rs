//! Documents: data in, bytes out. Knows no database, no rights and no clock; who calls it brings all of that as data.
//!
//! A room of its own because what sets pages is heavy to compile (ADR 0012).
//!
//! - [`report`]: a report as data.
//! - [`pdf`]: the report as a page description that is archived (PDF/A-2a) and read aloud (PDF/UA-1).
//! - [`sheets`]: workbooks; [`report::Report::workbook`] makes one of a report.
pub mod pdf;
pub mod report;
pub mod sheets;
