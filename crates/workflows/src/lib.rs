//! Use cases that touch two domains or more: each runs their services in one unit of work.
//!
//! - [`births`]: how rollouts come to be.
//! - [`bulk`]: one command to many rollouts, as a job.
//! - [`calls`]: whom to call about rollouts, and what was said.
//! - [`competence`]: which body does a service's task for an organisation (register, tree, overrides).
//! - `coverage`: whom a rollout may cover.
//! - [`orders`]: from what a marketplace or a form says to rollouts with their tickets.
//! - [`parties`]: the party directory with the organisations and persons it names; letting rollouts follow.
//! - [`publication`]: whether citizens find what is rolled out: questions to an index, and what follows from its answers.
//! - [`questionnaires`]: what is asked at a rollout, with what the register knows.
//! - [`reports`]: status reports, computed with the rights of who reads them, and sent.
//! - [`rollouts`]: commands to a rollout under the lock of its ticket; what only several domains know of it.
//! - [`marketplace`]: what is told back.
//! - [`memory`]: days taken, experience learned, rollouts forecast.
//! - [`files`]: deleting what no domain names.
//! - [`jobs`]: carrying out long work.
//! - [`levy`]: the Digitalumlage, out of the costs of services and the people of the register.
//! - [`mail`]: what is mailed to whom.
//! - [`search`]: jumping to anything by key or name.
//! - [`waves`]: services for many bodies by one day.
pub mod births;
pub mod bulk;
pub mod calls;
pub mod competence;
mod coverage;
pub mod files;
pub mod jobs;
pub mod levy;
pub mod mail;
pub mod marketplace;
pub mod memory;
pub mod orders;
pub mod parties;
pub mod publication;
pub mod questionnaires;
pub mod reports;
pub mod rollouts;
pub mod search;
pub mod stock;
pub mod waves;

use dienstweg_kernel::error::Code;

/// Problems of use cases over several domains.
pub const CODES: &[Code] = &[];
