//! What is stored for speed equals what it follows from, after random changes.
use crate::stage::{Stage, all_ids, count, create, id, number};
use dienstweg_identity::HolderKind;
use dienstweg_identity::{actor_grants_expected, actor_grants_stored};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{FEDERAL, World, on_both, register_file};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

const TREE: &str = "WITH RECURSIVE up(node, ancestor, depth) AS (
    SELECT id, id, 0 FROM organisation
    UNION ALL SELECT up.node, o.parent_id, up.depth + 1 FROM up JOIN organisation o ON o.id = up.ancestor WHERE o.parent_id IS NOT NULL)";

/// Pairs of the closure that the tree does not have, and the other way round.
pub async fn closure_faults(world: &World) -> i64 {
    let (tree, stored) =
        ("SELECT ancestor, node, depth FROM up", "SELECT ancestor, node, depth FROM scope_closure");
    let surplus =
        number(world, &format!("{TREE} SELECT COUNT(*) AS n FROM ({stored} EXCEPT {tree}) AS x")).await;
    let missing =
        number(world, &format!("{TREE} SELECT COUNT(*) AS n FROM ({tree} EXCEPT {stored}) AS x")).await;
    surplus + missing
}

async fn grants_agree(world: &World) {
    let reader = world.db().read(&world.operator());
    assert_eq!(actor_grants_expected(&reader).await.unwrap(), actor_grants_stored(&reader).await.unwrap());
}

on_both! {
    async fn the_closure_follows_the_tree(world) {
        world.import(&register_file("20260131", FEDERAL)).await;
        let admin = world.admin().await;
        let mut rng = StdRng::seed_from_u64(4711);
        for number in 0..12 {
            let all = all_ids(&admin, "/organisations", 200).await;
            let parent = all.choose(&mut rng).unwrap();
            create(&admin, "/organisations", json!({"kind": "department", "name": format!("Amt {number}"), "parent_id": parent})).await;
        }
        let departments = all_ids(&admin, "/organisations?kind=department", 200).await;
        let mut moved = 0;
        for _ in 0..30 {
            let all = all_ids(&admin, "/organisations", 200).await;
            let (one, parent) = (departments.choose(&mut rng).unwrap(), all.choose(&mut rng).unwrap());
            let version = admin.get(&format!("/organisations/{one}")).await.expect(200)["version"].as_i64().unwrap();
            let answer = admin.patch(&format!("/organisations/{one}"), version, json!({"parent_id": parent})).await;
            assert!([200, 409, 422].contains(&answer.status), "{:#}", answer.body);
            moved += u32::from(answer.status == 200);
            assert_eq!(closure_faults(&world).await, 0);
        }
        assert!(moved > 5, "only {moved} moves went through");
        let moved_register: Vec<_> = FEDERAL.iter().map(|record| if record.1 == "09875113" { (60, "09875113", "0112", record.3, 64) } else { *record }).collect();
        world.import(&register_file("20270131", &moved_register)).await;
        assert_eq!(closure_faults(&world).await, 0);
    }

    async fn actor_grants_follow_roles_teams_and_grants(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let mut rng = StdRng::seed_from_u64(7);
        let mut users = Vec::new();
        for number in 0..4 {
            users.push(world.user_create(&format!("user{number}")).await.0);
        }
        let team = id(&create(admin, "/teams", json!({"name": "Team", "members": [users[0]]})).await);
        let role = create(admin, "/roles", json!({"key": "own", "name_de": "E", "name_en": "O", "permissions": ["ticket:read"]})).await;
        let mut version = 1;
        for step in 0..25 {
            let user = *users.choose(&mut rng).unwrap();
            match rng.random_range(0..6) {
                member @ (0 | 1) => {
                    let method = if member == 0 { Method::PUT } else { Method::DELETE };
                    let request = admin.request(method, &format!("/teams/{team}/members/{user}"));
                    admin.send(request.header("if-match", "*")).await.expect(200);
                }
                2 => {
                    let names = [json!(["ticket:read"]), json!(["rollout:read", "order:read"]), json!([])].choose(&mut rng).unwrap().clone();
                    let answer = admin.patch(&format!("/roles/{}", id(&role)), version, json!({"permissions": names})).await;
                    version = answer.expect(200)["version"].as_i64().unwrap();
                }
                3 => {
                    let grants = all_ids(admin, &format!("/grants?holder={user}"), 200).await;
                    if let Some(grant) = grants.first() {
                        assert_eq!(admin.delete(&format!("/grants/{grant}")).await.status, 204);
                    }
                }
                _ => {
                    let (kind, holder) = if rng.random_bool(0.3) { ("team", team) } else { ("user", user) };
                    let key = if rng.random_bool(0.5) { id(&role) } else { role_of(&world, "agent").await };
                    let place = *[stage.member, stage.city, stage.district].choose(&mut rng).unwrap();
                    let scope = json!({"kind": "organisation", "id": place});
                    let answer = admin.post("/grants", json!({"role_id": key, "holder": {"kind": kind, "id": holder}, "scope": scope})).await;
                    assert!([201, 409].contains(&answer.status), "step {step}: {:#}", answer.body);
                }
            }
            grants_agree(&world).await;
        }
        world.grant(HolderKind::User, users[0], "vendor", ScopeKind::Involved, Some(stage.provider)).await;
        grants_agree(&world).await;
    }

    async fn sort_keys_in_rollouts_are_those_of_the_labels(world) {
        let stage = Stage::build(&world).await;
        stage.rollout("09875113").await;
        let admin = &stage.admin;
        let department = create(admin, "/organisations", json!({"kind": "it_provider", "name": "Übergabe", "own_key": "UE"})).await;
        let version = admin.get(&format!("/services/{}", stage.service)).await.expect(200)["version"].as_i64().unwrap();
        admin.patch(&format!("/services/{}", stage.service), version, json!({"name": "Änderung der Wohnung"})).await.expect(200);
        // The register renames the association.
        let renamed: Vec<_> = FEDERAL.iter().map(|record| if record.2 == "5151" && record.0 == 50 { (50, record.1, record.2, "Ährendorf (VGem)", 54) } else { *record }).collect();
        world.import(&register_file("20270131", &renamed)).await;
        world.settle().await;
        assert!(count(&world, "SELECT id FROM rollout").await > 0);
        for (column, sort) in [("body_id", "body_sort"), ("service_id", "service_sort")] {
            let other = format!("SELECT r.id FROM rollout r JOIN label l ON l.id = r.{column} WHERE l.sort_key <> r.{sort}");
            assert_eq!(count(&world, &other).await, 0, "{column}");
        }
        let _ = department;
    }

    async fn every_label_is_there(world) {
        let stage = Stage::build(&world).await;
        stage.rollout("09875113").await;
        for table in ["organisation", "person", "app_user", "team", "service", "programme", "rollout", "ticket", "service_order"] {
            let without = format!("SELECT t.id FROM {table} t LEFT JOIN label l ON l.id = t.id WHERE l.id IS NULL");
            assert_eq!(count(&world, &without).await, 0, "{table}");
        }
    }
}

async fn role_of(world: &World, key: &str) -> Uuid {
    let admin = world.login("admin").await;
    let roles = admin.get("/roles?limit=200").await.expect(200);
    id(roles["items"].as_array().unwrap().iter().find(|role| role["key"] == key).unwrap())
}
