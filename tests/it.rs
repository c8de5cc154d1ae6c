//! Tests through the public surface, on SQLite and on PostgreSQL.
#![cfg(test)]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod authz;
mod contract;
mod crash;
mod customers;
mod events;
mod identity;
mod kernel;
mod marketplace;
mod rollouts;
mod schema;
mod stage;
