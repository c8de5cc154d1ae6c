//! Use cases. All rules are here; handlers only translate.
mod calls;
mod catalogue;
mod costs;
pub mod forms;
pub mod orders;
pub mod outlook;
pub mod parties;
pub mod past;
mod publication;
pub mod steer;
mod terms;
mod visible;
mod waves;

pub use calls::*;
pub use catalogue::*;
pub use costs::{
    ChargedService, charged_services, service_cost_create, service_cost_delete, service_cost_get,
    service_cost_list, service_cost_patch,
};
pub use forms::*;
pub use orders::*;
pub use outlook::*;
pub use parties::*;
pub use past::{PastDays, PastPortion, RolloutPast, Stood, rollouts_first_day, rollouts_past};
pub use publication::*;
pub use steer::*;
pub use terms::*;
pub use visible::{KINDS, reached, visible};
pub use waves::*;
