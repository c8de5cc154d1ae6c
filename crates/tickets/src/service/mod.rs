//! Use cases.
mod articles;
mod attachments;
mod changes;
mod contacts;
mod create;
mod handover;
mod links;
mod reads;
mod upkeep;
mod visible;
mod watchers;

pub use articles::{article_create, article_get, article_list};
pub use attachments::{
    ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, attachment_check, attachment_create, attachment_get,
    attachment_list, files_named,
};
pub use changes::{TicketLock, ticket_lock, ticket_patch, ticket_touch, ticket_transition};
pub use contacts::{ContactKind, LastContact, contacts_last, tickets_contacted};
pub use create::{mothers_ensure, mothers_hold, ticket_create, tickets_create};
pub use handover::{tickets_assigned, tickets_hand_over};
pub use links::{link_add, link_list, link_remove};
pub use reads::{ticket_find, ticket_get, ticket_history, ticket_list, tickets_matching};
pub use upkeep::{WatcherDrift, watchers_check};
pub use visible::{KINDS, reached, visible};
pub use watchers::{watcher_add, watcher_list, watcher_remove};
