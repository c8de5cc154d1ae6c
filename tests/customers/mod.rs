//! Organisations, persons and the official register.
mod holidays;
mod persons;
mod register;
