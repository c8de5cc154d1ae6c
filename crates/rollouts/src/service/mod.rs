//! Use cases. All rules are here; handlers only translate.
mod catalogue;
pub mod orders;
pub mod steer;

pub use catalogue::*;
pub use orders::*;
pub use steer::*;
