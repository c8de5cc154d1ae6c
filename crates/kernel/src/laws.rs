//! What does not compile. Each block is compiled by `cargo test --doc` and must fail for the reason it names.
//!
//! A handler that forgets the row rule has nothing to run a query on:
//! ```compile_fail,E0277
//! use dienstweg_kernel::{Ctx, Db, labels::label};
//! use sea_orm::EntityTrait;
//! async fn handler(db: &Db, ctx: &Ctx) {
//!     let everything = label::Entity::find().all(&db.read(ctx)).await;
//! }
//! ```
//!
//! A table without a row rule cannot be selected from:
//! ```compile_fail,E0277
//! use dienstweg_kernel::{Reader, labels::label};
//! async fn handler(reader: &Reader) {
//!     let rows = reader.select::<label::Entity>();
//! }
//! ```
//!
//! A row that was only read cannot be changed:
//! ```compile_fail,E0308
//! use dienstweg_kernel::{Tx, events::Fact, guard::{Guarded, Visible}};
//! async fn handler<E: Guarded>(tx: &Tx, seen: Visible<E>, change: E::ActiveModel) {
//!     let _ = tx.update::<E>(seen, change, Fact::new("thing.changed")).await;
//! }
//! ```
//!
//! A view cannot show a sealed column, neither by serialising nor by reading it:
//! ```compile_fail,E0277
//! #[derive(serde::Serialize)]
//! struct PersonView { email: dienstweg_kernel::guard::Sealed }
//! ```
//! ```compile_fail,E0616
//! fn show(sealed: &dienstweg_kernel::guard::Sealed) -> String { sealed.0.clone() }
//! ```
//!
//! A change without a fact, that is without history and event, does not exist:
//! ```compile_fail,E0061
//! use dienstweg_kernel::{Tx, guard::{Guarded, Locked}};
//! async fn handler<E: Guarded>(tx: &Tx, row: Locked<E>, change: E::ActiveModel) {
//!     let _ = tx.update::<E>(row, change).await;
//! }
//! ```
