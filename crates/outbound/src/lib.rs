//! How what happened leaves the house: live streams to browsers, webhooks to other systems, mail to people.
//!
//! Owns webhook subscriptions with their secrets, deliveries and attempts. States of a delivery: pending → delivered,
//! parked (given up) or dropped (its owner may not see the subject). Invariants: nothing goes out that the principal
//! behind the stream or subscription may not see at that moment; deliveries of one subject to one webhook are in
//! order and at least once; a secret is shown once and stored encrypted.
//! Events: `webhook.created`, `.changed`, `.removed`, `.secret_rotated`, `.test`, `.disabled`, `.delivery_parked`,
//! `.delivery_repeated`; `marketplace_source.created`, `.secret_rotated`, `.removed`. Marketplaces that sign their orders
//! by the same protocol are kept here too, beside the one vault ([`webhooks::sources`]). Mail has its own page ([`mail`]);
//! its events: `mail.failed`, `mail.repeated`.
pub mod mail;
pub mod stream;
mod visibility;
pub mod webhooks;

pub use visibility::Visibility;
