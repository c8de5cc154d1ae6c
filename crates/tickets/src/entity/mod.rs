//! Rows as they are stored.
pub mod article;
pub mod attachment;
pub mod link;
pub mod number;
pub mod ticket;
pub mod watcher;
