//! The hook of marketplaces: what it answers, what it keeps, what it tells back.
mod callbacks;
mod interleaving;
mod placing;
pub mod shop;
mod simulator;
