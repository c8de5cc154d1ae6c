//! Problems of this domain.
use dienstweg_kernel::error::Code;

/// There is no SMTP server in the settings, so nothing is queued.
pub const MAIL_NOT_CONFIGURED: Code = Code::new(
    "mail-not-configured",
    409,
    "Der Versand von E-Mails ist nicht eingerichtet",
    "Sending mail is not set up",
);
/// Only what was given up can be sent again.
pub const MAIL_NOT_FAILED: Code =
    Code::new("mail-not-failed", 409, "Diese E-Mail ist nicht fehlgeschlagen", "This mail has not failed");
/// The caller has no address of its own.
pub const NO_ADDRESS: Code =
    Code::new("mail-no-address", 409, "Es ist keine E-Mail-Adresse hinterlegt", "There is no e-mail address");

pub const CODES: &[Code] = &[MAIL_NOT_CONFIGURED, MAIL_NOT_FAILED, NO_ADDRESS];
