//! Tickets: what is to be done, who does it, and what was said about it.
//!
//! **Owns** tickets and their numbers, articles (the conversation), attachments, watchers, links between tickets, and
//! the involvement of watchers. The involvement of a rollout's parties and covered municipalities is written by
//! `rollouts`, under the same subject kind ([`SUBJECT`]), because a rollout shares the id of its daughter ticket.
//!
//! **States** `new → open → waiting → resolved → closed`. For incidents and service requests the table in [`types`]
//! says which action leads where; for rollouts ([`DrivenBy::Rollout`]) the state follows from the rollout and is set
//! through [`service::ticket_touch`].
//!
//! **Invariants.** A ticket is the root of its aggregate: it is locked first and carries the version of all that shares
//! its ETag. Articles are never edited; a correction is a new article. Appends (articles, attachments, watchers, links)
//! raise no version. What an article or attachment says is seen by its audience only, in lists, full text and history
//! alike. A responsible body has one mother ticket. Numbers are unique and may have gaps.
//!
//! **Events**, all with the ticket as subject: `ticket.created|updated|transitioned|article_added|attachment_added|`
//! `watcher_added|watcher_removed|link_added|link_removed`, and those that `rollouts` passes to `ticket_touch`.
mod entity;
pub mod error;
pub mod events;
pub mod input;
mod media;
pub mod policy;
pub mod service;
mod store;
pub mod types;
pub mod view;

pub use types::{Audience, Channel, DrivenBy, LinkKind, TicketAction, TicketState, TicketType, driven_by};

/// The word for tickets, and for the rollouts that share their id, in labels, involvement, history, events, full text.
pub const SUBJECT: &str = "ticket";
/// The role of a user in the involvement of what it watches. Watching lets one read, never change.
pub const WATCHER: &str = "watcher";
