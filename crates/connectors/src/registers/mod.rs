//! Official registers read from files.

pub mod gv100ad;
