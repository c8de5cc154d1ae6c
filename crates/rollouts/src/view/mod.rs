//! What callers get to see.
pub mod catalogue;
pub mod forms;
pub mod orders;
pub mod parties;
pub mod outlook;
pub mod steer;
pub mod waves;

pub use catalogue::*;
pub use forms::*;
pub use orders::*;
pub use parties::*;
pub use outlook::*;
pub use steer::*;
pub use waves::*;
