//! How outside files come in: bytes to text, text to rows, cells to official keys.
//!
//! Pure: no database, no clock, no network. Nothing here throws a file away at its first error: whatever is wrong is
//! collected as a [`Fault`] with line and column, so that one dry run shows a clerk everything there is to correct.
//!
//! * [`decode`]: which character encoding and line end a file has, and its text
//! * [`Faults`]: the collector, capped in what it keeps but not in what it counts
//! * [`table`]: delimited files with a header row
//! * [`read_sheet`]: the same, and Excel workbooks, where only the file knows its columns
//! * [`keys`]: AGS, ARS and LeiKa keys as values that cannot hold anything else

mod decode;
mod fault;
pub mod keys;
mod sheet;
pub mod table;

pub use decode::{Decoded, Encoding, LineEnd, decode, lines};
pub use fault::{Explain, Fault, FaultView, Faults, FaultsView, Language};
pub use sheet::{Sheet, SheetRow, read_sheet};
