//! Rows as they are stored.
pub mod function;
pub mod geometry;
pub mod import;
pub mod organisation;
pub mod person;
pub mod place;
pub mod succession;
