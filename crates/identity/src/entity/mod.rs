//! The tables of this domain. Never serialised, never public.
pub mod attempt;
pub mod client;
pub mod client_secret;
pub mod grant;
pub mod link;
pub mod member;
pub mod role;
pub mod session;
pub mod team;
pub mod user;
