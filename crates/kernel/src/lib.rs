//! What every domain stands on, and no domain word in it.
//!
//! - [`ctx`]: who calls, when, under which request id. Passed to everything.
//! - [`db`]: the one door to the database. Reads carry the caller's row rule, writes carry audit and events.
//! - [`guard`]: row and field rights as types: what comes out is [`guard::Visible`], what may change is [`guard::Locked`].
//! - [`events`], [`audit`], [`labels`], [`search`]: what every commit leaves behind for others.
//! - [`files`]: where the contents of files are kept, outside the database.
//! - [`error`]: one error type; [`api`-side](error::Code) codes map to status and title in one place per domain.
//! - [`ids`], [`clock`], [`patch`], [`page`], [`text`], [`secret`]: values.
pub mod audit;
pub mod clock;
pub mod ctx;
pub mod db;
pub mod error;
pub mod events;
pub mod files;
pub mod guard;
pub mod ids;
pub mod labels;
mod laws;
pub mod page;
pub mod patch;
pub mod search;
pub mod secret;
pub mod text;

pub use clock::Clock;
pub use ctx::{Actor, Ctx};
pub use db::{Db, Reader, Tx};
pub use error::{Error, Result};
