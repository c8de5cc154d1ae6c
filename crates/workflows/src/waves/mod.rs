//! Waves: services for many bodies, live by one day. What they do to rollouts is done by jobs, and the wave itself changes
//! with the first of its rollouts: who only looks at what would happen changes nothing.
pub(crate) mod postpone;
pub(crate) mod start;

pub use postpone::wave_postpone;
pub use start::{WaveEffect, wave_start};

/// Of jobs that create the rollouts of a wave.
pub const START: &str = "wave_start";
/// Of jobs that move the rollouts of a wave to another day.
pub const POSTPONE: &str = "wave_postpone";
