//! Facts about waves.
use dienstweg_kernel::events::Fact;

pub fn wave_created() -> Fact {
    Fact::new("wave.created")
}

pub fn wave_updated() -> Fact {
    Fact::new("wave.updated")
}

/// Its rollouts are to be live by another day.
pub fn wave_postponed(from: chrono::NaiveDate, to: chrono::NaiveDate, reason: &str) -> Fact {
    Fact::new("wave.postponed").with("from", from).with("to", to).with("reason", reason)
}
