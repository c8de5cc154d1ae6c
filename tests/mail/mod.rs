mod accounts;
mod notices;
mod reminders;
mod sending;
pub mod stage;
