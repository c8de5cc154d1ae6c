//! Problems of this domain.
use dienstweg_kernel::error::Code;

/// The state of this ticket follows from its rollout.
pub const TICKET_DRIVEN_BY_ROLLOUT: Code = Code::new(
    "ticket-driven-by-rollout",
    409,
    "Den Stand dieses Vorgangs bestimmt sein Rollout",
    "The state of this ticket follows from its rollout",
);
/// The workflow has no such action in this state.
pub const TICKET_TRANSITION_NOT_ALLOWED: Code = Code::new(
    "ticket-transition-not-allowed",
    409,
    "Das geht im jetzigen Stand nicht",
    "The ticket's state does not allow this",
);
/// A ticket has as many attachments as it may have.
pub const ATTACHMENT_LIMIT_REACHED: Code = Code::new(
    "attachment-limit-reached",
    409,
    "Dieser Vorgang hat schon die Höchstzahl an Anhängen",
    "This ticket has as many attachments as it may have",
);

pub const CODES: &[Code] =
    &[TICKET_DRIVEN_BY_ROLLOUT, TICKET_TRANSITION_NOT_ALLOWED, ATTACHMENT_LIMIT_REACHED];
