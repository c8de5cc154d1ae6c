//! The schema: reversible, what the entities expect, noted, and what is derived in it equal to what it derives from.
pub mod derived;
mod entities;
mod migrations;
mod retention;
