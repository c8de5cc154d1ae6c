//! What happens to mails, in the words of events and history.
use super::types::{MailReason, Template};
use dienstweg_kernel::events::Fact;

pub(super) fn mail_failed(template: Template, reason: MailReason) -> Fact {
    Fact::new("mail.failed").with("template", template.word()).with("reason", reason)
}

pub(super) fn mail_repeated() -> Fact {
    Fact::new("mail.repeated")
}
