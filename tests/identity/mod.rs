//! Logging in and what follows from it, as browsers and programs do it.
mod administrators;
mod clients;
mod sessions;
