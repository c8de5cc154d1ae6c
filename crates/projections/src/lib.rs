//! Read models over several domains: pictures of the whole. What they show follows from the rows that the caller sees in
//! the domains, or from what followed from them on past days; all they own is how people like to look at it ([`views`]).
mod kept;
pub mod matrix;
pub mod portfolio;
pub mod reports;
pub mod rollups;
pub mod snapshots;
pub mod timeline;
pub mod views;

use dienstweg_customers::service::Tier;
use dienstweg_rollouts::ServiceLevel;

/// The tier of municipal bodies that does the task behind services of a level.
pub fn tier(level: ServiceLevel) -> Tier {
    match level {
        ServiceLevel::Municipality => Tier::Municipality,
        ServiceLevel::Association => Tier::Association,
        ServiceLevel::District => Tier::District,
        ServiceLevel::Bezirk => Tier::Bezirk,
    }
}
