//! Official registers read from files.

mod entries;
pub mod gv100ad;
mod import;

pub use entries::entries;
pub use import::{CODES, Imports, MAX_FILE, Outcome, import_now, read};
