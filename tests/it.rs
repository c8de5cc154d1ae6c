//! Tests through the public surface, on SQLite and on PostgreSQL.
#![cfg(test)]
mod authz;
mod contract;
mod crash;
mod customers;
mod events;
mod files;
mod identity;
mod kernel;
mod mail;
mod marketplace;
mod rollouts;
mod schema;
mod simulators;
mod stage;
mod tickets;
mod views;
