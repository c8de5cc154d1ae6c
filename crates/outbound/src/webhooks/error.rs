//! Problems of this domain.
use dienstweg_kernel::error::Code;

/// The event of a delivery is no longer kept, so it cannot be rendered again.
pub const EVENT_EXPIRED: Code = Code::new(
    "webhook-event-expired",
    409,
    "Das Ereignis wird nicht mehr aufbewahrt",
    "The event is no longer kept",
);
/// A test or redelivery of a subscription that is switched off.
pub const WEBHOOK_DISABLED: Code =
    Code::new("webhook-disabled", 409, "Der Webhook ist abgeschaltet", "The webhook is disabled");

pub const CODES: &[Code] = &[EVENT_EXPIRED, WEBHOOK_DISABLED];
