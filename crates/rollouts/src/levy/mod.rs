//! The Digitalumlage: what each municipal body pays for jointly financed services in a year.
//!
//! **The rule** (Art. 55a BayDiG, §§ 7a, 7b BayDiV; GVBl. 2024 S. 486). The State bears all of first implementation and
//! half of procurement and operation. The other half is borne by the municipal levels; a service may be split between them
//! by a rule of the annex. At its level, each body pays the level's cost × its own people / the people of all bodies of
//! that level, rounded up to a full euro. A kreisfreie Stadt is Landkreis and Gemeinde in one and pays on both levels.
//!
//! **What the rule leaves open**, decided here: an odd cent of the half is the State's; a level's cost is whole cents, and
//! the levels of a service add up to its half; each level of a body is rounded up by itself. Computed in whole cents.
mod amounts;
#[cfg(test)]
mod tests;

pub use amounts::{LevelSum, Levy, Split, portions};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A municipal level that bears a part of the Digitalumlage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LevyLevel {
    Bezirk,
    /// Landkreise and kreisfreie Städte.
    District,
    /// Municipalities, kreisfreie Städte among them.
    Municipality,
}

impl LevyLevel {
    pub const ALL: [Self; 3] = [Self::Bezirk, Self::District, Self::Municipality];
}

/// The parts in which the levels bear the municipal half of a service: 1 and 2 are a third and two thirds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"bezirk": 0, "district": 1, "municipality": 2}))]
pub struct LevyShares {
    #[schema(minimum = 0, maximum = 10_000)]
    pub bezirk: i32,
    #[schema(minimum = 0, maximum = 10_000)]
    pub district: i32,
    #[schema(minimum = 0, maximum = 10_000)]
    pub municipality: i32,
}

impl LevyShares {
    /// One level bears all.
    pub fn all_of(level: LevyLevel) -> Self {
        let parts = |one: LevyLevel| i32::from(one == level);
        Self {
            bezirk: parts(LevyLevel::Bezirk),
            district: parts(LevyLevel::District),
            municipality: parts(LevyLevel::Municipality),
        }
    }

    pub fn of(self, level: LevyLevel) -> i32 {
        match level {
            LevyLevel::Bezirk => self.bezirk,
            LevyLevel::District => self.district,
            LevyLevel::Municipality => self.municipality,
        }
    }
}

/// What a service costs in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Procurement and operation.
    pub operation_cents: i64,
    /// First implementation.
    pub first_cents: i64,
    pub shares: LevyShares,
}
