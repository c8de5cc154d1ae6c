//! Who may see and change what. Permissions are named `resource:action`.
mod calls;
pub mod catalogue;
mod costs;
mod forms;
pub mod orders;
mod parties;
mod publication;
pub mod steer;
mod terms;
mod waves;

pub use catalogue::{
    PROGRAMME_READ, PROGRAMME_WRITE, SERVICE_READ, SERVICE_WRITE, TEMPLATE_READ, TEMPLATE_WRITE,
};

pub use orders::{ORDER_PLACE, ORDER_READ, ORDER_RELEASE, ORDER_WRITE};
pub use parties::{PARTY_MAINTAIN, PARTY_READ};
pub use steer::{MILESTONE_COMPLETE, ROLLOUT_READ, ROLLOUT_STEER};

use dienstweg_kernel::ctx::Permission;

/// Every permission of this domain.
pub const PERMISSIONS: &[Permission] = &[
    SERVICE_READ,
    SERVICE_WRITE,
    TEMPLATE_READ,
    TEMPLATE_WRITE,
    PROGRAMME_READ,
    PROGRAMME_WRITE,
    ROLLOUT_READ,
    ROLLOUT_STEER,
    MILESTONE_COMPLETE,
    ORDER_PLACE,
    ORDER_READ,
    ORDER_WRITE,
    ORDER_RELEASE,
    PARTY_READ,
    PARTY_MAINTAIN,
];
