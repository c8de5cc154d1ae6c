//! Use cases. All rules are here; handlers only translate.
mod catalogue;
pub mod forms;
pub mod orders;
pub mod parties;
pub mod steer;
mod visible;
mod waves;

pub use catalogue::*;
pub use forms::*;
pub use orders::*;
pub use parties::*;
pub use steer::*;
pub use visible::{KINDS, reached, visible};
pub use waves::*;
