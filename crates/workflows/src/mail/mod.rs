//! What is mailed to whom, and what is told in it.
//!
//! - [`accounts`]: invitations and forgotten passwords.
//! - [`notices`]: what follows from events, for those who want to know at once.
//! - [`digest`]: one mail a day for the others.
//! - [`reminders`]: what somebody says to those who hold the ball of several rollouts.
//! - [`reminder_jobs`]: the same to so many that it is long work.
//! - [`contents`]: the values of the texts, read with the recipient's rights, or those of who writes to somebody without an account.
pub mod accounts;
mod contacts;
pub mod contents;
pub mod digest;
pub mod notices;
mod placeholders;
pub mod reminder_jobs;
pub mod reminders;
mod turns;

use dienstweg_identity::Addressee;
use dienstweg_outbound::mail::Recipient;

/// The addressee, and who stands in today.
fn with_deputy(to: &Addressee) -> Vec<Recipient> {
    let itself = only(to);
    let deputy = to.deputy.as_ref().map(|deputy| Recipient {
        id: deputy.user.0,
        address: deputy.address.clone(),
        language: deputy.language,
        absent: Some(to.user),
        on_behalf: None,
    });
    std::iter::once(itself).chain(deputy).collect()
}

/// The addressee alone: what opens an account is nobody else's.
fn only(to: &Addressee) -> Recipient {
    Recipient {
        id: to.user.0,
        address: to.address.clone(),
        language: to.language,
        absent: None,
        on_behalf: None,
    }
}
