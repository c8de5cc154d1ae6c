//! Organisations, persons and the official register.
mod geometry;
mod holidays;
mod persons;
mod register;
