//! Up, down to nothing and up again, with data in it.
use super::entities::columns;
use crate::stage::{Stage, sql};
use dienstweg_migrations::{Migrator, MigratorTrait};
use dienstweg_testkit::{Backend, World, on_both};
use std::collections::BTreeSet;

/// Tables there are, without those of the database and of the migrations themselves.
pub async fn tables(world: &World) -> BTreeSet<String> {
    let statement = match world.backend {
        Backend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'"
        }
        Backend::Postgres => {
            "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    let names = sql(world, statement).await.into_iter().map(|row| row.try_get::<String>("", "name").unwrap());
    names.filter(|name| name != "seaql_migrations").collect()
}

on_both! {
    async fn down_and_up_again_with_data(world) {
        let stage = Stage::build(&world).await;
        stage.rollout("09875113").await;
        let connection = world.db().for_migrations();
        let before = columns(&world).await;
        let steps = Migrator::migrations().len();
        for step in 1..=steps {
            Migrator::down(connection, Some(1)).await.unwrap_or_else(|error| panic!("step {step} down: {error}"));
        }
        assert_eq!(tables(&world).await, BTreeSet::new());
        dienstweg_server::migrate::up(world.db()).await.unwrap();
        assert_eq!(columns(&world).await, before);
        // What ships is there again, and the server works with it.
        world.state().principals.forget(None);
        let again = Stage::build(&world).await;
        again.rollout("09875114").await;
    }

    async fn one_step_down_and_up_keeps_the_data_of_the_others(world) {
        let stage = Stage::build(&world).await;
        let connection = world.db().for_migrations();
        Migrator::down(connection, Some(1)).await.unwrap();
        Migrator::up(connection, None).await.unwrap();
        assert_eq!(stage.admin.get(&format!("/organisations/{}", stage.member)).await.expect(200)["name"], "Oberdoppelbach");
        // Twice is as good as once.
        dienstweg_server::migrate::up(world.db()).await.unwrap();
    }
}
