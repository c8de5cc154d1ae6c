//! Official registers read from files.

pub mod gv100ad;
mod entries;
mod import;

pub use entries::entries;
pub use import::{CODES, Imports, MAX_FILE, Outcome, import_now, read};
