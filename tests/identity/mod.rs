//! Logging in and what follows from it, as browsers and programs do it.
mod clients;
mod sessions;
