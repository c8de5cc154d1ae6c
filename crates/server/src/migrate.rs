//! Bringing the schema up, and down again.
use dienstweg_identity::roles_seed;
use dienstweg_kernel::clock::SystemClock;
use dienstweg_kernel::{Actor, Ctx, Db};
use dienstweg_migrations::{Migrator, MigratorTrait};
use std::sync::Arc;

/// The schema at its newest, and in it what ships with the program: roles, forms, the phase template.
pub async fn up(db: &Db) -> Result<(), String> {
    Migrator::up(db.for_migrations(), None)
        .await
        .map_err(|error| format!("the schema could not be changed: {error}"))?;
    seed(db).await.map_err(|error| format!("shipped data could not be written: {error}"))
}

async fn seed(db: &Db) -> dienstweg_kernel::Result<()> {
    let ctx = Ctx::system(Actor::operator(), Arc::new(SystemClock));
    db.write(&ctx, async |tx| {
        roles_seed(tx, dienstweg_api::permissions::CATALOGUE).await?;
        dienstweg_rollouts::service::forms_seed(tx).await?;
        dienstweg_rollouts::service::templates_seed(tx).await.map(|_| ())
    })
    .await
}
