//! Organisations, persons and the official register.
mod persons;
mod register;
