//! A whole Dienstweg per test: a database of its own, the real server on a free port, callers with real rights.
#![expect(clippy::unwrap_used, reason = "this crate is only used by tests")]
mod client;
mod databases;
mod fixtures;
mod mail;
mod world;

pub use client::{Answer, Client};
pub use databases::{Backend, fresh, postgres_url};
pub use fixtures::{FEDERAL, register_file, shared_data};
pub use mail::{MailServer, Received};
pub use world::{PASSWORD, World};

/// Runs each test on SQLite and on PostgreSQL (where `DIENSTWEG_TEST_POSTGRES_URL` names one, as `make test` does).
#[macro_export]
macro_rules! on_both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($world:ident) $body:block)*) => {$(
        $(#[doc = $doc])*
        mod $name {
            use super::*;

            async fn run($world: $crate::World) $body

            #[actix_web::test]
            async fn sqlite() {
                run($crate::World::start($crate::Backend::Sqlite).await).await;
            }

            #[actix_web::test]
            async fn postgres() {
                match $crate::postgres_url() {
                    Some(_) => run($crate::World::start($crate::Backend::Postgres).await).await,
                    None => eprintln!("not run on PostgreSQL: DIENSTWEG_TEST_POSTGRES_URL is not set"),
                }
            }
        }
    )*};
}
