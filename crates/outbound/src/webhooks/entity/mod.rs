//! The tables of this domain.
pub mod attempt;
pub mod delivery;
pub mod secret;
pub mod webhook;
