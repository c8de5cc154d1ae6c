//! Status reports: what stands in them, computed with the rights of who reads, and sending them.
//!
//! There is one model of a report ([`ReportContent`]): the screen shows it, pages, workbook and mail are made of it. Every figure
//! carries the filter of the list of rollouts that shows its very rows, and is counted by that filter.
mod compute;
mod document;
mod figures;
mod filter;
mod model;
mod send;
mod tables;
mod words;

pub use compute::report_content;
pub use document::document;
pub use model::{
    ReportCell, ReportColumn, ReportContent, ReportCounted, ReportFigure, ReportGroup, ReportTable,
    ReportValueKind,
};
pub use send::{Prepared, content, due, prepare, send};
