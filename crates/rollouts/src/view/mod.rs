//! What callers get to see.
pub mod calls;
pub mod catalogue;
pub mod costs;
pub mod forms;
pub mod orders;
pub mod outlook;
pub mod parties;
pub mod publication;
pub mod steer;
pub mod steered;
pub mod terms;
pub mod waves;

pub use calls::*;
pub use catalogue::*;
pub use costs::*;
pub use forms::*;
pub use orders::*;
pub use outlook::*;
pub use parties::*;
pub use publication::*;
pub use steer::*;
pub use steered::*;
pub use terms::*;
pub use waves::*;
