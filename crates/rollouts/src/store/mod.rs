//! Every query of this domain.
pub mod calls;
pub mod catalogue;
pub mod cover;
pub mod forms;
pub mod involvement;
pub mod lists;
pub mod orders;
pub mod outlook;
pub mod parties;
pub mod party_gaps;
pub mod publication;
pub mod steer;
pub mod terms;
pub mod upgrade;
pub mod waves;
pub mod whole;
