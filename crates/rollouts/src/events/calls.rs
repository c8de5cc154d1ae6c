//! What happens to calls.
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::RolloutId;

pub fn call_noted(rollouts: &[RolloutId]) -> Fact {
    Fact::new("call.noted").with("rollouts", rollouts)
}

/// Nobody asks again.
pub fn call_settled() -> Fact {
    Fact::new("call.settled")
}

/// It was noted by mistake.
pub fn call_withdrawn() -> Fact {
    Fact::new("call.withdrawn")
}
