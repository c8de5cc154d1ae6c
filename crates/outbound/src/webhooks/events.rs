//! What happens to subscriptions, in the words of events and history.
use super::types::DisabledReason;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{ActorId, DeliveryId};

/// A message that only says "hello"; goes to its own subscription, whatever that has asked for.
pub(super) const TEST: &str = "webhook.test";

pub(super) fn webhook_created() -> Fact {
    Fact::new("webhook.created")
}

pub(super) fn webhook_changed() -> Fact {
    Fact::new("webhook.changed")
}

pub(super) fn webhook_removed(owner: ActorId) -> Fact {
    Fact::new("webhook.removed").left([owner.0])
}

pub(super) fn secret_rotated(overlap_seconds: u32) -> Fact {
    Fact::new("webhook.secret_rotated").with("overlap_seconds", overlap_seconds)
}

pub(super) fn webhook_disabled(reason: DisabledReason) -> Fact {
    Fact::new("webhook.disabled").with("reason", reason)
}

pub(super) fn delivery_parked(delivery: DeliveryId) -> Fact {
    Fact::new("webhook.delivery_parked").with("delivery_id", delivery)
}

pub(super) fn delivery_repeated(delivery: DeliveryId) -> Fact {
    Fact::new("webhook.delivery_repeated").with("delivery_id", delivery)
}

pub(super) fn test() -> Fact {
    Fact::new(TEST)
}

pub(super) fn source_created() -> Fact {
    Fact::new("marketplace_source.created")
}

pub(super) fn source_secret_rotated(overlap_seconds: u32) -> Fact {
    Fact::new("marketplace_source.secret_rotated").with("overlap_seconds", overlap_seconds)
}

pub(super) fn source_removed(client: ActorId) -> Fact {
    Fact::new("marketplace_source.removed").left([client.0])
}
