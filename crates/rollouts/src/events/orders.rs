//! What happens to orders, in the words of events and history.
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{OrganisationId, PositionId, RolloutId, ServiceId};

pub fn order_received(source: &str, number: &str, positions: usize) -> Fact {
    Fact::new("order.received").with("source", source).with("number", number).with("positions", positions)
}

/// `lines`: those that changed, were added or fell away; `requested`: those already released that should change.
pub fn order_changed(revision: i64, lines: &[i32], requested: &[i32]) -> Fact {
    Fact::new("order.changed").with("revision", revision).with("lines", lines).with("requested", requested)
}

pub fn order_cancelled(reason: Option<&str>) -> Fact {
    Fact::new("order.cancelled").reason(reason)
}

pub fn cancel_requested(reason: Option<&str>) -> Fact {
    Fact::new("order.cancel_requested").reason(reason)
}

pub fn cancel_refused(reason: &str) -> Fact {
    Fact::new("order.cancel_refused").reason(Some(reason))
}

fn position(name: &'static str, id: PositionId, line: i32) -> Fact {
    Fact::new(name).with("position", id).with("line", line)
}

pub fn position_clarified(id: PositionId, line: i32, service: ServiceId, body: OrganisationId) -> Fact {
    position("order.position_clarified", id, line).with("service", service).with("body", body)
}

/// It follows a newer revision of its order.
pub fn position_changed(id: PositionId, line: i32) -> Fact {
    position("order.position_changed", id, line)
}

pub fn position_checked(id: PositionId, line: i32) -> Fact {
    position("order.position_checked", id, line)
}

pub fn position_released(id: PositionId, line: i32, rollout: RolloutId) -> Fact {
    position("order.position_released", id, line).with("rollout", rollout)
}

/// The body already has this rollout of the service.
pub fn position_linked(id: PositionId, line: i32, rollout: RolloutId) -> Fact {
    position("order.position_linked", id, line).with("rollout", rollout)
}

pub fn position_rejected(id: PositionId, line: i32, reason: &str) -> Fact {
    position("order.position_rejected", id, line).reason(Some(reason))
}

pub fn position_cancelled(id: PositionId, line: i32, reason: Option<&str>) -> Fact {
    position("order.position_cancelled", id, line).reason(reason)
}
