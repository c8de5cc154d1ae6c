//! What callers get to see.
pub mod catalogue;
pub mod forms;
pub mod orders;
pub mod steer;

pub use catalogue::*;
pub use forms::*;
pub use orders::*;
pub use steer::*;
