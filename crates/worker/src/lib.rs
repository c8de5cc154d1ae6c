//! Background work: runs reconcilers and tells how they are doing.
//!
//! A [`Reconciler`] looks at the database and does what is missing there. It takes no input, so running it once more
//! does no harm; it is woken by commits, by a timer, or both. What needs parameters keeps them in rows.
//!
//! Work with parameters and a result per thing is a job (see [`jobs`]).
//!
//! Owns: jobs and their items. States: each reconciler waits, runs, or stands by while another process holds its lease.
//! Invariants: a run that began is finished; no error and no panic ends the runner; a reconciler never runs twice at
//! the same time in one process, and with a lease not in two processes either.
pub mod jobs;
mod reconciler;
mod runner;
mod status;

pub use reconciler::{Reconciler, Wake};
pub use runner::Runner;
pub use status::{Outcome, ReconcilerStatus, Status};
