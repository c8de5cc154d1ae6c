//! The tables of saved views.
pub mod mark;
pub mod shared;
pub mod view;
