//! Use cases. All rules are here; handlers only translate.
mod catalogue;

pub use catalogue::*;
