//! Organisations and persons: who there is, where it stands in the tree, who speaks for it.
//!
//! **Owns** the organisation tree with its history of places and successions, persons with their functions, imports
//! of the official register, the shapes of organisations on maps, and the derived table `scope_closure` from which all
//! row rules read the tree.
//!
//! **Invariants.** An organisation from the register is known by its kind and register key (Land 2 digits, government
//! district 3, district 5, association 9 of the ARS; municipalities by their AGS, 8) and is never deleted, only ended.
//! The closure holds every organisation with each of its ancestors and itself, and is changed in the commit that
//! changes the tree. Persons carry DIN 91379 names and are found by their search form.
//!
//! **Events**: `organisation.created|updated|moved|ended|succeeded`, `person.created|updated|function_changed`,
//! `register.imported`, `geometry.imported`.
mod entity;
pub mod error;
pub mod events;
pub mod input;
pub mod policy;
pub mod service;
mod shapes;
mod store;
pub mod types;
pub mod view;

pub use types::{FunctionKind, GeometryLevel, MunicipalFlag, OrganisationKind};
