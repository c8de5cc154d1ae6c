//! Status reports that people keep: what of, in which rhythm, for whom; and what was sent of them. What stands in a report is
//! computed elsewhere, anew for each reader.
//!
//! A report is its owner's; who gets it sees it too. Sending it to others than oneself needs `report:schedule`.
//!
//! *Invariants*: a scheduled occasion is sent once, however often it is tried; missed ones are sent together as one.
//!
//! **Events**: `report.created|changed|removed|sent`.
mod entity;
mod input;
mod policy;
mod rhythm;
mod runs;
mod service;
mod view;
mod visible;

pub use entity::copy::CopyOutcome;
pub use entity::recipient::RecipientKind;
pub use entity::report::ReportScopeKind;
pub use input::{ReportCreate, ReportListParams, ReportPatch, ReportScope};
pub use policy::{PERMISSIONS, REPORT_READ, REPORT_SCHEDULE};
pub use rhythm::{Rhythm, latest, next_after};
pub use runs::{Copy, Occasion, Outgoing, report_due, report_outgoing, report_run, runs_forget};
pub use service::{report_create, report_delete, report_get, report_list, report_patch};
pub use view::{ReportCopyView, ReportScopeView, ReportSendingView, ReportView};
pub use visible::{KINDS, reached, visible};
