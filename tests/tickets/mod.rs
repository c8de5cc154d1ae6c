//! Tickets and what hangs on them.
mod attachments;
