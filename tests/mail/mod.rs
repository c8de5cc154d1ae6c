mod accounts;
mod notices;
mod reminders;
mod sending;
mod stage;
