//! Every query of this domain.
pub mod catalogue;
pub mod orders;
pub mod steer;
pub mod whole;
