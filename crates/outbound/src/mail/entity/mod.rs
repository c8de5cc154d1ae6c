//! The tables of this domain.
pub mod digest;
pub mod mail;
pub mod reminder;
